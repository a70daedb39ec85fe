"""Builds the bytes of ESC/POS, the language of most receipt printers.

Pure: text and settings go in, bytes come out.  The bytes are those of Epson's
command reference that clones understand too; where clones differ the comment
says how.
"""

import enum
import re
from typing import Final

from typing_extensions import override

from drivers.receipt_printer.builder import (
    BAND_ROWS,
    DOTS_IN_BYTE,
    END_OF_HALF_COMMAND,
    Commands,
    JobBuilder,
    bands_of,
)
from drivers.receipt_printer.profile import DEFAULT_PROFILE, PrinterProfile

INITIALIZE: Final = b"\x1b\x40"
CJK_ON: Final = b"\x1c\x26"
CJK_OFF: Final = b"\x1c\x2e"
PRINT_DONE_BARRIER: Final = b"\x1d\x72\x01"
"""GS r 1: answered only when everything before it has been carried out."""

SELECT_PRINTER: Final = b"\x1b\x3d\x01"
"""ESC =: what follows is for the printer, not for the display behind it."""

STATUS_BACK_ON: Final = b"\x1d\x61\xff"
STATUS_BACK_OFF: Final = b"\x1d\x61\x00"
"""GS a: whether the printer tells of changes by itself (ASB)."""

GO_ON: Final = b"\x10\x05\x01"
"""DLE ENQ 1: print on from the line at which the error came."""

GIVE_UP: Final = b"\x10\x05\x02"
"""DLE ENQ 2: forget what waits, and be ready again."""

_PROCESS_ID_BYTES: Final = 4

RECOVERY: Final = END_OF_HALF_COMMAND + INITIALIZE
"""Begins anew after an interrupted job."""

RASTER_BAND_BYTES_MAX: Final = 6912
"""Bytes of one image command: fewer than RECOVERY has NULs, so that a job
interrupted inside an image can be ended by it (96 lines of 576 dots)."""

PULSE_ON_MS: Final = 50
PULSE_OFF_MS: Final = 500
"""Drawer magnets burn out when driven longer or again too soon."""

_PULSE_UNIT_MS: Final = 2
_REAL_TIME_PULSE: Final = b"\x10\x14\x01"

_QR_BYTES_MAX: Final = 2953
_CODE128_BYTES_MAX: Final = 250
_EAN13_DIGITS: Final = (12, 13)
_ORDER: Final = re.compile(rb"\x10[\x04\x05\x14]")
_ONE_DOT_MORE: Final = 0x02
_REAL_TIME_NUMBER_MAX: Final = 4

_COMMANDS: Final = Commands(
    bold_off=b"\x1b\x45\x00",
    bold_on=b"\x1b\x45\x01",
    align=b"\x1b\x61",
    code_page=b"\x1b\x74",
    feed_lines=b"\x1b\x64",
    feed_dots=b"\x1b\x4a",
    cut=b"\x1d\x56\x42\x00",  # partial, at once at the cutter
    feed_max=255,
    size_max=8,
    double_on=CJK_ON,
    double_off=CJK_OFF,
)


class QrLevel(enum.IntEnum):
    """Error correction of a QR code; the values are those of GS ( k."""

    L = 48
    M = 49
    Q = 50
    H = 51


def real_time_status_request(number: int) -> bytes:
    """Return DLE EOT n, which a printer answers even while it is offline."""
    assert 1 <= number <= _REAL_TIME_NUMBER_MAX
    return bytes((0x10, 0x04, number))


def process_id_request(process_id: bytes) -> bytes:
    """Return GS ( H, answered when all before it is on paper."""
    assert len(process_id) == _PROCESS_ID_BYTES
    return b"\x1d\x28\x48\x06\x00\x30\x30" + process_id


def drawer_pulse(pin: int) -> bytes:
    """Return ESC p, which opens the drawer at connector pin 2 or 5."""
    return bytes(
        (
            0x1B,
            0x70,
            _connector(pin),
            PULSE_ON_MS // _PULSE_UNIT_MS,
            PULSE_OFF_MS // _PULSE_UNIT_MS,
        )
    )


def real_time_drawer_pulse(pin: int) -> bytes:
    """Return DLE DC4 1, the pulse that works while the printer is out of paper."""
    return _REAL_TIME_PULSE + bytes((_connector(pin), 1))


def _connector(pin: int) -> int:
    assert pin in {2, 5}
    return 0 if pin == 2 else 1  # noqa: PLR2004 - the pins of the connector


class EscPosBuilder(JobBuilder):
    """Collects the bytes of one job; see JobBuilder."""

    _is_underlined: bool

    def __init__(self, profile: PrinterProfile = DEFAULT_PROFILE) -> None:
        super().__init__(profile, _COMMANDS)

    def underline(self, *, is_on: bool) -> None:
        """Underline from here on."""
        if is_on != self._is_underlined:
            self._is_underlined = is_on
            self._say(b"\x1b\x2d", is_on)

    @override
    def qr(
        self, data: str, *, module_dots: int = 6, level: QrLevel = QrLevel.M
    ) -> None:
        """Have the printer draw a QR code of *data* (UTF-8)."""
        content = data.encode("utf-8")
        assert 0 < len(content) <= _QR_BYTES_MAX
        self._qr_command(b"\x41\x32\x00")  # Model 2
        self._qr_command(bytes((0x43, module_dots)))
        self._qr_command(bytes((0x45, level)))
        self._qr_command(b"\x50\x30" + content)
        self._qr_command(b"\x51\x30")

    def ean13(
        self, digits: str, *, height_dots: int = 64, module_dots: int = 3
    ) -> None:
        """Have the printer draw an EAN-13; the check digit may be left out."""
        assert digits.isascii()
        assert digits.isdigit()
        assert len(digits) in _EAN13_DIGITS
        self._out += _barcode_setting(height_dots, module_dots)
        self._out += bytes((0x1D, 0x6B, 67, len(digits))) + digits.encode("ascii")

    def drawer_pulse(self, pin: int = 2) -> None:
        """Open the drawer when the job comes to this point."""
        self._out += drawer_pulse(pin)

    @override
    def _forget(self) -> None:
        super()._forget()
        self._is_underlined = False

    @override
    def _beginning(self) -> bytes:
        """Return ESC @, and what keeps letters whole.

        Models for China start with double bytes on, and then every accented
        letter turns into half a hanzi; hence CJK_OFF.  The buffers keep what
        they hold: ending a broken job is RECOVERY's work.
        """
        return INITIALIZE + CJK_OFF if self._profile.has_cjk else INITIALIZE

    @override
    def _size_command(self, width: int, height: int) -> bytes:
        return bytes((0x1D, 0x21, (width - 1) << 4 | (height - 1)))

    @override
    def _code128_command(self, data: str, height_dots: int, module_dots: int) -> bytes:
        # Its code-set mark comes first; a brace is doubled, as GS k wants it.
        content = b"{B" + data.replace("{", "{{").encode("ascii")
        assert len(content) <= _CODE128_BYTES_MAX
        head = bytes((0x1D, 0x6B, 73, len(content)))
        return _barcode_setting(height_dots, module_dots) + head + content

    @override
    def _picture(self, stride: int, rows: bytes) -> None:
        if not self._profile.has_raster:
            self._columns(stride, rows)
            return
        band_rows = max(1, RASTER_BAND_BYTES_MAX // stride)
        for start in range(0, len(rows), band_rows * stride):
            band = rows[start : start + band_rows * stride]
            height = len(band) // stride
            self._out += b"\x1d\x76\x30\x00"
            self._out += stride.to_bytes(2, "little") + height.to_bytes(2, "little")
            self._out += _without_orders(band)

    def _columns(self, stride: int, rows: bytes) -> None:
        """Print a picture in bands of 24 rows, column by column (ESC * 33)."""
        width = stride * DOTS_IN_BYTE
        self._say(b"\x1b\x33", BAND_ROWS)
        for band in bands_of(rows, stride):
            self._out += b"\x1b\x2a\x21" + width.to_bytes(2, "little")
            self._out += _without_orders(_turn(band, stride)) + b"\n"
        self._out += b"\x1b\x32"

    def _qr_command(self, content: bytes) -> None:
        body = b"\x31" + content
        self._out += b"\x1d\x28\x6b" + len(body).to_bytes(2, "little") + body


def _barcode_setting(height_dots: int, module_dots: int) -> bytes:
    # HRI off (GS H 0): models place and cut the text differently, so the
    # caller prints it as a line of its own.
    return bytes((0x1D, 0x68, height_dots, 0x1D, 0x77, module_dots)) + b"\x1d\x48\x00"


def _without_orders(dots: bytes) -> bytes:
    """Return a picture without the beginnings of real-time commands.

    A printer carries those out wherever it reads them: dots that happen to be DLE DC4
    open the drawer (Epson's notes on GS ( D), DLE EOT and DLE ENQ answer and clear.
    One dot more is put beside one that is there; a bar of a code is never that thin.
    """
    return _ORDER.sub(_with_one_dot_more, dots)


def _with_one_dot_more(found: re.Match[bytes]) -> bytes:
    return bytes((found[0][0], found[0][1] | _ONE_DOT_MORE))


def _turn(band: bytes, stride: int) -> bytes:
    """Return 24 rows as columns of three bytes, the top dot high."""
    columns = bytearray(stride * DOTS_IN_BYTE * (BAND_ROWS // DOTS_IN_BYTE))
    for row in range(BAND_ROWS):
        part, bit = divmod(row, DOTS_IN_BYTE)
        for index in range(stride):
            dots = band[row * stride + index]
            while dots:
                column = DOTS_IN_BYTE - dots.bit_length()
                dots &= ~(0x80 >> column)
                at = (index * DOTS_IN_BYTE + column) * 3 + part
                columns[at] |= 0x80 >> bit
    return bytes(columns)
