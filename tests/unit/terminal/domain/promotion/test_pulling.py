"""Groups are pulled out of runs of units while they save something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.money import MICRO
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.pulling import Pulled, pull
from tests.support.promotions import goods

if TYPE_CHECKING:
    from terminal.domain.promotion.offer import Run


def runs(*figures: tuple[int, int]) -> list[Run]:
    """Return runs of so many units of a value."""
    line = goods("a", 1)
    stake = Stake(LineState(line), MICRO, MICRO)
    return [(value, count, stake, MICRO) for value, count in figures]


def test_a_group_takes_its_parts_from_the_first_runs() -> None:
    found = runs((9, 1), (5, 3))

    groups = pull(found, ((2, [0, 1]), (1, [1])), None, lambda _: 1)

    assert groups.times == 1
    assert groups.pulled == [{0: 1, 1: 1}, {1: 1}]


def test_alike_groups_are_made_at_once() -> None:
    calls = []

    def gain(step: Pulled) -> int:
        calls.append(step)
        return 3

    groups = pull(runs((9, 100_001)), ((2, [0]),), None, gain)

    assert (groups.times, groups.gain) == (50_000, 150_000)
    assert len(calls) == 1
    assert groups.missing == "1/2"


def test_a_group_that_saves_nothing_is_the_last() -> None:
    found = runs((9, 2), (1, 2))

    groups = pull(
        found,
        ((1, [0, 1]),),
        None,
        lambda step: sum(found[i][0] * n for i, n in step[0].items()) - 5,
    )

    assert (groups.times, groups.gain) == (2, 8)


def test_the_limit_is_kept() -> None:
    assert pull(runs((9, 9)), ((2, [0]),), 3, lambda _: 1).times == 3
    assert pull(runs((9, 9)), ((2, [0]),), 0, lambda _: 1).times == 0


def test_what_is_missing_is_told() -> None:
    groups = pull(runs((9, 1)), ((3, [0]),), None, lambda _: 1)

    assert (groups.times, groups.missing) == (0, "1/3")
