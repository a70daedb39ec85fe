"""The language of the CD5220 and its many clones, 9600 8N1.

Bytes as in the PTC command set of Partner Tech's user's manual of the CD5220, read
in the public summary of batzlerg/cd5220 and in LCDproc's serialPOS_cd5220.c.
``ESC Q A`` puts the display into string mode, in which it ignores all but further
strings, CLR and CAN: what else is to be said is said before the first line.
"""

from collections.abc import Callable
from typing import Final

from drivers.line_display.command_reader import Command, CommandReader
from drivers.line_display.display_text import encode_line
from drivers.line_display.glass import Glass
from drivers.line_display.port import COLUMNS, DisplayContent

_CLEAR: Final = b"\x0c"
_INITIALIZE: Final = b"\x1b@"
_UPPER: Final = b"\x1bQA"
_LOWER: Final = b"\x1bQB"
_END: Final = b"\r"


class Cd5220Codec:
    """Writes both lines as strings; they change in place, without a flicker."""

    has_brightness = True

    def start(self, page: str, brightness: int) -> bytes:
        """Clear, which also leaves string mode, and set the brightness.

        The code page is set on the display itself: its manual has no command for it
        but the national letters of ESC f, which would change ``#`` and ``$``.
        """
        del page
        # CLR before ESC @: in string mode the latter would be ignored.
        brightness_command = b"\x1b*" + bytes((brightness,))
        return _CLEAR + _INITIALIZE + brightness_command + b"\x1b_\x00"

    def show(self, content: DisplayContent, page: str) -> bytes:
        """Return both lines, whole."""
        upper = _UPPER + encode_line(content.upper, page) + _END
        return upper + _LOWER + encode_line(content.lower, page) + _END


class Cd5220Decoder:
    """A CD5220 without its tube."""

    def __init__(self) -> None:
        self.glass = Glass()
        self._is_string_mode = False
        plain = self._plain
        self._reader = CommandReader(
            {
                b"\x0c": Command(lambda _: self._leave(self.glass.clear)),
                b"\x18": Command(lambda _: self._leave(self.glass.clear_line)),
                b"\x0b": plain(lambda _: self._move(0)),
                b"\x0d": plain(lambda _: self._to_line_start()),
                b"\x0a": plain(lambda _: self._move(self.glass.cursor + COLUMNS)),
                b"\x08": plain(lambda _: self._move(self.glass.cursor - 1)),
                b"\x09": plain(lambda _: self._move(self.glass.cursor + 1)),
                b"\x1b@": plain(lambda _: self.glass.reset()),
                b"\x1b\x11": plain(lambda _: None),
                b"\x1b\x12": plain(lambda _: None),
                b"\x1b\x13": plain(lambda _: None),
                b"\x1b*": plain(lambda p: self.glass.set_brightness(p[0]), 1),
                b"\x1b_": plain(lambda _: None, 1),
                b"\x1bf": plain(lambda _: None, 1),
                b"\x1bc": plain(lambda _: None, 1),
                b"\x1b=": plain(lambda _: None, 1),
                b"\x1bl": plain(lambda p: self.glass.move_to(p[0], p[1]), 2),
                b"\x1bQA": Command(lambda p: self._string(0, p), is_text=True),
                b"\x1bQB": Command(lambda p: self._string(1, p), is_text=True),
                b"\x1bQD": Command(lambda p: self._string(0, p), is_text=True),
            },
            self._character,
        )

    def feed(self, data: bytes) -> None:
        """Take bytes in pieces of any size."""
        self._reader.feed(data)

    def _plain(self, run: Callable[[bytes], None], count: int = 0) -> Command:
        def unless_string_mode(parameters: bytes) -> None:
            if not self._is_string_mode:
                run(parameters)

        return Command(unless_string_mode, count)

    def _leave(self, run: Callable[[], None]) -> None:
        self._is_string_mode = False
        run()

    def _string(self, row: int, text: bytes) -> None:
        self._is_string_mode = True
        self.glass.put_line(row, text)

    def _character(self, byte: int) -> None:
        if not self._is_string_mode:
            self.glass.put(byte)

    def _move(self, cell: int) -> None:
        self.glass.cursor = cell % len(self.glass.cells)

    def _to_line_start(self) -> None:
        self._move(self.glass.cursor // COLUMNS * COLUMNS)
