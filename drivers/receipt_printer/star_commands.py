"""Reads Star Line mode and says the same in ESC/POS.

Sans I/O.  One mechanism (decoder.py) then prints both languages.  Lengths are those
of Star's Line Mode Command Specifications.  What has no equivalent and leaves no
mark on the paper disappears here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from typing_extensions import override

from drivers.receipt_printer.commands import Command, Control, Text, Token, TokenReader

STATUS_REQUEST: Final = "DLE 06"
"""ESC ACK SOH as a token; real time, as the names of all DLE commands say."""

ETB: Final = "ETB"
ETB_RESET: Final = "ETB 0"

_ESC: Final = 0x1B
_GS: Final = 0x1D
_RS: Final = 0x1E
_SPACE: Final = 0x20
_LINE_FEED: Final = 0x0A
_BARCODE_BYTES_MAX: Final = 512
_BARCODE_HEAD: Final = 6
_BAND_ROWS: Final = 24
_PICTURE_BYTES_MAX: Final = 4 * 1024 * 1024
_TAIL_MAX: Final = 256

_EPSON_PAGES: Final[Mapping[int, int]] = {
    0: 0, 1: 0, 3: 0, 4: 19, 5: 18, 6: 3, 7: 35, 8: 4, 9: 5, 10: 17, 11: 34, 12: 13,
    13: 36, 14: 37, 15: 14, 32: 16, 33: 45, 34: 46,
}  # fmt: skip
"""Number after ESC GS t → Epson's after ESC t."""

_UNKNOWN_PAGE: Final = 255
_EPSON_BARCODES: Final = {
    0: 66, 1: 65, 2: 68, 3: 67, 4: 69, 5: 70, 6: 73, 7: 72, 8: 71,
}  # fmt: skip
_COUNTRIES: Final = {ord("8"): 8, ord("D"): 13}
_CUTS: Final = {0: b"\x00", 1: b"\x01", 2: b"\x41\x00", 3: b"\x42\x00"}
_CONTROLS: Final = frozenset({0x09, 0x0A, 0x0C, 0x0D})

_Length = int | None
_Rule = int | Callable[[bytes], _Length]


class StarReader(TokenReader):
    """Collects bytes until a command of Star Line mode is whole."""

    def __init__(self) -> None:
        super().__init__()
        self._is_after_picture = False
        self._pulse = (20, 20)

    @override
    def _next(self, data: bytearray, start: int) -> tuple[Sequence[Token], int]:
        length = _measure(data, start)
        if length is None:
            return (), 0
        return tuple(self._translate(bytes(data[start : start + length]))), length

    def _translate(self, part: bytes) -> Iterator[Token]:
        first = part[0]
        is_after_picture, self._is_after_picture = self._is_after_picture, False
        if first == _ESC:
            yield from self._command(part[1:])
        elif first >= _SPACE:
            yield Text(part)
        elif first == _LINE_FEED and is_after_picture:
            return  # It ends the band, which moved the paper already.
        elif first in _CONTROLS:
            yield Control(first)
        else:
            yield from self._control(first)

    def _control(self, code: int) -> Iterator[Token]:
        on, off = self._pulse
        match code:
            case 0x07 | 0x1A:
                on, off = (on, off) if code == 0x07 else (20, 20)  # noqa: PLR2004 - BEL
                body = (code == 0x1A, min(255, on * 5), min(255, off * 5))  # noqa: PLR2004 - SUB
                yield Command("ESC p", bytes(body))
            case 0x1C | 0x19:
                yield Command("DLE 14", bytes((1, code == 0x19, max(1, on // 10))))  # noqa: PLR2004 - EM
            case 0x17:
                yield Command(ETB)
            case 0x18:
                yield Command("ESC @")
            case 0x0E | 0x14:
                yield Command("GS !", bytes((0x10 * (code == 0x0E),)))  # noqa: PLR2004 - SO
            case _:
                return

    def _command(self, body: bytes) -> Iterator[Token]:
        letter, rest = chr(body[0]), body[1:]
        simple = _SIMPLE.get(letter)
        if simple is not None:
            yield simple(rest)
            return
        match letter:
            case "R" if rest[0] in _COUNTRIES:
                yield Command("ESC R", bytes((_COUNTRIES[rest[0]],)))
            case "k":
                yield Command("GS v", b"0\x00" + rest[:2] + b"\x18\x00" + rest[2:])
                self._is_after_picture = True
            case "b":
                yield from _barcode(rest)
            case "\x07":
                self._pulse = (rest[0], rest[1])
            case "\x1e":
                yield from _setting(rest)
            case "\x1d":
                yield from self._group(rest)
            case _:
                return

    def _group(self, body: bytes) -> Iterator[Token]:
        """Translate ESC GS x and what follows."""
        match chr(body[0]):
            case "t":
                page = _EPSON_PAGES.get(body[1], _UNKNOWN_PAGE)
                yield Command("ESC t", bytes((page,)))
            case "a":
                yield Command("ESC a", body[1:])
            case "A":
                yield Command("ESC $", body[1:])
            case "R":
                yield Command("ESC \\", body[1:])
            case "S":
                yield Command("GS v", b"0\x00" + body[2:6] + body[7:])
            case "y":
                yield from self._qr_code(body[1:])
            case _:
                return

    def _qr_code(self, body: bytes) -> Iterator[Token]:
        match body[:2]:
            case b"S1":
                yield _symbol(69, bytes((48 + (_digit(body[2]) & 3),)))
            case b"S2":
                yield _symbol(67, body[2:])
            case b"D1":
                yield _symbol(80, b"0" + body[5:])
            case b"P":
                yield _symbol(81, b"0")
            case _:
                return


def _enlarge(rest: bytes) -> Command:
    return Command("GS !", bytes((_digit(rest[1]) << 4 | _digit(rest[0]),)))


_SIMPLE: Final[Mapping[str, Callable[[bytes], Command]]] = {
    "@": lambda _rest: Command("ESC @"),
    "E": lambda _rest: Command("ESC E", b"\x01"),
    "F": lambda _rest: Command("ESC E", b"\x00"),
    "4": lambda _rest: Command("GS B", b"\x01"),
    "5": lambda _rest: Command("GS B", b"\x00"),
    "-": lambda rest: Command("ESC -", rest),
    "i": _enlarge,
    "W": lambda rest: Command("GS !", bytes((_digit(rest[0]) << 4,))),
    "h": lambda rest: Command("GS !", bytes((_digit(rest[0]),))),
    "a": lambda rest: Command("ESC d", rest),
    "I": lambda rest: Command("ESC J", rest),
    "J": lambda rest: Command("ESC J", bytes((min(255, 2 * rest[0]),))),
    "d": lambda rest: Command("GS V", _CUTS.get(_digit(rest[0]) & 3, b"\x00")),
    "$": lambda rest: (
        Command("FS C", b"\x01") if _digit(rest[0]) & 1 else Command("FS .")
    ),
    "\x06": lambda rest: Command(STATUS_REQUEST, rest),
}
"""Letter after ESC → the same in ESC/POS."""


def _symbol(function: int, data: bytes) -> Command:
    """Return GS ( k of a QR code."""
    content = b"1" + bytes((function,)) + data
    return Command("GS (", b"k" + len(content).to_bytes(2, "little") + content)


def _barcode(body: bytes) -> Iterator[Token]:
    """ESC b n1 n2 n3 n4 data RS."""
    if len(body) < 5:  # noqa: PLR2004 - its head and RS
        return
    kind = _EPSON_BARCODES.get(_number(body[0]))
    if kind is None:
        return
    content = body[4:-1]
    if kind == 73:  # noqa: PLR2004 - Code 128
        content = b"{B" + content.replace(b"%0", b"%").replace(b"{", b"{{")
    yield Command("GS h", body[3:4])
    yield Command("GS w", bytes((2 + max(0, _digit(body[2]) - 1) % 3,)))
    yield Command("GS H", bytes((2 if _number(body[1]) in {2, 4} else 0,)))
    yield Command("GS k", bytes((kind, len(content) & 0xFF)) + content[:255])


def _setting(body: bytes) -> Iterator[Token]:
    """ESC RS x n."""
    match chr(body[0]):
        case "a":
            yield Command("GS a", bytes((0xFF * (body[1] not in {0, ord("0")}),)))
        case "E":
            yield Command(ETB_RESET)
        case _:
            return


def _number(value: int) -> int:
    """Return what *value* stands for: 1 and ``1`` are the same to Star."""
    return value - ord("0") if ord("0") <= value <= ord("9") else value


def _digit(value: int) -> int:
    return _number(value) & 7


def _measure(data: bytearray, start: int) -> _Length:
    first = data[start]
    if first == _ESC:
        if len(data) - start < 2:  # noqa: PLR2004 - ESC and its letter
            return None
        rule = _RULES.get(data[start + 1], 0)
        length = _apply(rule, data, start + 2)
        return None if length is None else 2 + length
    if first < _SPACE:
        return 1
    end = start
    while end < len(data) and data[end] >= _SPACE:
        end += 1
    return end - start


def _apply(rule: _Rule, data: bytearray, start: int) -> _Length:
    if isinstance(rule, int):
        return rule if len(data) - start >= rule else None
    length = rule(bytes(data[start : start + _BARCODE_BYTES_MAX]))
    return None if length is None or len(data) - start < length else length


def _until(end: int, limit: int) -> Callable[[bytes], _Length]:
    def measure(body: bytes) -> _Length:
        found = body.find(bytes((end,)), 0, limit)
        if found >= 0:
            return found + 1
        # No printer collects for ever: past its buffer the command is over.
        return limit if len(body) >= limit else None

    return measure


def _barcode_length(body: bytes) -> _Length:
    # The height may have the value of the RS that ends the data.
    rest = _until(_RS, _TAIL_MAX)(body[4:])
    return None if rest is None else 4 + rest


def _bands(bytes_in_unit: int) -> Callable[[bytes], _Length]:
    def measure(body: bytes) -> _Length:
        if len(body) < 2:  # noqa: PLR2004 - its head
            return None
        return 2 + int.from_bytes(body[:2], "little") * bytes_in_unit

    return measure


def _eight_dots(body: bytes) -> _Length:
    """ESC K n NUL d1 … dn."""
    return 2 + body[0] if body else None


def _gs(body: bytes) -> _Length:
    """ESC GS x and what follows."""
    if not body:
        return None
    match chr(body[0]):
        case "S":
            if len(body) < 7:  # noqa: PLR2004 - its head
                return None
            size = int.from_bytes(body[2:4], "little")
            size *= int.from_bytes(body[4:6], "little")
            return 7 + size if size <= _PICTURE_BYTES_MAX else 7
        case "y" | "x":
            return _two_dimensional(body)
        case letter:
            return 1 + _GS_LENGTHS.get(letter, 0)


_GS_LENGTHS: Final = {"t": 1, "a": 1, "A": 2, "R": 2, "\x03": 3, "\x07": 3, "P": 1}


def _two_dimensional(body: bytes) -> _Length:
    if len(body) < 2:  # noqa: PLR2004 - y and its function
        return None
    if body[1] in b"PI":
        return 2
    if body[1] == ord("S"):
        return 4
    if body[0] == ord("x"):
        head, at = 4, 2  # ESC GS x D nL nH data
    else:
        head, at = 6, 4  # ESC GS y D 1 m nL nH data
    if len(body) < head:
        return None
    return head + int.from_bytes(body[at : at + 2], "little")


def _rs(body: bytes) -> _Length:
    """ESC RS x n."""
    return 2 if body else None


_RULES: Final[Mapping[int, _Rule]] = {
    0x06: 1,
    0x07: 2,
    _GS: _gs,
    _RS: _rs,
    **{ord(letter): 1 for letter in " -_aJIdWhRz/AlQ$NC"},
    ord("i"): 2,
    ord("s"): 2,
    ord("b"): _barcode_length,
    ord("k"): _bands(_BAND_ROWS),
    ord("X"): _bands(3),
    ord("L"): _bands(8),
    ord("K"): _eight_dots,
    ord("#"): _until(0, 32),
    ord("D"): _until(0, 32),
    ord("B"): _until(0, 32),
}
