"""How item names are cut into words, when they are indexed and when searched.

Chinese is written without spaces, so each of its characters becomes a word, and
what is typed is looked for as those words in a row.  Pinyin initials are indexed
as well: cashiers type "kkkl" for 可口可乐.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Ideographs, their extensions and compatibility forms, kana and hangul.
_CJK: Final = (
    r"\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
_CJK_RUN: Final = re.compile(f"[{_CJK}]+")
_HAN_RUN: Final = re.compile(
    r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"
)
_WORD_OR_RUN: Final = re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+")

QUERY_WORDS_MAX: Final = 8
_WORD_CHARACTERS_MAX: Final = 40


def normalize(text: str) -> str:
    """Return *text* with width, case and composition forms made equal."""
    return unicodedata.normalize("NFKC", text).casefold()


def index_words(description: str) -> str:
    """Return the words under which an item of this name is found.

    Slow for Chinese names (pypinyin), so only imports and the agent call it.
    """
    text = normalize(description)
    spaced = _CJK_RUN.sub(lambda run: f" {' '.join(run.group())} ", text)
    initials = pinyin_initials(text)
    return f"{spaced} {initials}" if initials else spaced


def pinyin_initials(text: str) -> str:
    """Return the first letters of each run of Chinese characters, one word a run."""
    return " ".join(_initials(run) for run in _HAN_RUN.findall(text)).strip()


# Names share their words, and a reading costs some 100 us.
@lru_cache(maxsize=16_384)
def _initials(run: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(run, style=Style.FIRST_LETTER, errors="ignore"))


def match_expression(text: str) -> str | None:
    """Return the FTS5 expression for what a person typed, None for no words.

    Every word must occur; a word may be the beginning of a longer one.  The words
    hold only letters and digits, so they cannot break out of their quotes.
    """
    words = _WORD_OR_RUN.findall(normalize(text))
    # One letter begins so many words that finding them all costs tens of ms, and
    # beside another word it narrows little.
    telling = [word for word in words if len(word) > 1 or _CJK_RUN.fullmatch(word)]
    parts: list[str] = []
    for word in (telling or words)[:QUERY_WORDS_MAX]:
        cut = word[:_WORD_CHARACTERS_MAX]
        if _CJK_RUN.fullmatch(cut):
            parts.append(f'"{" ".join(cut)}"')
        else:
            parts.append(f'"{cut}" *')
    return " ".join(parts) or None


def rank(description: str, query: str) -> tuple[int, int, str]:
    """Return a sort key: the better *description* answers *query*, the smaller.

    A name that is what was typed comes before one that begins with it, then one
    in which it begins a word; among equals the shorter name, then the alphabet.
    """
    name, wanted = normalize(description), normalize(query).strip()
    if name == wanted:
        grade = 0
    elif name.startswith(wanted):
        grade = 1
    elif f" {wanted}" in name:
        grade = 2
    else:
        grade = 3
    return grade, len(name), name
