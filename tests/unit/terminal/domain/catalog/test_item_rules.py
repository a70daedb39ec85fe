"""Windows hold when they say; rules without content cost no bytes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from structs.decoding import decode_json
from terminal.domain.catalog.item_rules import (
    MINUTES_PER_DAY,
    NO_RULES,
    ItemRules,
    LinkedItem,
    SaleWindow,
)

WEEK_MINUTES = 7 * MINUTES_PER_DAY


@pytest.mark.parametrize(
    ("weekday", "minute", "holds"),
    [
        (4, 21 * 60 + 59, False),
        (4, 22 * 60, True),
        (5, 0, True),
        (5, 5 * 60 + 59, True),
        (5, 6 * 60, False),
        (4, 0, False),
        (5, 22 * 60, False),
    ],
)
def test_window_lasts_past_midnight(weekday: int, minute: int, holds: bool) -> None:
    friday_night = SaleWindow(weekdays=(4,), from_minute=22 * 60, to_minute=6 * 60)

    assert friday_night.holds(weekday, minute) is holds


@given(
    weekdays=st.sets(st.integers(0, 6)),
    begin=st.integers(0, MINUTES_PER_DAY - 1),
    end=st.integers(1, MINUTES_PER_DAY),
    weekday=st.integers(0, 6),
    minute=st.integers(0, MINUTES_PER_DAY - 1),
)
def test_window_is_its_minutes_from_each_of_its_days(
    weekdays: set[int], begin: int, end: int, weekday: int, minute: int
) -> None:
    window = SaleWindow(
        weekdays=tuple(sorted(weekdays)), from_minute=begin, to_minute=end
    )
    length = end - begin if end > begin else end - begin + MINUTES_PER_DAY
    inside = {
        (day * MINUTES_PER_DAY + begin + passed) % WEEK_MINUTES
        for day in weekdays
        for passed in range(length)
    }

    assert window.holds(weekday, minute) is (
        weekday * MINUTES_PER_DAY + minute in inside
    )


def test_rules_without_content_are_an_empty_object() -> None:
    assert msgspec.json.encode(NO_RULES) == b"{}"
    assert decode_json(b"{}", ItemRules) == NO_RULES


def test_rules_survive_their_json() -> None:
    rules = ItemRules(
        minimum_age=18,
        recalled_lots=("L1",),
        sale_windows=(SaleWindow(weekdays=(0, 1), from_minute=480),),
        linked_items=(LinkedItem(item_id="deposit"),),
        tags=("wine",),
    )

    data = msgspec.json.encode(rules)

    assert decode_json(data, ItemRules) == rules
