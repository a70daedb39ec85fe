"""A simulated scale in a process of its own, with a port to operate it."""

from __future__ import annotations

from drivers.scale.simulator import SimulatedScale
from drivers.simulation.control_port import ControlPort
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import medium_for


class StandAloneScale:
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
        self._protocol = protocol
        self._link = SimulationLink(
            SimulatedScale(protocol, unit=unit), medium_for(listen)
        )
        try:
            self._control = ControlPort(self._link, "scale", port=control_port)
        except OSError:
            self._link.close()
            raise

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        return f"{self._link.address}?protocol={self._protocol}"

    @property
    def control_url(self) -> str:
        """Where it is operated."""
        return self._control.url

    def put(self, grams: int) -> None:
        """Put goods of that weight on it."""
        self._link.change({"weight_g": grams})

    def close(self) -> None:
        """Switch off."""
        self._control.close()
        self._link.close()
