"""A DM-D display whose line goes through a receipt printer (pass-through)."""

import threading
import time
from collections.abc import Callable
from typing import Final

from drivers.errors import TransportError
from drivers.line_display.dm_d import PassThroughCodec
from drivers.line_display.port import BLANK, BRIGHTNESS_MAX, DisplayContent
from drivers.line_display.serial_display import Pending
from drivers.receipt_printer.esc_pos import SELECT_PRINTER
from drivers.receipt_printer.tcp_printer import TcpPrinter, unavailable

UPDATE_INTERVAL_S: Final = 0.25
"""Each update is a connection to the printer."""


class PrinterLineDisplay:
    """Writes through the printer, on the printer's thread, between its papers."""

    def __init__(
        self,
        device_id: str,
        printer: TcpPrinter,
        *,
        page: str = "ascii",
        brightness: int = BRIGHTNESS_MAX,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._device_id = device_id
        self._printer = printer
        self._codec = PassThroughCodec()
        self._page = page
        self._brightness = brightness
        self._pending = Pending(interval_s=UPDATE_INTERVAL_S, clock=clock)
        self._pause = threading.Event()
        self._needs_start = True
        self.shown = BLANK

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._device_id

    @property
    def wait_s(self) -> float:
        """How long until something may be written again."""
        return self._pending.wait_s

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be shown."""
        return self._pending.is_waiting

    def want(self, content: DisplayContent) -> bool:
        """Have *content* shown next; return whether flush() must be called for it."""
        return self._pending.put(content)

    def flush(self) -> None:
        """Write what is wanted, as soon as that may be; on the printer's thread."""
        # Nobody would come back for it: the wait is short, and a receipt has time.
        self._pause.wait(self._pending.wait_s)
        content = self._pending.take()
        if content is None:
            return
        data = self._codec.show(content, self._page)
        if self._needs_start:
            data = self._codec.start(self._page, self._brightness) + data
        self._needs_start = True
        is_begun = False
        try:
            with self._printer.session() as session:
                is_begun = True
                # The last connection may have broken while the display had the line.
                session.send(SELECT_PRINTER + data)
        except TransportError as error:
            self._pending.put_back(content)
            if is_begun:
                self._printer.note_deselected()
            raise unavailable(self._device_id, error) from error
        self._needs_start = False
        self.shown = content
