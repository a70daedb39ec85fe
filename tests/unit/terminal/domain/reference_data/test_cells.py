"""Cells are read exactly or refused with their column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from terminal.domain.reference_data import cells
from terminal.domain.reference_data.errors import CellRefusedError


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (cells.price_micro, "1234.5", 1_234_500_000),
        (cells.optional_price, "", None),
        (cells.quantity_micro, "", 0),
        (cells.quantity_micro, "0.000001", 1),
        (cells.whole_number, "-3", -3),
        (cells.whole_number, "", 0),
        (cells.truth, "Yes", True),
        (cells.truth, "", False),
        (cells.instant_ms, "", None),
        (cells.instant_ms, "1970-01-01T00:00:01Z", 1_000),
        (cells.instant_ms, "1970-01-01T01:00:00.25+01:00", 250),
        (cells.instant_ms, "1969-12-31T23:59:59Z", -1_000),
    ],
)
def test_what_is_exact_is_taken(
    read: Callable[[str, str], Any], text: str, value: object
) -> None:
    assert read("column", text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (cells.price_micro, "1,50"),
        (cells.price_micro, "-1"),
        (cells.price_micro, "1e3"),
        (cells.price_micro, "=1+1"),
        (cells.price_micro, "٣"),
        (cells.price_micro, "0.0000001"),
        (cells.price_micro, "9999999999"),
        (cells.whole_number, "1.0"),
        (cells.truth, "perhaps"),
        (cells.instant_ms, "2026-12-01"),
        (cells.instant_ms, "2026-12-01T00:00:00"),
        (cells.instant_ms, "tomorrow"),
        (cells.instant_ms, "2026-13-01T00:00:00Z"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(
    read: Callable[[str, str], Any], text: str
) -> None:
    with pytest.raises(CellRefusedError) as refused:
        read("column", text)

    assert refused.value.reason == "column"
    assert text in refused.value.detail


def test_lists_are_sorted_and_each_word_counts_once() -> None:
    assert cells.words("tags", "b | a|b", 10) == ("a", "b")
    assert cells.words("tags", "", 10) == ()
    with pytest.raises(CellRefusedError, match="empty"):
        cells.words("tags", "a||b", 10)
    with pytest.raises(CellRefusedError, match="entries"):
        cells.words("tags", "|".join("ab" * 1_000), 10)


@pytest.mark.parametrize("text", ["", "x" * 11, "a\x07b"])
def test_a_text_is_short_and_printable(text: str) -> None:
    with pytest.raises(CellRefusedError):
        cells.text_of("name", text, 10)


def test_a_period_ends_after_it_began() -> None:
    cells.require_order(None, 5)
    cells.require_order(4, 5)
    with pytest.raises(CellRefusedError, match="not after"):
        cells.require_order(5, 5)


def test_an_empty_truth_is_what_the_column_says() -> None:
    assert cells.truth_or("c", "", otherwise=True)
    assert not cells.truth_or("c", "no", otherwise=True)
