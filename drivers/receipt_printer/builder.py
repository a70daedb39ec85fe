"""What every printer language can say: one receipt is written through this.

Here is what the languages agree on: what is remembered, when a change is worth a
command, and what a picture must be.  The bytes are the languages' own.
"""

import abc
import enum
from collections.abc import Iterator
from typing import Final

import msgspec

from drivers.receipt_printer.encoding import CJK, encode_text
from drivers.receipt_printer.profile import PrinterProfile

DOTS_IN_BYTE: Final = 8
BAND_ROWS: Final = 24
"""The height of a piece of a picture that every model of either language prints."""

END_OF_HALF_COMMAND: Final = bytes(8192)
"""Fills up whatever command an interrupted job left half-sent.

NUL is no character, so the bytes that no command swallows print nothing.
"""

_NO_CUTTER_FEED_LINES: Final = 4
"""From the head to the tear bar."""


class Alignment(enum.IntEnum):
    """Where a line stands; the values are those of ESC/POS and of Star."""

    LEFT = 0
    CENTER = 1
    RIGHT = 2


class Commands(msgspec.Struct, frozen=True):
    """The commands of one language that are bytes and at most a number after them.

    Attributes:
        bold_off: Ends heavy print.
        bold_on: Begins it.
        align: Before the number of an Alignment.
        code_page: Before the number that a profile has for a page.
        feed_lines: Before a number of lines.
        feed_dots: Before a number of dots.
        cut: Feeds to the cutter and cuts.
        feed_max: The highest of those two numbers.
        size_max: How many times characters are enlarged at most.
        double_on: Before double bytes, where they need a command.
        double_off: After them.
    """

    bold_off: bytes
    bold_on: bytes
    align: bytes
    code_page: bytes
    feed_lines: bytes
    feed_dots: bytes
    cut: bytes
    feed_max: int
    size_max: int
    double_on: bytes = b""
    double_off: bytes = b""


class JobBuilder(abc.ABC):
    """Collects the bytes of one job.  Pure.

    Style methods send bytes only when something changes.  Text is everything
    that encoding.encode_text() can show; it can hold no command.
    """

    _page: str
    _is_bold: bool
    _size: tuple[int, int]
    _alignment: Alignment

    def __init__(self, profile: PrinterProfile, commands: Commands) -> None:
        self._profile = profile
        self._commands = commands
        self._out = bytearray()
        self._forget()

    def build(self) -> bytes:
        """Return everything so far."""
        return bytes(self._out)

    def initialize(self) -> None:
        """Begin a job: whatever the last one left set is forgotten."""
        self._out += self._beginning()
        self._forget()
        self._select_page(next(iter(self._profile.code_pages)))

    def text(self, text: str) -> None:
        """Print *text* without ending the line."""
        commands = self._commands
        for piece in encode_text(text, self._profile):
            if piece.page == CJK:
                self._out += commands.double_on + piece.data + commands.double_off
            else:
                if piece.page:
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
            self._out += self._commands.bold_on if is_on else self._commands.bold_off

    def size(self, width: int = 1, height: int = 1) -> None:
        """Enlarge characters from here on, up to Commands.size_max times."""
        assert 1 <= width <= self._commands.size_max
        assert 1 <= height <= self._commands.size_max
        if (width, height) != self._size:
            self._size = (width, height)
            self._out += self._size_command(width, height)

    def align(self, alignment: Alignment) -> None:
        """Align from here on; only valid at the beginning of a line."""
        if alignment is not self._alignment:
            self._alignment = alignment
            self._say(self._commands.align, alignment)

    @abc.abstractmethod
    def qr(self, data: str, *, module_dots: int = 6) -> None:
        """Have the printer draw a QR code of *data* (UTF-8)."""

    def code128(
        self, data: str, *, height_dots: int = 64, module_dots: int = 2
    ) -> None:
        """Have the printer draw a Code 128 of printable ASCII, without text."""
        assert data
        assert all(" " <= character <= "~" for character in data)
        self._out += self._code128_command(data, height_dots, module_dots)

    def raster(self, width_dots: int, rows: bytes) -> None:
        """Print a picture.

        Args:
            width_dots: A multiple of 8.
            rows: Row by row, eight dots a byte, the left one its high bit; 1 is
                black.
        """
        stride = width_dots // DOTS_IN_BYTE
        assert stride > 0
        assert width_dots % DOTS_IN_BYTE == 0
        assert len(rows) % stride == 0
        self._picture(stride, rows)

    def feed(self, lines: int = 1) -> None:
        """Move the paper on by *lines* empty lines."""
        assert 0 < lines <= self._commands.feed_max
        self._say(self._commands.feed_lines, lines)

    def feed_dots(self, dots: int) -> None:
        """Move the paper on by *dots*, an eighth of a millimetre each."""
        assert 0 < dots <= self._commands.feed_max
        self._say(self._commands.feed_dots, dots)

    def cut(self) -> None:
        """Feed to the cutter and cut, leaving one point; or feed to the tear bar."""
        if self._profile.has_cutter:
            self._out += self._commands.cut
        else:
            self.feed(_NO_CUTTER_FEED_LINES)

    # -- the bytes of one language ----------------------------------------------

    @abc.abstractmethod
    def _beginning(self) -> bytes:
        """Return what sets everything back."""

    @abc.abstractmethod
    def _size_command(self, width: int, height: int) -> bytes:
        """Return what enlarges characters."""

    @abc.abstractmethod
    def _code128_command(self, data: str, height_dots: int, module_dots: int) -> bytes:
        """Return what draws a Code 128 of *data*, which is printable ASCII."""

    @abc.abstractmethod
    def _picture(self, stride: int, rows: bytes) -> None:
        """Print *rows* of *stride* bytes each."""

    # -- for the languages ------------------------------------------------------

    def _forget(self) -> None:
        """Take everything for what it is in a printer just switched on."""
        self._page = ""
        self._is_bold = False
        self._size = (1, 1)
        self._alignment = Alignment.LEFT

    def _say(self, command: bytes, number: int) -> None:
        self._out += command + bytes((number,))

    def _select_page(self, page: str) -> None:
        if page != self._page:
            self._page = page
            self._say(self._commands.code_page, self._profile.code_pages[page])


def bands_of(rows: bytes, stride: int) -> Iterator[bytes]:
    """Yield *rows* in bands of 24, the last one with white below."""
    size = BAND_ROWS * stride
    for start in range(0, len(rows), size):
        yield rows[start : start + size].ljust(size, b"\x00")
