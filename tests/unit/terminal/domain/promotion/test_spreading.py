"""What is spread is never lost and never more than a line can bear."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.promotion.policy import SpareMinor
from terminal.domain.promotion.spreading import fit, spread


def test_spare_units_go_to_the_largest_remainders_or_to_the_first() -> None:
    weights = [12_000, 23_000, 30_000]
    rooms = [99_999] * 3

    assert spread(5_000, weights, rooms) == [923, 1_769, 2_308]
    assert spread(5_000, weights, rooms, SpareMinor.FIRST) == [924, 1_769, 2_307]


def test_what_one_line_cannot_bear_goes_to_others() -> None:
    assert fit([50, 50, 50], [10, 90, 50]) == [10, 90, 50]
    assert fit([50, 50], [10, 10]) == [10, 10]


def test_nothing_is_spread_over_nothing() -> None:
    assert spread(5, [0, 0], [0, 0]) == [0, 0]


@given(
    st.integers(0, 10_000),
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1),
    st.sampled_from(SpareMinor),
)
def test_parts_add_up_to_the_total_or_to_all_rooms(
    total: int, parts: list[tuple[int, int]], spare: SpareMinor
) -> None:
    weights = [weight for weight, _ in parts]
    rooms = [room for _, room in parts]

    found = spread(total, weights, rooms, spare)

    assert all(0 <= part <= room for part, room in zip(found, rooms, strict=True))
    if sum(weights):
        assert sum(found) == min(total, sum(rooms))
