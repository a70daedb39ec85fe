"""The language of AEDEX displays.

A message is an attention code, one command character, data and CR.  The code is
``!#`` until command 8 changes it, as LCDproc's host does at once.  Bytes as in
LCDproc's serialPOS_aedex.c and as its LCDd 0.5.9 sent them.
"""

from typing import Final

from drivers.line_display.display_text import encode_line
from drivers.line_display.glass import CELLS, Glass
from drivers.line_display.port import COLUMNS, DisplayContent

ATTENTION: Final = b"!#"

_CR: Final = 0x0D
_UPPER: Final = ord("1")
_LOWER: Final = ord("2")
_CHANGE_ATTENTION: Final = ord("8")
_BOTH: Final = ord("9")


class AedexCodec:
    """Writes each line as one message; the display takes it whole."""

    has_brightness = False

    def start(self, page: str, brightness: int) -> bytes:
        """End whatever message was cut off; the rest is set on the display."""
        del page, brightness
        return b"\r"

    def show(self, content: DisplayContent, page: str) -> bytes:
        """Return both lines, whole."""
        return b"".join(
            # A display that waits for its code would begin anew in a text.
            ATTENTION
            + bytes((row,))
            + encode_line(line, page).replace(ATTENTION, b"! ")
            + b"\r"
            for row, line in ((_UPPER, content.upper), (_LOWER, content.lower))
        )


class AedexDecoder:
    """An AEDEX display without its tube; what is in no message is not shown."""

    def __init__(self) -> None:
        self.glass = Glass()
        self._attention = ATTENTION
        self._tail = b""
        self._message: bytearray | None = None

    def feed(self, data: bytes) -> None:
        """Take bytes in pieces of any size."""
        for byte in data:
            self._take(byte)

    def _take(self, byte: int) -> None:
        if self._message is None:
            self._tail = (self._tail + bytes((byte,)))[-len(self._attention) :]
            if self._tail == self._attention:
                self._tail = b""
                self._message = bytearray()
        elif byte == _CR:
            message, self._message = bytes(self._message), None
            if message:
                self._run(message[0], message[1:])
        elif len(self._message) <= CELLS:
            self._message.append(byte)

    def _run(self, command: int, data: bytes) -> None:
        if command == _UPPER:
            self.glass.put_line(0, data)
        elif command == _LOWER:
            self.glass.put_line(1, data)
        elif command == _BOTH:
            self.glass.put_line(0, data[:COLUMNS])
            self.glass.put_line(1, data[COLUMNS:])
        elif command == _CHANGE_ATTENTION and len(data) == len(ATTENTION):
            self._attention = data
