"""A line remembers what is free, what is locked and what is left to pay."""

from __future__ import annotations

import random

from terminal.domain.money import MICRO
from terminal.domain.promotion.line_state import LineState, Stake, state_order
from tests.support.promotions import goods, numbered


def test_units_taken_leave_the_others_at_their_price() -> None:
    state = LineState(goods("a", 1_000, 3))

    state.take(MICRO, 400, is_exclusive=False)

    assert state.amount_minor == 2_600
    assert (state.free_micro, state.free_value) == (2 * MICRO, 2_000 * MICRO)
    assert state.locked_value == 0
    assert state.is_counted


def test_exclusive_units_keep_what_they_cost() -> None:
    state = LineState(goods("a", 1_000, 2))

    state.take(MICRO, 400, is_exclusive=True)
    state.compound(100)

    assert state.amount_minor == 1_500
    assert (state.locked_micro, state.locked_value) == (MICRO, 600 * MICRO)
    assert state.free_value == 900 * MICRO
    assert state.is_compounded


def test_part_of_a_unit_ends_counting() -> None:
    state = LineState(goods("a", 1_000, 2))

    state.take(MICRO // 2, 10, is_exclusive=False)

    assert not state.is_counted


def test_a_weighed_line_is_never_counted() -> None:
    assert not LineState(goods("a", 1_000, grams=2_000)).is_counted


def test_a_stake_knows_the_value_of_a_unit_and_of_the_list() -> None:
    state = LineState(goods("a", 1_000, 4))
    state.compound(1_000)

    stake = Stake(state, 2 * MICRO, state.free_value // 2)

    assert stake.unit_value == 750 * MICRO
    assert stake.list_value == 2_000 * MICRO


def test_the_order_of_lines_does_not_depend_on_their_sequence() -> None:
    lines = [
        goods("b", 300),
        goods("a", 300, 2),
        goods("a", 300),
        goods("c", 500),
    ]
    expected = ["c", "a", "a", "b"]

    for seed in range(5):
        random.Random(seed).shuffle(lines)
        ordered = sorted(numbered(lines), key=state_order)
        assert [line.item_id for line in ordered] == expected
        assert ordered[1].quantity_micro == 2 * MICRO
