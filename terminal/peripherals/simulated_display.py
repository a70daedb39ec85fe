"""A simulated line display in a process of its own, with a port to look at it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from typing_extensions import override

from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.simulation.medium import medium_for
from terminal.peripherals.stand_alone import StandAloneDevice

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


class StandAloneDisplay(StandAloneDevice):
    """A line display on a line; its ``/`` shows both lines."""

    def __init__(
        self, protocol: str, *, listen: str = "", control_port: int = 0
    ) -> None:
        """Plug it in.

        Raises:
            ValueError: There is no such protocol or address.
            OSError: The address cannot be had.
        """
        self._display = _Watched(protocol)
        super().__init__(
            self._display,
            "line_display",
            medium_for(listen),
            control_port=control_port,
            query=f"?protocol={protocol}",
        )

    def changes(self, until: TextIO) -> Iterator[tuple[str, str]]:
        """Return both lines after each change, until *until* ends."""

        def wait_for_end() -> None:
            until.read()
            self._display.changes.put(None)

        threading.Thread(target=wait_for_end, name="end", daemon=True).start()
        while (lines := self._display.changes.get()) is not None:
            yield lines
