"""Builds the bytes of Star Line mode.

Pure.  The bytes are those of Star's Line Mode Command Specifications; the counterpart
of esc_pos.py.
"""

from typing import Final

from typing_extensions import override

from drivers.receipt_printer.builder import (
    END_OF_HALF_COMMAND,
    Commands,
    JobBuilder,
    bands_of,
)
from drivers.receipt_printer.profile import PrinterProfile

INITIALIZE: Final = b"\x1b\x40"
RECOVERY: Final = END_OF_HALF_COMMAND + INITIALIZE
"""Begins anew after an interrupted job."""

_STATUS_BACK_OFF: Final = b"\x1b\x1e\x61\x00"
_NORMAL_SPACING: Final = b"\x1b\x7a\x01"
_TIGHT_SPACING: Final = b"\x1b\x30"
"""ESC 0: 24 dots from line to line, so that bands of a picture touch."""

_PULSE: Final = b"\x1b\x07\x05\x32"
"""ESC BEL: 50 ms on and 500 ms off, in units of 10 ms."""

_COMMANDS: Final = Commands(
    bold_off=b"\x1b\x46",
    bold_on=b"\x1b\x45",
    align=b"\x1b\x1d\x61",
    code_page=b"\x1b\x1d\x74",
    feed_lines=b"\x1b\x61",
    feed_dots=b"\x1b\x49",
    cut=b"\x1b\x64\x03",
    feed_max=127,
    size_max=6,
)
"""Double bytes need no command: models that know them have them on."""

_MODULE_DOTS_MAX: Final = 8
_CODE128_MODULES: Final = {2: b"1", 3: b"2", 4: b"3"}


def drawer_pulse(pin: int) -> bytes:
    """Return BEL or SUB, which open a drawer when the job comes to them."""
    return _PULSE + b"\x07" if _is_first(pin) else b"\x1a"


def real_time_drawer_pulse(pin: int) -> bytes:
    """Return FS or EM, which open a drawer at once."""
    return _PULSE + b"\x1c" if _is_first(pin) else b"\x19"


def _is_first(pin: int) -> bool:
    assert pin in {2, 5}
    return pin == 2  # noqa: PLR2004 - the pins of the connector


class StarLineBuilder(JobBuilder):
    """Collects the bytes of one job; see JobBuilder."""

    def __init__(self, profile: PrinterProfile) -> None:
        super().__init__(profile, _COMMANDS)

    @override
    def qr(self, data: str, *, module_dots: int = 6) -> None:
        """Have the printer draw a QR code of *data* (UTF-8), level M."""
        content = data.encode("utf-8")
        module = min(module_dots, _MODULE_DOTS_MAX)
        self._out += b"\x1b\x1d\x79\x53\x30\x02"  # Model 2
        self._out += b"\x1b\x1d\x79\x53\x31\x01"
        self._out += b"\x1b\x1d\x79\x53\x32" + bytes((module,))
        self._out += b"\x1b\x1d\x79\x44\x31\x00" + len(content).to_bytes(2, "little")
        self._out += content + b"\x1b\x1d\x79\x50"

    @override
    def _beginning(self) -> bytes:
        return INITIALIZE + _STATUS_BACK_OFF + _NORMAL_SPACING

    @override
    def _size_command(self, width: int, height: int) -> bytes:
        return bytes((0x1B, 0x69, height - 1, width - 1))

    @override
    def _code128_command(self, data: str, height_dots: int, module_dots: int) -> bytes:
        # A percent sign begins an escape there; it is written as %0.
        content = data.replace("%", "%0").encode("ascii")
        head = b"\x1b\x62\x36\x31" + _CODE128_MODULES[module_dots]
        return head + bytes((height_dots,)) + content + b"\x1e"

    @override
    def _picture(self, stride: int, rows: bytes) -> None:
        """Print in bands (ESC k), which every model knows."""
        self._out += _TIGHT_SPACING
        for band in bands_of(rows, stride):
            self._out += b"\x1b\x6b" + stride.to_bytes(2, "little") + band + b"\n"
        self._out += _NORMAL_SPACING
