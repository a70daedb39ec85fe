"""A simulated device in a process of its own: its line and its control port."""

from __future__ import annotations

from drivers.simulation.control_port import ControlPort
from drivers.simulation.device import SimulatedDevice
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import Medium


class StandAloneDevice:
    """A device on a line, looked at and broken by HTTP; a base for each kind."""

    def __init__(
        self,
        device: SimulatedDevice,
        kind: str,
        medium: Medium,
        *,
        control_port: int = 0,
        query: str = "",
    ) -> None:
        """Plug it in.

        Args:
            device: What answers.
            kind: What the control port calls it.
            medium: Where it is plugged in.
            control_port: Loopback port; 0 takes a free one.
            query: What the address says beside the line, with its question mark.

        Raises:
            OSError: The line or the port cannot be had; nothing is left running.
        """
        self._query = query
        self._link = SimulationLink(device, medium)
        try:
            self._control = ControlPort(self._link, kind, port=control_port)
        except OSError:
            self._link.close()
            raise

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        return self._link.address + self._query

    @property
    def control_url(self) -> str:
        """Where it is operated, looked at and broken."""
        return self._control.url

    def close(self) -> None:
        """Switch off."""
        self._control.close()
        self._link.close()
