"""Turns a line into the bytes that a display shows as that line.

A display knows one page of 256 characters, chosen on it or by a command.  What the
page lacks becomes a spelling without accents; what has none (CJK) is not spelled
at all: its whole text is left out, because half a word says less than a price.
"""

import unicodedata
from typing import Final

from drivers.line_display.port import COLUMNS, DisplayLine
from drivers.spellings import SPELLINGS

CODE_PAGES: Final = {
    "ascii": "ascii",
    "cp437": "cp437",
    "cp850": "cp850",
    "cp852": "cp852",
    "cp858": "cp858",
    "cp866": "cp866",
    "cp1252": "cp1252",
}
"""Code pages by the name of the setting, with Python's codec."""

_ASCII_MAX: Final = 0x7F
_FIRST_PRINTABLE: Final = 0x20
_DELETE: Final = 0x7F
_SPELLINGS: Final = {
    **SPELLINGS,
    "·": ".",
    "…": "...",
    "°": "o",
}


def spell(text: str, page: str) -> str | None:
    """Return *text* in the characters of *page*; None when it cannot be spelled."""
    spelled: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        known = _spell_one(character, page)
        if known is None:
            return None
        spelled.append(known)
    return "".join(spelled)


def lay_out(line: DisplayLine, page: str) -> str:
    """Return the line as exactly twenty characters of *page*.

    Rule: a figure is shown whole or not at all.  Where words and figure do not fit
    together, the words are cut.
    """
    figure = spell(line.right, page) or ""
    if len(figure) > COLUMNS:
        figure = ""
    words = spell(line.left, page)
    if words is None:
        words = spell(line.plain, page) or ""
    room = COLUMNS - len(figure) - (1 if figure else 0)
    words = words[: max(0, room)].rstrip()
    return words + figure.rjust(COLUMNS - len(words))


def encode_line(line: DisplayLine, page: str) -> bytes:
    """Return the line as exactly twenty bytes, none of which is a command."""
    return lay_out(line, page).encode(CODE_PAGES[page])


def _spell_one(character: str, page: str) -> str | None:
    if _is_in(character, page):
        return character
    if character.isspace() or unicodedata.category(character).startswith("C"):
        return " "
    if character in _SPELLINGS:
        return _SPELLINGS[character]
    plain = "".join(
        part
        for part in unicodedata.normalize("NFKD", character)
        if not unicodedata.combining(part)
    )
    if plain and all(_is_in(part, page) for part in plain):
        return plain
    return None


def _is_in(character: str, page: str) -> bool:
    code = ord(character)
    if code <= _ASCII_MAX:
        return _FIRST_PRINTABLE <= code != _DELETE
    try:
        data = character.encode(CODE_PAGES[page])
    except UnicodeEncodeError:
        return False
    # The lower end of such a page holds commands.
    return len(data) == 1 and data[0] > _ASCII_MAX
