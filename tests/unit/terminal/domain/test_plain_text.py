"""Plain text survives the wire and gives a printer no commands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.plain_text import is_plain, made_plain


@pytest.mark.parametrize(
    "text", ["", "Pen", "苹果\u3000汁", "\u0645\u06cc\u200c\u062e", "½ £"]
)
def test_words_of_any_language_are_plain(text: str) -> None:
    assert is_plain(text)
    assert made_plain(text) == text


@pytest.mark.parametrize("text", ["\x1bp0", "a\nb", "\x7f", "\x9b1m", "\ud800"])
def test_commands_and_half_characters_are_not(text: str) -> None:
    assert not is_plain(text)
    assert is_plain(made_plain(text))


@given(st.text())
def test_plain_text_can_be_written(text: str) -> None:
    assert made_plain(text).encode().decode() == made_plain(text)
    assert len(made_plain(text)) == len(text)
