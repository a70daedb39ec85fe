"""A simulated scanner in a process of its own, with a port to operate it."""

from __future__ import annotations

from drivers.scanner.simulated_device import ScannerDevice
from drivers.simulation.medium import medium_for
from terminal.peripherals.stand_alone import StandAloneDevice


class StandAloneScanner(StandAloneDevice):
    """A scanner on a line; ``POST {"scan": "4006381333931"}`` to ``/state`` reads."""

    def __init__(self, *, listen: str = "", control_port: int = 0) -> None:
        """Plug it in.

        Raises:
            ValueError: There is no such address.
            OSError: The address cannot be had.
        """
        super().__init__(
            ScannerDevice(), "scanner", medium_for(listen), control_port=control_port
        )

    def scan(self, label: str) -> None:
        """Pull the trigger over one label; its AIM identifier first, if any."""
        self._link.change({"scan": label})
