"""The language of Logic Controls' pole displays, spoken by Ultimate's too.

DLE moves the cursor to a cell, 0x00 to 0x27 in one byte; EOT sets the brightness.
Bytes as in LCDproc's serialPOS_logic_controls.c of 2018.  Debian's LCDd 0.5.9 sends
the cell as two digits and NUL instead, which no display understands.
"""

from typing import Final

from drivers.line_display.command_reader import Command, CommandReader
from drivers.line_display.display_text import encode_line
from drivers.line_display.glass import CELLS, Glass
from drivers.line_display.port import COLUMNS, DisplayContent

_RESET: Final = b"\x1f"
_NORMAL_MODE: Final = b"\x11"
_CURSOR_OFF: Final = b"\x14"
_BRIGHTNESS: Final = {1: 0x20, 2: 0x40, 3: 0x60, 4: 0xFF}


class LogicControlsCodec:
    """Writes both lines from their first cell on, without clearing before."""

    has_brightness = True

    def start(self, page: str, brightness: int) -> bytes:
        """Reset, overwrite, hide the cursor, set the brightness."""
        del page
        level = bytes((0x04, _BRIGHTNESS[brightness]))
        return _RESET + _NORMAL_MODE + _CURSOR_OFF + level

    def show(self, content: DisplayContent, page: str) -> bytes:
        """Return both lines, whole."""
        upper = b"\x10\x00" + encode_line(content.upper, page)
        return upper + bytes((0x10, COLUMNS)) + encode_line(content.lower, page)


class LogicControlsDecoder:
    """A Logic Controls display without its tube."""

    def __init__(self) -> None:
        self.glass = Glass()
        levels = {value: level for level, value in _BRIGHTNESS.items()}
        self._reader = CommandReader(
            {
                b"\x1f": Command(lambda _: self.glass.reset()),
                b"\x04": Command(
                    lambda p: self.glass.set_brightness(levels.get(p[0], 0)), 1
                ),
                b"\x10": Command(lambda p: self._move(p[0]), 1),
                b"\x08": Command(lambda _: self._move(self.glass.cursor - 1)),
                b"\x0a": Command(
                    lambda _: self._move((self.glass.cursor + COLUMNS) % CELLS)
                ),
                b"\x0d": Command(
                    lambda _: self._move(self.glass.cursor // COLUMNS * COLUMNS)
                ),
            },
            self.glass.put,
        )

    def feed(self, data: bytes) -> None:
        """Take bytes in pieces of any size."""
        self._reader.feed(data)

    def _move(self, cell: int) -> None:
        if 0 <= cell < CELLS:
            self.glass.cursor = cell
