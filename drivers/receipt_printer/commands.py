"""Cuts a stream of ESC/POS bytes into commands.

Sans I/O and without meaning: it only knows how long each command is, which is
what a decoder needs to find the next one.  Bytes come in pieces of any size.
Lengths are those of Epson's command reference; an unknown command is taken for
its two bytes, as printers do.
"""

import abc
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from typing_extensions import override

_NUL: Final = 0x00
_DLE: Final = 0x10
_ESC: Final = 0x1B
_FS: Final = 0x1C
_GS: Final = 0x1D
_SPACE: Final = 0x20
_DEL: Final = 0x7F

_UNTIL_NUL_BYTES_MAX: Final = 256
_LONG_BYTES_MAX: Final = 4 * 1024 * 1024
"""More than any picture on paper; a longer one is a damaged length."""

_INTRODUCERS: Final = frozenset({_DLE, _ESC, _FS, _GS})


class Text(msgspec.Struct, frozen=True):
    """Bytes that are characters; a double byte may be parted over two of these."""

    data: bytes


class Control(msgspec.Struct, frozen=True):
    """A single control character (line feed, tab, form feed…)."""

    code: int


class Command(msgspec.Struct, frozen=True):
    """One whole command.

    Attributes:
        name: Introducer and letter, readable: ``ESC @``, ``GS v``, ``DLE 04``.
        body: The bytes after the letter.
        is_known: Whether its length is known for certain.
    """

    name: str
    body: bytes = b""
    is_known: bool = True

    @property
    def is_real_time(self) -> bool:
        """Whether a printer carries it out at once, before what waits."""
        return self.name.startswith("DLE")


Token = Text | Control | Command

_Length = int | None
"""Bytes of a command after its letter, or None while more must come."""


class TokenReader(abc.ABC):
    """Collects bytes until a command of its language is whole."""

    def __init__(self) -> None:
        self._pending = bytearray()

    @property
    def pending_count(self) -> int:
        """Bytes of a command whose end has not come."""
        return len(self._pending)

    def clear(self) -> None:
        """Forget the beginning of a command."""
        self._pending.clear()

    def feed(self, data: bytes) -> list[Token]:
        """Take bytes and return what is now complete."""
        self._pending += data
        tokens: list[Token] = []
        position = 0
        while position < len(self._pending):
            found, length = self._next(self._pending, position)
            if not length:
                break
            tokens += found
            position += length
        del self._pending[:position]
        return tokens

    @abc.abstractmethod
    def _next(self, data: bytearray, start: int) -> tuple[Sequence[Token], int]:
        """Return what begins at *start*, and its bytes: 0 while more must come."""


class CommandReader(TokenReader):
    """Collects bytes until a command of ESC/POS is whole."""

    @override
    def _next(self, data: bytearray, start: int) -> tuple[Sequence[Token], int]:
        token, length = _next_token(data, start)
        return () if token is None else (token,), length


def _next_token(data: bytearray, start: int) -> tuple[Token | None, int]:
    first = data[start]
    if first in _INTRODUCERS:
        return _next_command(data, start)
    if first < _SPACE or first == _DEL:
        return Control(first), 1
    end = start
    while end < len(data) and data[end] >= _SPACE and data[end] != _DEL:
        end += 1
    return Text(bytes(data[start:end])), end - start


def _next_command(data: bytearray, start: int) -> tuple[Token | None, int]:
    if len(data) - start < 2:  # noqa: PLR2004 - introducer and letter
        return None, 0
    introducer, letter = data[start], data[start + 1]
    body = memoryview(data)[start + 2 :]
    try:
        rule = _RULES[introducer].get(letter)
        length = 0 if rule is None else _measure(rule, body)
        if length is None or len(body) < length:
            return None, 0
        command = Command(
            _name(introducer, letter), bytes(body[:length]), rule is not None
        )
    finally:
        body.release()
    return command, 2 + length


def _name(introducer: int, letter: int) -> str:
    word = {_DLE: "DLE", _ESC: "ESC", _FS: "FS", _GS: "GS"}[introducer]
    if introducer != _DLE and _SPACE < letter < _DEL:
        return f"{word} {chr(letter)}"
    return f"{word} {letter:02X}"


_Rule = int | Callable[[memoryview], _Length]


def _measure(rule: _Rule, body: memoryview) -> _Length:
    return rule if isinstance(rule, int) else rule(body)


def _word(body: memoryview, at: int) -> int:
    return body[at] | body[at + 1] << 8


def _counted(body: memoryview) -> _Length:
    """``x pL pH data``: the form of all newer commands."""
    return None if len(body) < 3 else 3 + _word(body, 1)  # noqa: PLR2004 - bytes of its head


def _long_counted(body: memoryview) -> _Length:
    """``L p1 p2 p3 p4 data``."""
    if len(body) < 5:  # noqa: PLR2004 - bytes of its head
        return None
    length = 5 + (_word(body, 1) | _word(body, 3) << 16)
    return length if length <= _LONG_BYTES_MAX else 0


def _until_nul(body: memoryview) -> _Length:
    for index, byte in enumerate(body[:_UNTIL_NUL_BYTES_MAX]):
        if byte == _NUL:
            return index + 1
    # No printer collects for ever: past its buffer the command is over.
    return None if len(body) < _UNTIL_NUL_BYTES_MAX else _UNTIL_NUL_BYTES_MAX


def _bit_image(body: memoryview) -> _Length:
    """ESC * m nL nH: columns of one byte, or of three for the 24-dot modes."""
    if len(body) < 3:  # noqa: PLR2004 - bytes of its head
        return None
    bytes_in_column = 3 if body[0] in {32, 33} else 1
    return 3 + _word(body, 1) * bytes_in_column


def _raster_image(body: memoryview) -> _Length:
    """GS v 0 m xL xH yL yH."""
    if len(body) < 6:  # noqa: PLR2004 - bytes of its head
        return None
    return 6 + _word(body, 2) * _word(body, 4)


def _column_image(body: memoryview) -> _Length:
    """GS Q 0 m xL xH yL yH: y counts bytes."""
    return _raster_image(body)


def _download_image(body: memoryview) -> _Length:
    """GS * x y."""
    if len(body) < 2:  # noqa: PLR2004 - bytes of its head
        return None
    return 2 + body[0] * body[1] * 8


def _stored_images(body: memoryview) -> _Length:
    """FS q n, then n times xL xH yL yH data."""
    if not body:
        return None
    position = 1
    for _ in range(body[0]):
        if len(body) < position + 4:
            return None
        position += 4 + _word(body, position) * _word(body, position + 2) * 8
    return position


def _user_characters(body: memoryview) -> _Length:
    """ESC & y c1 c2, then x data for each character."""
    if len(body) < 3:  # noqa: PLR2004 - bytes of its head
        return None
    height, first, last = body[0], body[1], body[2]
    position = 3
    for _ in range(first, last + 1):
        if len(body) <= position:
            return None
        position += 1 + height * body[position]
    return position


def _barcode(body: memoryview) -> _Length:
    """GS k m: ended by NUL for m to 6, counted from 65."""
    if not body:
        return None
    if body[0] <= 6:  # noqa: PLR2004 - bytes of its head
        end = _until_nul(body[1:])
        return None if end is None else 1 + end
    return None if len(body) < 2 else 2 + body[1]  # noqa: PLR2004 - bytes of its head


def _cut(body: memoryview) -> _Length:
    """GS V m, with a distance for the modes that feed."""
    if not body:
        return None
    return 2 if body[0] in {65, 66, 97, 98, 103, 104} else 1


def _counter(body: memoryview) -> _Length:
    """GS C 0, 1, 2 or ;: the serial number counter."""
    if not body:
        return None
    if body[0] == ord(";"):
        # Numbers and semicolons, five of them.
        count = 0
        for index, byte in enumerate(body):
            count += byte == ord(";")
            if count == 6:  # noqa: PLR2004 - bytes of its head
                return index + 1
        return None
    return {0x30: 3, 0x31: 7, 0x32: 3}.get(body[0], 1)


def _real_time_request(body: memoryview) -> _Length:
    """DLE EOT n; the ink and peripheral numbers 7, 8 and 18 take one more."""
    if not body:
        return None
    return 2 if body[0] in {7, 8, 18} else 1


def _real_time_action(body: memoryview) -> _Length:
    """DLE DC4 fn."""
    if not body:
        return None
    return {1: 3, 2: 3, 7: 2, 8: 8}.get(body[0], 1)


def _fs_g(body: memoryview) -> _Length:
    """FS g 1/2: write to and read from the user memory."""
    head = 8
    if len(body) < head:
        return None
    return head + _word(body, 6) if body[0] == ord("1") else head


_RULES: Final[Mapping[int, Mapping[int, _Rule]]] = {
    _DLE: {0x04: _real_time_request, 0x05: 1, 0x14: _real_time_action},
    _ESC: {
        0x0C: 0,
        ord(" "): 1,
        ord("!"): 1,
        ord("$"): 2,
        ord("%"): 1,
        ord("&"): _user_characters,
        ord("("): _counted,
        ord("*"): _bit_image,
        ord("-"): 1,
        ord("2"): 0,
        ord("3"): 1,
        ord("<"): 0,
        ord("="): 1,
        ord("?"): 1,
        ord("@"): 0,
        ord("B"): 2,
        ord("D"): _until_nul,
        ord("E"): 1,
        ord("G"): 1,
        ord("J"): 1,
        ord("K"): 1,
        ord("L"): 0,
        ord("M"): 1,
        ord("R"): 1,
        ord("S"): 0,
        ord("T"): 1,
        ord("U"): 1,
        ord("V"): 1,
        ord("W"): 8,
        ord("\\"): 2,
        ord("a"): 1,
        ord("c"): 2,
        ord("d"): 1,
        ord("e"): 1,
        ord("i"): 0,
        ord("m"): 0,
        ord("p"): 3,
        ord("r"): 1,
        ord("t"): 1,
        ord("u"): 1,
        ord("v"): 0,
        ord("{"): 1,
    },
    _FS: {
        ord("!"): 1,
        ord("&"): 0,
        ord("("): _counted,
        ord("-"): 1,
        ord("."): 0,
        ord("2"): 74,
        ord("?"): 2,
        ord("C"): 1,
        ord("S"): 2,
        ord("W"): 1,
        ord("g"): _fs_g,
        ord("p"): 2,
        ord("q"): _stored_images,
    },
    _GS: {
        ord("!"): 1,
        ord("$"): 2,
        ord("("): _counted,
        ord("*"): _download_image,
        ord("/"): 1,
        ord("8"): _long_counted,
        ord(":"): 0,
        ord("B"): 1,
        ord("C"): _counter,
        ord("E"): 1,
        ord("H"): 1,
        ord("I"): 1,
        ord("L"): 2,
        ord("P"): 2,
        ord("Q"): _column_image,
        ord("T"): 1,
        ord("V"): _cut,
        ord("W"): 2,
        ord("\\"): 2,
        ord("^"): 3,
        ord("a"): 1,
        ord("b"): 1,
        ord("c"): 0,
        ord("f"): 1,
        ord("g"): 4,
        ord("h"): 1,
        ord("j"): 1,
        ord("k"): _barcode,
        ord("r"): 1,
        ord("v"): _raster_image,
        ord("w"): 1,
        ord("z"): 3,
    },
}
