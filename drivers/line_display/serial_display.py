"""A line display on a serial line or behind a device server.

It has no way back: that bytes left is all that is ever known, and the state says
so.  Every content goes out as two whole lines, so one that came late or was lost
leaves nothing behind in the next one.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from typing_extensions import override

from drivers.device import DeviceCondition, DeviceState
from drivers.device_base import LineDevice
from drivers.errors import TransportError
from drivers.line_display.port import BLANK, BRIGHTNESS_MAX, DisplayContent
from drivers.line_display.protocol import DisplayCodec
from drivers.line_errors import LineRemedies
from drivers.transport.port import ByteTransport

UPDATE_INTERVAL_S: Final = 0.1
"""Ten updates of 46 bytes a second are half of what 9600 baud carry."""

REFRESH_INTERVAL_S: Final = 10.0
"""A display that was switched off and on shows nothing until it is told again."""

WRITE_TIMEOUT_S: Final = 1.0

ASSUMED: Final = DeviceCondition(
    DeviceState.READY, "assumed: a line display never answers"
)


class Pending:
    """What is to be shown next: at most one content, the last one; thread-safe."""

    def __init__(
        self, *, interval_s: float = UPDATE_INTERVAL_S, clock: Callable[[], float]
    ) -> None:
        self._interval_s = interval_s
        self._clock = clock
        self._lock = threading.Lock()
        self._wanted: DisplayContent | None = None
        self._is_flush_due = False
        self._next_at = clock()
        self.dropped_count = 0

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be shown."""
        return self._wanted is not None

    @property
    def wait_s(self) -> float:
        """How long until something may be written again."""
        return max(0.0, self._next_at - self._clock())

    def put(self, content: DisplayContent) -> bool:
        """Want *content*; return whether somebody must call for a flush."""
        with self._lock:
            self.dropped_count += self._wanted is not None
            self._wanted = content
            was_due, self._is_flush_due = self._is_flush_due, True
            return not was_due

    def take(self) -> DisplayContent | None:
        """Return what is to be written now, None when nothing is or it is too early."""
        with self._lock:
            if self._wanted is None or self._next_at > self._clock():
                return None
            content, self._wanted = self._wanted, None
            self._is_flush_due = False
            self._next_at = self._clock() + self._interval_s
            return content

    def put_back(self, content: DisplayContent) -> None:
        """Want *content* again unless something newer is wanted."""
        with self._lock:
            if self._wanted is None:
                self._wanted = content


class SerialLineDisplay(LineDevice):
    """Writes contents; a supervisor's thread drives it, want() is for any thread."""

    remedies = LineRemedies(
        gone="Plug the customer display in.",
        busy="Close the other program that uses the customer display.",
        late="Switch the customer display off and on.",
    )

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        codec: DisplayCodec,
        *,
        page: str = "ascii",
        brightness: int = BRIGHTNESS_MAX,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; nothing is opened.

        Args:
            device_id: The device as the settings name it.
            transport: How to reach it.
            codec: Its language.
            page: The code page that is set on it or by it.
            brightness: 1 to 4, where the language can say it.
            clock: Monotonic seconds.
        """
        super().__init__(device_id, transport)
        self._codec = codec
        self._page = page
        self._brightness = brightness
        self._clock = clock
        self._pending = Pending(clock=clock)
        self._shown = BLANK
        self._refresh_at = 0.0
        self.update_count = 0

    @property
    @override
    def attend_interval_s(self) -> float:
        """Until the next content may be written, or the last one is repeated."""
        if self._pending.is_waiting:
            return max(0.001, self._pending.wait_s)
        return max(0.001, self._refresh_at - self._clock())

    @property
    def dropped_count(self) -> int:
        """Contents that were replaced before they could be shown."""
        return self._pending.dropped_count

    def want(self, content: DisplayContent) -> bool:
        """Have *content* shown next; return whether flush() must be called for it."""
        return self._pending.put(content)

    def open(self) -> None:
        """Open the line, begin anew and show what was last wanted."""
        self._open_line()
        self._write(self._codec.start(self._page, self._brightness))
        self._condition = ASSUMED
        self._show(self._pending.take() or self._shown)

    def attend(self) -> None:
        """Write what waits; repeat the last content when it is time."""
        self.flush()
        if self._clock() >= self._refresh_at:
            self._show(self._shown)

    def flush(self) -> None:
        """Write what is wanted, unless that is too early."""
        content = self._pending.take()
        if content is not None:
            self._show(content)

    def _show(self, content: DisplayContent) -> None:
        self._refresh_at = self._clock() + REFRESH_INTERVAL_S
        # Before the write: if it fails, this is what the next open() shows.
        self._shown = content
        self._write(self._codec.show(content, self._page))
        self.update_count += 1

    def _write(self, data: bytes) -> None:
        try:
            self._transport.write(data, timeout_s=WRITE_TIMEOUT_S)
        except TransportError as error:
            raise self._unavailable(error) from error
