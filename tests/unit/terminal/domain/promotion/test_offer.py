"""Limits cut what is on offer, the dearest goods first."""

from __future__ import annotations

from typing import Any

from terminal.domain.money import MICRO
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import (
    Portion,
    Terms,
    limit_quantities,
    merged,
    portions,
    runs_of_units,
    units_in,
)
from tests.support.promotions import goods


def stake(price_minor: int, quantity: int = 1, grams: int | None = None) -> Stake:
    line = goods("a", price_minor, quantity, grams=grams)
    return Stake(LineState(line), line.quantity_micro, line.extended_minor * MICRO)


def figures(found: list[Portion]) -> list[tuple[int, int]]:
    return [(quantity, value) for _, quantity, value in found]


def test_portions_are_the_parts_that_are_offered() -> None:
    stakes = [stake(300, 3), stake(200), stake(100)]

    assert figures(portions(stakes, None))[0] == (3 * MICRO, 900 * MICRO)
    assert figures(portions(stakes, [MICRO, 0, MICRO])) == [
        (MICRO, 300 * MICRO),
        (MICRO, 100 * MICRO),
    ]


def test_limits_of_uses_quantity_and_line_are_the_smaller_of_each() -> None:
    found = portions([stake(300, 3), stake(200, 3)], None)

    def limited(**values: Any) -> list[int]:
        terms = Terms(unit_price_scale=100, **values)
        return [quantity // MICRO for _, quantity, _ in limit_quantities(found, terms)]

    assert limited() == [3, 3]
    assert limited(uses_max=4) == [3, 1]
    assert limited(quantity_max=2 * MICRO) == [2]
    assert limited(line_quantity_max=2 * MICRO, uses_max=3) == [2, 1]
    assert limited(quantity_max=2 * MICRO + MICRO // 2) == [2]


def test_a_weighed_line_is_cut_to_the_gram() -> None:
    terms = Terms(unit_price_scale=100, quantity_max=1_500_000)

    found = limit_quantities(portions([stake(1_000, grams=2_000)], None), terms)

    assert figures(found) == [(1_500_000, 1_500 * MICRO)]


def test_a_total_is_cut_or_refused() -> None:
    assert Terms(unit_price_scale=100).limited(500) == 500
    assert Terms(unit_price_scale=100, total_max=300).limited(500) == 300
    assert Terms(unit_price_scale=100, total_max=300, is_cut=False).limited(500) == 0


def test_weighed_lines_are_units_only_as_packages() -> None:
    found = portions([stake(300, 2), stake(1_000, grams=500)], None)

    assert [run[1] for run in runs_of_units(found, with_packages=False)] == [2]
    assert [run[:2] for run in runs_of_units(found, with_packages=True)] == [
        (300 * MICRO, 2),
        (500 * MICRO, 1),
    ]


def test_takes_of_one_stake_are_one() -> None:
    one, other = stake(100, 3), stake(100)

    assert merged([(one, 1, 10), (other, 5, 50), (one, 2, 20)]) == [
        (one, 3, 30),
        (other, 5, 50),
    ]


def test_at_least_one_unit_is_counted() -> None:
    assert units_in([(stake(100, grams=200), 200_000, 1)]) == 1
    assert units_in([(stake(100, 7), 7 * MICRO, 1)]) == 7
