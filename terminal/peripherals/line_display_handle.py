"""A line display on its device's thread, for those that have something to show."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Final

from drivers.device import Device
from drivers.errors import DeviceBusyError
from drivers.line_display.port import DisplayContent, DisplayLine, LineDisplay
from drivers.supervisor import Supervisor

TRIAL: Final = DisplayContent(
    DisplayLine("88888888888888888888"), DisplayLine("Evertill", "8888.88")
)


class LineDisplayHandle:
    """Hands contents over; for any thread, and never waits."""

    def __init__(self, display: LineDisplay, supervisor: Supervisor[Device]) -> None:
        self._display = display
        self._supervisor = supervisor

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._display.device_id

    def show(self, content: DisplayContent) -> None:
        """Have *content* shown as soon as the display may be written again.

        Replaces what was not shown yet.  A display that is away shows the last one
        when it is back.
        """
        if not self._display.want(content):
            return  # Whoever wanted something before has asked for the flush.
        self.show_waiting()

    def show_waiting(self) -> None:
        """Have what is still wanted shown, for instance when a printer is back."""
        try:
            self._submit()
        except DeviceBusyError:
            return  # It stays wanted; the display's own round writes it.

    def show_trial(self) -> Future[None]:
        """Show a text that a person can check."""
        self._display.want(TRIAL)
        return self._submit()

    def _submit(self) -> Future[None]:
        def work(_device: Device) -> None:
            self._display.flush()

        return self._supervisor.submit(work)
