"""Turns text into the bytes that a given printer shows as that text.

A printer knows a handful of 256-character pages and, some of them, GB18030 double
bytes.  Each character goes to the current page if it has it, else to another
page, else to the double bytes, else to a spelling without accents; what is left
after that needs a picture.  Rule: no character of the text can become a command,
so control characters turn into spaces here.
"""

import unicodedata
from functools import lru_cache
from typing import Final

import msgspec

from drivers.receipt_printer.profile import PrinterProfile
from drivers.spellings import SPELLINGS

CJK: Final = "gb18030"
"""Name of the double-byte mode beside the names of code pages."""

REPLACEMENT: Final = "?"

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})

_ASCII_MAX: Final = 0x7F
_CJK_BYTES: Final = 2
_CJK_COLUMNS: Final = 2

_SPELLINGS: Final = {
    **SPELLINGS,
    "\u201a": ",",
    "\u201b": "'",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "―": "-",
    "\u2044": "/",
    "ħ": "h",
    "─": "-",
    "═": "=",
}

# GB18030 has the yen sign only as four bytes, which a printer takes for two
# characters; the full-width one is a double byte.
_CJK_STAND_INS: Final = {"¥": "￥"}


class Piece(msgspec.Struct, frozen=True):
    """Neighbouring characters that go out in one mode.

    Attributes:
        page: A codec of the profile's code pages, CJK, or empty for plain ASCII,
            which reads the same in each of them.
        text: What the paper will show.
        data: The bytes.
        columns: Width in characters of normal size.
    """

    page: str
    text: str
    data: bytes
    columns: int


class _Glyph(msgspec.Struct, frozen=True):
    text: str
    is_missing: bool = False


def encode_text(text: str, profile: PrinterProfile) -> list[Piece]:
    """Return the pieces that print *text*, as well as this printer can."""
    pieces: list[Piece] = []
    page = next(iter(profile.code_pages))
    for character in normalize_text(text, profile):
        piece = _encode_character(character, page, profile)
        if piece.page and piece.page != CJK:
            page = piece.page
        if pieces and pieces[-1].page == piece.page:
            piece = _join(pieces.pop(), piece)
        pieces.append(piece)
    return pieces


def normalize_text(text: str, profile: PrinterProfile) -> str:
    """Return *text* as the paper will show it, with stand-ins for what it lacks."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_glyph(character, profile).text for character in composed)


def missing_characters(text: str, profile: PrinterProfile) -> str:
    """Return the characters that can only be printed as a picture."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        character for character in composed if _glyph(character, profile).is_missing
    )


def count_columns(text: str, profile: PrinterProfile) -> int:
    """Return the width of *text* on paper, in columns of normal size."""
    return sum(piece.columns for piece in encode_text(text, profile))


def _glyph(character: str, profile: PrinterProfile) -> _Glyph:
    if " " <= character <= "~":
        return _Glyph(character)
    return _look_up(character, tuple(profile.code_pages), profile.has_cjk)


def is_composed(character: str) -> bool:
    """Whether *character* joins others or runs from the right.

    Pages for Arabic, Hebrew or Thai hold such characters, but a printer sets them
    one beside the other from the left: only as a picture they can be read.
    """
    return (
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
        or unicodedata.category(character) in _MARKS
    )


@lru_cache(maxsize=4096)
def _look_up(
    character: str,
    pages: tuple[str, ...],
    has_cjk: bool,  # noqa: FBT001 - part of the cache's key
) -> _Glyph:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return _Glyph(" ")
    if category in {"Cf", "Cs", "Co", "Cn"}:
        # Joiners and marks of direction have no width; a lone surrogate or an
        # unassigned code point has no picture either.
        return _Glyph("")
    if is_composed(character):
        return _Glyph(REPLACEMENT, is_missing=True)
    return _find_glyph(character, pages, has_cjk=has_cjk)


def _find_glyph(character: str, pages: tuple[str, ...], *, has_cjk: bool) -> _Glyph:
    if _is_encodable(character, pages, has_cjk=has_cjk):
        return _Glyph(character)
    if has_cjk and character in _CJK_STAND_INS:
        return _Glyph(_CJK_STAND_INS[character])
    spelling = _SPELLINGS.get(character) or _strip_marks(character)
    if spelling and all(
        _is_encodable(part, pages, has_cjk=has_cjk) for part in spelling
    ):
        return _Glyph(spelling)
    return _Glyph(REPLACEMENT, is_missing=True)


def _strip_marks(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def _is_encodable(character: str, pages: tuple[str, ...], *, has_cjk: bool) -> bool:
    if " " <= character <= "~":
        return True
    if any(_encode_single(character, page) for page in pages):
        return True
    return has_cjk and bool(_encode_double(character))


def _encode_character(character: str, page: str, profile: PrinterProfile) -> Piece:
    if ord(character) <= _ASCII_MAX:
        return Piece("", character, character.encode("ascii"), 1)
    for candidate in (page, *profile.code_pages):
        data = _encode_single(character, candidate)
        if data:
            return Piece(candidate, character, data, 1)
    return Piece(CJK, character, _encode_double(character), _CJK_COLUMNS)


@lru_cache(maxsize=4096)
def _encode_single(character: str, page: str) -> bytes:
    try:
        data = character.encode(page)
    except UnicodeEncodeError:
        return b""
    return data if len(data) == 1 and data[0] > _ASCII_MAX else b""


@lru_cache(maxsize=8192)
def _encode_double(character: str) -> bytes:
    data = character.encode(CJK, errors="ignore")
    return data if len(data) == _CJK_BYTES else b""


def _join(left: Piece, right: Piece) -> Piece:
    return Piece(
        left.page,
        left.text + right.text,
        left.data + right.data,
        left.columns + right.columns,
    )
