"""A simulated line display in a process of its own, with a port to look at it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from typing_extensions import override

from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.simulation.control_port import ControlPort
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import medium_for

_CHANGES_MAX: Final = 1_000


class _Watched(SimulatedLineDisplay):
    """Tells each change of its two lines."""

    def __init__(self, protocol: str) -> None:
        super().__init__(protocol)
        self.changes: queue.Queue[tuple[str, str] | None] = queue.Queue(_CHANGES_MAX)
        self._last = self.lines

    @override
    def respond(self, data: bytes) -> Sequence[bytes]:
        said = super().respond(data)
        lines = self.lines
        if lines != self._last and not self.changes.full():
            self._last = lines
            self.changes.put_nowait(lines)
        return said


class StandAloneDisplay:
    """A line display on a line; its ``/`` shows both lines."""

    def __init__(
        self, protocol: str, *, listen: str = "", control_port: int = 0
    ) -> None:
        """Plug it in.

        Raises:
            ValueError: There is no such protocol or address.
            OSError: The address cannot be had.
        """
        self._protocol = protocol
        self._display = _Watched(protocol)
        self._link = SimulationLink(self._display, medium_for(listen))
        try:
            self._control = ControlPort(self._link, "line_display", port=control_port)
        except OSError:
            self._link.close()
            raise

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        return f"{self._link.address}?protocol={self._protocol}"

    @property
    def control_url(self) -> str:
        """Where it is looked at and broken."""
        return self._control.url

    def changes(self, until: TextIO) -> Iterator[tuple[str, str]]:
        """Return both lines after each change, until *until* ends."""

        def wait_for_end() -> None:
            until.read()
            self._display.changes.put(None)

        threading.Thread(target=wait_for_end, name="end", daemon=True).start()
        while (lines := self._display.changes.get()) is not None:
            yield lines

    def close(self) -> None:
        """Switch off."""
        self._control.close()
        self._link.close()
