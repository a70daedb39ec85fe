"""Who waits for whom, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from sync.central import postgresql
from sync.central.database import open_engine
from sync.central.lanes import ALONE, REFERENCE_DATA, lane_of

_TILL = lane_of("T-01")
_OTHER = lane_of("T-02")


@pytest.fixture
def engine(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Return an engine whose writers give up at once instead of waiting."""
    monkeypatch.setattr(postgresql, "_LOCK_TIMEOUT_MS", 1)
    made = open_engine(postgres_url)
    yield made
    made.dispose()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ALONE, ALONE),
        (ALONE, _TILL),
        (_TILL, ALONE),
        (_TILL, _TILL),
        (REFERENCE_DATA, REFERENCE_DATA),
    ],
)
def test_writers_of_one_lane_follow_each_other(
    engine: Engine, first: str, second: str
) -> None:
    with (
        engine.execution_options(lane=first).begin(),
        pytest.raises(OperationalError, match="lock timeout"),
        engine.execution_options(lane=second).begin(),
    ):
        raise AssertionError("both were let in")

    with engine.execution_options(lane=second).begin() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("second", [_OTHER, REFERENCE_DATA])
def test_writers_of_different_lanes_work_at_once(engine: Engine, second: str) -> None:
    with (
        engine.execution_options(lane=_TILL).begin(),
        engine.execution_options(lane=second).begin() as connection,
    ):
        assert connection.scalar(text("SELECT 1")) == 1


def test_readers_wait_for_nobody(engine: Engine) -> None:
    with (
        engine.begin(),
        engine.execution_options(reads=True).begin() as connection,
    ):
        assert connection.scalar(text("SELECT 1")) == 1


def test_the_lanes_of_two_tills_differ() -> None:
    assert _TILL != _OTHER
    assert ALONE not in {_TILL, REFERENCE_DATA}
