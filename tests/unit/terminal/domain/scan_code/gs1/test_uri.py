"""Percent-encoding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.scan_code.gs1.uri import (
    escape_path,
    escape_query,
    unescape_path,
    unescape_query,
)


def test_space_is_a_plus_sign_in_queries_only() -> None:
    assert escape_path("a b+c/é~") == "a%20b%2Bc%2F%C3%A9~"
    assert escape_query("a b+c") == "a+b%2Bc"
    assert unescape_path("a+b") == "a+b"
    assert unescape_query("a+b") == "a b"


def test_percent_sign_without_digits_stays() -> None:
    assert unescape_path("100%&%4") == "100%&%4"


@given(st.text())
def test_text_comes_back(text: str) -> None:
    known = text.encode("utf-8", "replace").decode("utf-8")

    assert unescape_path(escape_path(text)) == known
    assert unescape_query(escape_query(text)) == known
