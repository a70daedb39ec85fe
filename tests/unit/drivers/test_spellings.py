"""The spellings that paper and displays share."""

from __future__ import annotations

import unicodedata

import pytest

from drivers.spellings import SPELLINGS


@pytest.mark.parametrize("character", SPELLINGS, ids=lambda it: f"U+{ord(it):04X}")
def test_a_spelling_is_plain_and_not_what_decomposing_gives(character: str) -> None:
    assert SPELLINGS[character].isascii()
    assert SPELLINGS[character].isprintable()
    assert not unicodedata.normalize("NFKD", character).isascii()
