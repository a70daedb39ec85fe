"""Items are found by name, in bounded number."""

from __future__ import annotations

import pytest

from terminal.application.selling.find_items import FindItems
from tests.fakes.till import open_memory_till


def test_items_are_found_with_their_price() -> None:
    till = open_memory_till()

    (item,) = till.use_cases.find_items(FindItems(text=" fine "))

    assert (item.item_id, item.unit_price_micro, item.currency) == (
        "pen",
        1_490_000,
        "EUR",
    )


@pytest.mark.parametrize(
    ("text", "limit"), [("", 50), ("   ", 50), ("a", 0), ("a", -5)]
)
def test_nothing_is_searched_for_nothing(text: str, limit: int) -> None:
    till = open_memory_till()

    assert till.use_cases.find_items(FindItems(text=text, limit=limit)) == ()


def test_items_with_a_keyed_price_are_all_found_without_a_word() -> None:
    till = open_memory_till()

    everything = till.use_cases.find_items(FindItems(text="", keyed_price_only=True))
    by_name = till.use_cases.find_items(FindItems(text="pen", keyed_price_only=True))

    assert [item.item_id for item in everything] == ["gift"]
    assert by_name == ()


def test_limit_is_kept() -> None:
    till = open_memory_till()

    assert len(till.use_cases.find_items(FindItems(text="a", limit=2))) == 2
