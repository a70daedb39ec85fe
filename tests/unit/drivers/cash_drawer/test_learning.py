"""Learning the sensor of a drawer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drivers.cash_drawer.learning import learn_open_level


def _reader(levels: list[bool]) -> Callable[[], bool]:
    """Return the levels one by one, the last one for ever."""
    return lambda: levels.pop(0) if len(levels) > 1 else levels[0]


@pytest.mark.parametrize(
    ("levels", "open_level"),
    [
        ([False, False, True], "high"),
        ([True, True, False], "low"),
        ([False, True, False, False, True], "high"),
        ([False], None),
        ([False, True, False], None),
    ],
    ids=["rises", "falls", "rebounds", "no_sensor", "touched_cable"],
)
def test_the_level_it_takes_and_keeps_is_the_open_one(
    levels: list[bool], open_level: str | None
) -> None:
    now = [0.0]

    def wait(seconds: float) -> None:
        now[0] += seconds

    learned = learn_open_level(_reader(levels), wait, lambda: now[0], timeout_s=5)

    assert learned.open_level == open_level
    assert learned.detail
