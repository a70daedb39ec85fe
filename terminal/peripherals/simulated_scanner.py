"""A simulated scanner in a process of its own, with a port to operate it."""

from __future__ import annotations

from drivers.scanner.simulated_device import ScannerDevice
from drivers.simulation.control_port import ControlPort
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import medium_for


class StandAloneScanner:
    """A scanner on a line; ``POST {"scan": "4006381333931"}`` to ``/state`` reads."""

    def __init__(self, *, listen: str = "", control_port: int = 0) -> None:
        """Plug it in.

        Raises:
            ValueError: There is no such address.
            OSError: The address cannot be had.
        """
        self._link = SimulationLink(ScannerDevice(), medium_for(listen))
        try:
            self._control = ControlPort(self._link, "scanner", port=control_port)
        except OSError:
            self._link.close()
            raise

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        return self._link.address

    @property
    def control_url(self) -> str:
        """Where it is operated."""
        return self._control.url

    def scan(self, label: str) -> None:
        """Pull the trigger over one label; its AIM identifier first, if any."""
        self._link.change({"scan": label})

    def close(self) -> None:
        """Switch off."""
        self._control.close()
        self._link.close()
