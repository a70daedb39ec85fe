"""Input devices that are pipes: real descriptors, no kernel behind them."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Sequence

from typing_extensions import override

from drivers.transport.evdev import InputDevice, InputSystem

SCANNER = InputDevice("/dev/input/event5", "05e0:1200", "Scanner", True, False)


class FakeInputs(InputSystem):
    """One scanner and what else is asked for; the scanner types by write()."""

    def __init__(self, *others: InputDevice) -> None:
        self.others = others
        self.is_plugged = True
        self.grab_error: int | None = None
        self.open_error: int | None = None
        self.opened: list[str] = []
        self._write_end: int | None = None

    @override
    def devices(self) -> Sequence[InputDevice]:
        return (*self.others, *((SCANNER,) if self.is_plugged else ()))

    @override
    def open(self, path: str) -> int:
        if self.open_error is not None:
            raise OSError(self.open_error, os.strerror(self.open_error))
        if not self.is_plugged:
            raise OSError(errno.ENOENT, "no such file")
        self.unplug_line()
        read_end, self._write_end = os.pipe()
        os.set_blocking(read_end, False)
        self.opened.append(path)
        return read_end

    @override
    def grab(self, descriptor: int) -> None:
        if self.grab_error is not None:
            raise OSError(self.grab_error, os.strerror(self.grab_error))

    def write(self, data: bytes) -> None:
        """Let the scanner type."""
        assert self._write_end is not None
        os.write(self._write_end, data)

    def unplug(self) -> None:
        """Pull the scanner out."""
        self.is_plugged = False
        self.unplug_line()

    def unplug_line(self) -> None:
        """End the stream of events, if there is one."""
        if self._write_end is not None:
            with contextlib.suppress(OSError):
                os.close(self._write_end)
            self._write_end = None
