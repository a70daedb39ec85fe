"""What stands on the glass of a simulated display: two lines, a cursor, a brightness."""

from typing import Final

from drivers.line_display.port import BRIGHTNESS_MAX, COLUMNS

LINES: Final = 2
CELLS: Final = COLUMNS * LINES
_BLANK: Final = ord(" ")


class Glass:
    """The cells as bytes; overwrite mode, as after the power came.

    Attributes:
        brightness: 1 to 4.
        cursor: The next cell, from 0.
    """

    def __init__(self) -> None:
        self.cells = bytearray(b" " * CELLS)
        self.cursor = 0
        self.brightness = BRIGHTNESS_MAX

    def clear(self) -> None:
        """Blank both lines; the cursor goes home."""
        self.cells[:] = b" " * CELLS
        self.cursor = 0

    def clear_line(self) -> None:
        """Blank the line of the cursor, which goes to its start."""
        start = self.cursor // COLUMNS * COLUMNS
        self.cells[start : start + COLUMNS] = b" " * COLUMNS
        self.cursor = start

    def reset(self) -> None:
        """Be as after the power came."""
        self.clear()
        self.brightness = BRIGHTNESS_MAX

    def put(self, byte: int) -> None:
        """Write one character and step; the last cell is followed by the first."""
        self.cells[self.cursor] = byte
        self.cursor = (self.cursor + 1) % CELLS

    def put_line(self, row: int, text: bytes) -> None:
        """Write a whole line; what is not given is blank."""
        start = row * COLUMNS
        self.cells[start : start + COLUMNS] = text[:COLUMNS].ljust(COLUMNS)

    def move_to(self, column: int, row: int) -> None:
        """Move the cursor; column and row count from 1, others are ignored."""
        if 1 <= column <= COLUMNS and 1 <= row <= LINES:
            self.cursor = (row - 1) * COLUMNS + column - 1

    def set_brightness(self, level: int) -> None:
        """Take a brightness from 1 to 4; others are ignored."""
        if 1 <= level <= BRIGHTNESS_MAX:
            self.brightness = level

    def line(self, row: int, page: str = "ascii") -> str:
        """Return the line *row*, from 0, as text of the page."""
        start = row * COLUMNS
        return bytes(self.cells[start : start + COLUMNS]).decode(page, "replace")
