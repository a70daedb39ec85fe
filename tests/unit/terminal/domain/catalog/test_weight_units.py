"""Grams in the units of items, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.weight_units import grams_of_micro, micro_of_grams


@pytest.mark.parametrize(
    ("grams", "unit", "micro"),
    [
        (570, "kg", 570_000),
        (570, "g", 570_000_000),
        (454, "lb", 1_000_899),
        (28, "oz", 987_671),
        (570, "piece", None),
    ],
)
def test_grams_become_millionths(grams: int, unit: str, micro: int | None) -> None:
    assert micro_of_grams(grams, unit) == micro


@given(st.integers(0, 1_000_000), st.sampled_from(["kg", "g", "lb", "oz"]))
def test_nothing_is_lost_on_the_way_back(grams: int, unit: str) -> None:
    micro = micro_of_grams(grams, unit)

    assert micro is not None
    assert grams_of_micro(micro, unit) == grams


def test_what_is_no_weight_has_no_grams() -> None:
    assert grams_of_micro(1, "piece") is None
