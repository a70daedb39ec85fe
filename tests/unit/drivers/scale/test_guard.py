"""Which weight may be sold, and that none is sold twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scale.codec import Weight, WeightTrouble
from drivers.scale.guard import FRESH_S_MAX, ONE_SHOT_FRESH_S_MAX, WeightGuard
from drivers.scale.port import WeightReading


def stable(grams: int) -> Weight:
    return Weight(grams, is_stable=True)


MOVING = Weight(trouble=WeightTrouble.MOTION)


def shown(guard: WeightGuard, *weights: Weight) -> WeightReading:
    for weight in weights:
        guard.see(weight, 0.0)
    return guard.reading


def test_a_weight_counts_when_it_came_twice() -> None:
    guard = WeightGuard()

    first = guard.see(stable(570), 0.0)
    second = guard.see(stable(570), 0.2)

    assert (first.is_sellable, first.trouble) == (False, WeightTrouble.MOTION)
    assert (second.is_sellable, second.grams) == (True, 570)
    assert second.sequence == first.sequence + 1
    assert guard.take(second.sequence, 0.3) == second


@pytest.mark.parametrize(
    "between",
    [stable(571), MOVING, Weight(570, is_stable=True, is_net=True)],
    ids=["other", "moving", "net"],
)
def test_two_that_do_not_agree_do_not_count(between: Weight) -> None:
    assert not shown(WeightGuard(), stable(570), between, stable(570)).is_sellable


def test_doubt_begins_anew() -> None:
    guard = WeightGuard()
    shown(guard, stable(570))

    guard.doubt()

    assert not shown(guard, stable(570)).is_sellable
    assert shown(guard, stable(570)).is_sellable


def test_the_same_goods_are_not_sold_twice() -> None:
    guard = WeightGuard()
    reading = shown(guard, stable(570), stable(570))
    assert isinstance(guard.take(reading.sequence, 0.0), WeightReading)

    again = guard.take(reading.sequence, 0.0)
    still_there = shown(guard, stable(570), stable(572))
    flickered = shown(guard, stable(572))

    assert again is WeightTrouble.UNCHANGED
    assert still_there.trouble is WeightTrouble.MOTION
    assert flickered.trouble is WeightTrouble.UNCHANGED
    assert flickered.remedy


@pytest.mark.parametrize(
    "between",
    [(MOVING,), (stable(0), stable(0)), (stable(900), stable(900))],
    ids=["moved", "emptied", "other"],
)
def test_other_goods_of_the_same_weight_are_sold(between: tuple[Weight, ...]) -> None:
    guard = WeightGuard()
    reading = shown(guard, stable(570), stable(570))
    guard.take(reading.sequence, 0.0)

    assert shown(guard, *between, stable(570), stable(570)).is_sellable


@pytest.mark.parametrize(
    "trouble",
    [
        WeightTrouble.FAILURE,
        WeightTrouble.NO_PRICE,
        WeightTrouble.DISAGREES,
        WeightTrouble.UNCHANGED,
        WeightTrouble.SILENT,
    ],
    ids=lambda trouble: trouble.value,
)
def test_what_says_nothing_about_the_goods_is_no_movement(
    trouble: WeightTrouble,
) -> None:
    guard = WeightGuard()
    reading = shown(guard, stable(570), stable(570))
    guard.take(reading.sequence, 0.0)

    again = shown(guard, Weight(trouble=trouble), stable(570), stable(570))

    assert again.trouble is WeightTrouble.UNCHANGED


def test_one_damaged_reply_is_no_movement() -> None:
    guard = WeightGuard()
    reading = shown(guard, stable(570), stable(570))
    guard.take(reading.sequence, 0.0)

    once_wrong = shown(guard, stable(970), stable(570), stable(570))

    assert once_wrong.trouble is WeightTrouble.UNCHANGED


@pytest.mark.parametrize(
    ("weight", "trouble"),
    [
        (stable(0), WeightTrouble.EMPTY),
        (MOVING, WeightTrouble.MOTION),
        (Weight(570), WeightTrouble.MOTION),
        (Weight(trouble=WeightTrouble.UNDER_ZERO), WeightTrouble.UNDER_ZERO),
    ],
    ids=["empty", "moving", "unstable", "below"],
)
def test_what_may_not_be_sold_is_refused(
    weight: Weight, trouble: WeightTrouble
) -> None:
    guard = WeightGuard()
    reading = shown(guard, weight, weight)

    assert not reading.is_sellable
    assert guard.take(reading.sequence, 0.0) is trouble


def test_only_what_was_shown_and_still_lies_there_is_handed_out() -> None:
    guard = WeightGuard()
    old = shown(guard, stable(570), stable(570))
    new = shown(guard, stable(900), stable(900), stable(900))

    assert guard.take(old.sequence, 0.0) is WeightTrouble.MOTION
    assert guard.take(new.sequence + 1, 0.0) is WeightTrouble.MOTION
    assert guard.take(new.sequence, FRESH_S_MAX + 1) is WeightTrouble.MOTION
    taken = guard.take(new.sequence - 1, 0.0)
    assert isinstance(taken, WeightReading)
    assert taken.grams == 900


def test_a_scale_that_tells_once_is_believed_once() -> None:
    guard = WeightGuard(is_one_shot=True)

    first = guard.see(stable(570), 0.0)
    taken = guard.take(first.sequence, ONE_SHOT_FRESH_S_MAX)
    second = guard.see(stable(570), 20.0)

    assert isinstance(taken, WeightReading)
    assert second.is_sellable
    late = guard.take(second.sequence, 20.0 + ONE_SHOT_FRESH_S_MAX + 1)
    assert late is WeightTrouble.MOTION


@given(
    st.lists(
        st.one_of(
            st.integers(0, 3).map(lambda n: stable(n * 100)),
            st.just(MOVING),
            st.just("take"),
        ),
        max_size=40,
    )
)
def test_no_history_sells_the_same_goods_twice(steps: list[Weight | str]) -> None:
    guard = WeightGuard()
    since: list[Weight] = []
    sold: int | None = None
    for step in steps:
        if isinstance(step, Weight):
            guard.see(step, 0.0)
            since.append(step)
            continue
        taken = guard.take(guard.reading.sequence, 0.0)
        if isinstance(taken, WeightReading):
            assert taken.grams
            assert [weight.grams for weight in since[-2:]] == [taken.grams] * 2
            if sold is not None:
                assert any(weight.grams != sold for weight in since)
            sold, since = taken.grams, []
