"""Builds the bytes of Star Line mode.

Pure.  The bytes are those of Star's Line Mode Command Specifications; the counterpart
of esc_pos.py.
"""

from typing import Final

from drivers.receipt_printer.builder import Alignment
from drivers.receipt_printer.encoding import encode_text
from drivers.receipt_printer.profile import PrinterProfile

INITIALIZE: Final = b"\x1b\x40"
RECOVERY: Final = bytes(8192) + INITIALIZE
"""Ends whatever command an interrupted job left half-sent; NUL prints nothing."""

_STATUS_BACK_OFF: Final = b"\x1b\x1e\x61\x00"
_NORMAL_SPACING: Final = b"\x1b\x7a\x01"
_TIGHT_SPACING: Final = b"\x1b\x30"
"""ESC 0: 24 dots from line to line, so that bands of a picture touch."""

_PULSE: Final = b"\x1b\x07\x05\x32"
"""ESC BEL: 50 ms on and 500 ms off, in units of 10 ms."""

_BAND_ROWS: Final = 24
_DOTS_IN_BYTE: Final = 8
_SIZE_MAX: Final = 6
_FEED_MAX: Final = 127
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


class StarLineBuilder:
    """Collects the bytes of one job; see JobBuilder."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self._out = bytearray()
        self._page = ""
        self._is_bold = False
        self._size = (1, 1)
        self._alignment = Alignment.LEFT

    def build(self) -> bytes:
        """Return everything so far."""
        return bytes(self._out)

    def initialize(self) -> None:
        """Begin a job: whatever the last one left set is forgotten."""
        self._out += INITIALIZE + _STATUS_BACK_OFF + _NORMAL_SPACING
        self._is_bold = False
        self._size = (1, 1)
        self._alignment = Alignment.LEFT
        self._page = ""
        self._select_page(next(iter(self._profile.code_pages)))

    def text(self, text: str) -> None:
        """Print *text* without ending the line.

        Double bytes need no command: models that know them have them on.
        """
        for piece in encode_text(text, self._profile):
            if piece.page in self._profile.code_pages:
                self._select_page(piece.page)
            self._out += piece.data

    def line(self, text: str = "") -> None:
        """Print *text* and end the line."""
        self.text(text)
        self._out += b"\n"

    def bold(self, *, is_on: bool) -> None:
        """Print heavier from here on."""
        if is_on != self._is_bold:
            self._is_bold = is_on
            self._out += b"\x1b\x45" if is_on else b"\x1b\x46"

    def size(self, width: int = 1, height: int = 1) -> None:
        """Enlarge characters 1 to 6 times from here on."""
        assert 1 <= width <= _SIZE_MAX
        assert 1 <= height <= _SIZE_MAX
        if (width, height) != self._size:
            self._size = (width, height)
            self._out += bytes((0x1B, 0x69, height - 1, width - 1))

    def align(self, alignment: Alignment) -> None:
        """Align from here on; only valid at the beginning of a line."""
        if alignment is not self._alignment:
            self._alignment = alignment
            self._out += bytes((0x1B, 0x1D, 0x61, alignment))

    def qr(self, data: str, *, module_dots: int = 6) -> None:
        """Have the printer draw a QR code of *data* (UTF-8), level M."""
        content = data.encode("utf-8")
        module = min(module_dots, _MODULE_DOTS_MAX)
        self._out += b"\x1b\x1d\x79\x53\x30\x02"  # Model 2
        self._out += b"\x1b\x1d\x79\x53\x31\x01"
        self._out += b"\x1b\x1d\x79\x53\x32" + bytes((module,))
        self._out += b"\x1b\x1d\x79\x44\x31\x00" + len(content).to_bytes(2, "little")
        self._out += content + b"\x1b\x1d\x79\x50"

    def code128(
        self, data: str, *, height_dots: int = 64, module_dots: int = 2
    ) -> None:
        """Have the printer draw a Code 128 of printable ASCII, without text.

        A percent sign begins an escape there; it is written as %0.
        """
        assert data
        assert all(" " <= character <= "~" for character in data)
        content = data.replace("%", "%0").encode("ascii")
        self._out += b"\x1b\x62\x36\x31" + _CODE128_MODULES[module_dots]
        self._out += bytes((height_dots,)) + content + b"\x1e"

    def raster(self, width_dots: int, rows: bytes) -> None:
        """Print a picture in bands of 24 rows (ESC k), which every model knows."""
        stride = width_dots // _DOTS_IN_BYTE
        assert stride > 0
        assert width_dots % _DOTS_IN_BYTE == 0
        assert len(rows) % stride == 0
        self._out += _TIGHT_SPACING
        size = _BAND_ROWS * stride
        for start in range(0, len(rows), size):
            band = rows[start : start + size].ljust(size, b"\x00")
            self._out += b"\x1b\x6b" + stride.to_bytes(2, "little") + band + b"\n"
        self._out += _NORMAL_SPACING

    def feed(self, lines: int = 1) -> None:
        """Move the paper on by *lines* empty lines."""
        assert 0 < lines <= _FEED_MAX
        self._out += bytes((0x1B, 0x61, lines))

    def feed_dots(self, dots: int) -> None:
        """Move the paper on by *dots*, an eighth of a millimetre each (ESC I)."""
        assert 0 < dots <= _FEED_MAX
        self._out += bytes((0x1B, 0x49, dots))

    def cut(self) -> None:
        """Feed to the cutter and cut, leaving one point; or feed to the tear bar."""
        if self._profile.has_cutter:
            self._out += b"\x1b\x64\x03"
        else:
            self.feed(4)

    def _select_page(self, page: str) -> None:
        if page != self._page:
            self._page = page
            self._out += bytes((0x1B, 0x1D, 0x74, self._profile.code_pages[page]))
