"""A simulated scale in a process of its own, with a port to operate it."""

from __future__ import annotations

from drivers.scale.simulator import SimulatedScale
from drivers.simulation.medium import medium_for
from terminal.peripherals.stand_alone import StandAloneDevice


class StandAloneScale(StandAloneDevice):
    """A scale on a line; ``POST {"weight_g": 570}`` to its ``/state`` puts goods on."""

    def __init__(
        self,
        protocol: str,
        *,
        unit: str = "kg",
        listen: str = "",
        control_port: int = 0,
    ) -> None:
        """Plug it in.

        Raises:
            ValueError: There is no such protocol or address.
            OSError: The address cannot be had.
        """
        super().__init__(
            SimulatedScale(protocol, unit=unit),
            "scale",
            medium_for(listen),
            control_port=control_port,
            query=f"?protocol={protocol}",
        )

    def put(self, grams: int) -> None:
        """Put goods of that weight on it."""
        self._link.change({"weight_g": grams})
