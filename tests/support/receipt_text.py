"""Lays a receipt out as lines of characters, for tests that read one.

Chinese characters take two columns on paper and here.
"""

import unicodedata
from enum import StrEnum

import msgspec

from terminal.application.receipts.document import (
    Align,
    Code,
    Columns,
    Feed,
    Image,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.domain.plain_text import made_plain

COLUMNS_MIN = 16


class Special(StrEnum):
    """What a laid-out line is besides text."""

    TEXT = "text"
    CODE = "code"
    IMAGE = "image"
    CUT = "cut"


class LaidOutLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the paper.

    Attributes:
        text: Filled up to the alignment, without trailing spaces; the code's data
            or the image's name for those.
        is_large: Twice as wide and high; ``text`` then fills half the columns.
        code: The code itself, for ``Special.CODE``.
    """

    text: str
    is_bold: bool = False
    is_large: bool = False
    special: Special = Special.TEXT
    code: Code | None = None


def columns_of(text: str) -> int:
    """Return how many columns *text* takes; wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(_columns_of_character(character) for character in text)


def lay_out(document: ReceiptDocument, columns: int) -> tuple[LaidOutLine, ...]:
    """Return the paper's lines, none wider than *columns*.

    An amount on the right is never cut: text that leaves it no room is broken
    into lines of its own above it.
    """
    assert columns >= COLUMNS_MIN, columns
    lines: list[LaidOutLine] = []
    for element in document.lines:
        if isinstance(element, TextLine):
            lines.extend(_text(element, columns))
        elif isinstance(element, Columns):
            lines.extend(_columns(element, columns))
        elif isinstance(element, Rule):
            lines.append(LaidOutLine(text="-" * columns))
        elif isinstance(element, Feed):
            lines.extend([LaidOutLine(text="")] * element.lines)
        elif isinstance(element, Code):
            lines.append(
                LaidOutLine(text=element.data, special=Special.CODE, code=element)
            )
            if element.caption:
                caption = TextLine(text=element.caption, align=Align.CENTER)
                lines.extend(_text(caption, columns))
        elif isinstance(element, Image):
            lines.append(LaidOutLine(text=element.name, special=Special.IMAGE))
        else:
            lines.append(LaidOutLine(text="", special=Special.CUT))
    return tuple(lines)


def to_text(document: ReceiptDocument, columns: int) -> str:
    """Return the paper as plain text, codes in brackets."""
    return "\n".join(
        f"[{line.text}]" if line.special in {Special.CODE, Special.IMAGE} else line.text
        for line in lay_out(document, columns)
    )


def _text(element: TextLine, columns: int) -> list[LaidOutLine]:
    room = columns // 2 if element.is_large else columns
    return [
        LaidOutLine(
            text=_aligned(part, room, element.align),
            is_bold=element.is_bold,
            is_large=element.is_large,
        )
        for part in _broken(element.text, room)
    ]


def _columns(element: Columns, columns: int) -> list[LaidOutLine]:
    room = columns // 2 if element.is_large else columns
    right = element.right
    if columns_of(right) > room - element.indent:
        # Nothing of an amount may be lost: it takes the full width, broken.
        texts = [*_broken(element.left, room), *_broken(right, room)]
    else:
        indent = " " * element.indent
        left_room = max(room - element.indent - columns_of(right) - 1, 0)
        *above, last = (
            _broken(element.left, left_room)
            if columns_of(element.left) <= left_room
            else [*_broken(element.left, room - element.indent), ""]
        )
        if above and not last and columns_of(above[-1]) <= left_room:
            last = above.pop()
        gap = room - element.indent - columns_of(last) - columns_of(right)
        texts = [indent + part for part in above]
        texts.append(f"{indent}{last}{' ' * gap}{right}")
    return [
        LaidOutLine(
            text=text.rstrip(), is_bold=element.is_bold, is_large=element.is_large
        )
        for text in texts
    ]


def _aligned(text: str, room: int, align: Align) -> str:
    free = room - columns_of(text)
    if align is Align.CENTER:
        return " " * (free // 2) + text
    if align is Align.RIGHT:
        return " " * free + text
    return text


def _broken(text: str, room: int) -> list[str]:
    """Break *text* at spaces where possible, else between characters."""
    parts: list[str] = []
    # An item's name must not reach the printer as a command.
    rest = made_plain(text).rstrip()
    while columns_of(rest) > room:
        cut = _fitting(rest, room)
        space = rest.rfind(" ", 1, cut + 1)
        if space > 0 and rest[:space].strip():
            cut = space
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    parts.append(rest)
    return parts


def _fitting(text: str, room: int) -> int:
    """Return how many characters of *text* fit, at least one."""
    used = 0
    for index, character in enumerate(text):
        used += _columns_of_character(character)
        if used > room:
            return max(index, 1)
    return len(text)


def _columns_of_character(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
