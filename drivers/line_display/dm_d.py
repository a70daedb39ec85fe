"""The language of Epson's DM-D displays (ESC/POS for displays), 9600 8N1.

Bytes as in Epson's ESC/POS reference for customer displays: US $ takes a binary
column and row, where the host of LCDproc 0.5.9 sends digits.  Behind a printer
(pass-through) each message selects the display first and the printer last, in one
piece: a printer that stays deselected would swallow the next receipt.
"""

from collections.abc import Callable
from typing import Final

from typing_extensions import override

from drivers.line_display.command_reader import Command, CommandReader
from drivers.line_display.display_text import encode_line
from drivers.line_display.glass import CELLS, Glass
from drivers.line_display.port import COLUMNS, DisplayContent
from drivers.receipt_printer.esc_pos import SELECT_PRINTER

SELECT_DISPLAY: Final = b"\x1b=\x02"

_OVERWRITE: Final = b"\x1f\x01"
_CURSOR_OFF: Final = b"\x1fC\x00"
_PAGE_NUMBERS: Final = {
    "ascii": 0,
    "cp437": 0,
    "cp850": 2,
    "cp1252": 16,
    "cp866": 17,
    "cp852": 18,
    "cp858": 19,
}
_DISPLAY_BIT: Final = 0x02

_Run = Callable[[bytes], None]


class DmDCodec:
    """Writes both lines from their first cell on, without clearing before."""

    has_brightness = True

    def start(self, page: str, brightness: int) -> bytes:
        """Initialize, choose code page and brightness, hide the cursor."""
        code_page = b"\x1bt" + bytes((_PAGE_NUMBERS[page],))
        return (
            SELECT_DISPLAY
            + b"\x1b@"
            + code_page
            + _OVERWRITE
            + _CURSOR_OFF
            + b"\x1fX"
            + bytes((brightness,))
        )

    def show(self, content: DisplayContent, page: str) -> bytes:
        """Return both lines, whole."""
        upper = b"\x1f$\x01\x01" + encode_line(content.upper, page)
        return (
            SELECT_DISPLAY + upper + b"\x1f$\x01\x02" + encode_line(content.lower, page)
        )


class PassThroughCodec(DmDCodec):
    """The same behind a printer: the printer has the line again after each message."""

    @override
    def start(self, page: str, brightness: int) -> bytes:
        """Return the start between the two selections."""
        return super().start(page, brightness) + SELECT_PRINTER

    @override
    def show(self, content: DisplayContent, page: str) -> bytes:
        """Return both lines between the two selections."""
        return super().show(content, page) + SELECT_PRINTER


class DmDDecoder:
    """A DM-D without its tube.

    Attributes:
        is_selected: Whether the bytes are for it; others are the printer's.
    """

    def __init__(self) -> None:
        self.glass = Glass()
        self.is_selected = True
        self._reader = CommandReader(
            {
                b"\x1b=": Command(self._select, 1),
                **{
                    name: Command(self._if_selected(run), count)
                    for name, run, count in self._commands()
                },
            },
            self._character,
        )

    def feed(self, data: bytes) -> None:
        """Take bytes in pieces of any size."""
        self._reader.feed(data)

    def _commands(self) -> list[tuple[bytes, _Run, int]]:
        glass = self.glass
        return [
            (b"\x0c", lambda _: glass.clear(), 0),
            (b"\x18", lambda _: glass.clear_line(), 0),
            (b"\x0b", lambda _: glass.move_to(1, 1), 0),
            (b"\x0a", lambda _: self._step(COLUMNS), 0),
            (b"\x0d", lambda _: self._step(-(glass.cursor % COLUMNS)), 0),
            (b"\x09", lambda _: self._step(1), 0),
            (b"\x08", lambda _: self._step(-1), 0),
            (b"\x1b@", lambda _: glass.reset(), 0),
            (b"\x1bt", lambda _: None, 1),
            (b"\x1bR", lambda _: None, 1),
            (b"\x1bW", lambda _: None, 5),
            (b"\x1f$", lambda p: glass.move_to(p[0], p[1]), 2),
            (b"\x1fX", lambda p: glass.set_brightness(p[0]), 1),
            (b"\x1fC", lambda _: None, 1),
            (b"\x1fE", lambda _: None, 1),
            (b"\x1f\x01", lambda _: None, 0),
            (b"\x1f\x02", lambda _: None, 0),
            (b"\x1f\x03", lambda _: None, 0),
            (b"\x1f@", lambda _: None, 0),
            (b"\x1fv", lambda _: None, 1),
        ]

    def _if_selected(self, run: _Run) -> _Run:
        def guarded(parameters: bytes) -> None:
            if self.is_selected:
                run(parameters)

        return guarded

    def _select(self, parameters: bytes) -> None:
        self.is_selected = bool(parameters[0] & _DISPLAY_BIT)

    def _character(self, byte: int) -> None:
        if self.is_selected:
            self.glass.put(byte)

    def _step(self, cells: int) -> None:
        self.glass.cursor = (self.glass.cursor + cells) % CELLS
