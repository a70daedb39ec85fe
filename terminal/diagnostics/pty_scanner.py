"""The other end of a serial scanner's cable, for measurements.

Nothing of it runs on a thread: the bytes leave at the very moment that is noted.
"""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from terminal.settings.schema import DeviceSettings

_TERMINATOR = b"\r"


class PtyScanner:
    """A pseudo-terminal; its slave side is the serial port of the till."""

    def __enter__(self) -> Self:
        import tty

        self._master, self._slave = os.openpty()
        # The line discipline would turn CR into LF and echo every label.
        tty.setraw(self._slave)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.close(self._slave)
        os.close(self._master)

    def settings(self) -> dict[str, DeviceSettings]:
        """Return the devices of a till that has this scanner."""
        address = f"serial:{os.ttyname(self._slave)}"
        # What is measured scans the same item as fast as the till takes it.
        options: dict[str, str | int | bool] = {"same_label_ms": 0}
        scanner = DeviceSettings(kind="scanner", address=address, options=options)
        return {"scanner": scanner}

    def scan(self, code: str) -> None:
        """Send one label; the last byte is on its way when this returns."""
        os.write(self._master, code.encode("ascii") + _TERMINATOR)
