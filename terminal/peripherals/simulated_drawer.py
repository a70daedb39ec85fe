"""A simulated cash drawer in a process of its own, with a port to operate it."""

from __future__ import annotations

from drivers.cash_drawer.simulator import SimulatedTrigger
from drivers.simulation.medium import medium_for
from terminal.peripherals.stand_alone import StandAloneDevice


class StandAloneDrawer(StandAloneDevice):
    """A drawer on a line; ``POST {"is_open": false}`` to its ``/state`` pushes it shut."""

    def __init__(
        self, protocol: str, *, listen: str = "", control_port: int = 0
    ) -> None:
        """Plug it in.

        Raises:
            ValueError: There is no such protocol or address.
            OSError: The address cannot be had.
        """
        super().__init__(
            SimulatedTrigger(protocol),
            "cash_drawer",
            medium_for(listen),
            control_port=control_port,
            query=f"?protocol={protocol}",
        )
