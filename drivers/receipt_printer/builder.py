"""What every printer language can say: one receipt is written through this."""

import enum
from typing import Protocol


class Alignment(enum.IntEnum):
    """Where a line stands; the values are those of ESC/POS and of Star."""

    LEFT = 0
    CENTER = 1
    RIGHT = 2


class JobBuilder(Protocol):
    """Collects the bytes of one job.  Pure."""

    def build(self) -> bytes:
        """Return everything so far."""

    def initialize(self) -> None:
        """Begin a job: whatever the last one left set is forgotten."""

    def line(self, text: str = "") -> None:
        """Print *text* and end the line."""

    def bold(self, *, is_on: bool) -> None:
        """Print heavier from here on."""

    def size(self, width: int = 1, height: int = 1) -> None:
        """Enlarge characters from here on."""

    def align(self, alignment: Alignment) -> None:
        """Align from here on; only valid at the beginning of a line."""

    def qr(self, data: str, *, module_dots: int = 6) -> None:
        """Have the printer draw a QR code of *data* (UTF-8)."""

    def code128(
        self, data: str, *, height_dots: int = 64, module_dots: int = 2
    ) -> None:
        """Have the printer draw a Code 128 of printable ASCII, without text."""

    def raster(self, width_dots: int, rows: bytes) -> None:
        """Print a picture of rows of dots, eight a byte; *width_dots* in eights."""

    def feed(self, lines: int = 1) -> None:
        """Move the paper on by *lines* empty lines."""

    def feed_dots(self, dots: int) -> None:
        """Move the paper on by *dots*, an eighth of a millimetre each."""

    def cut(self) -> None:
        """Feed to the cutter and cut."""
