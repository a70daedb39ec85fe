"""The reasons are asked for seldom, and only when there are some."""

from __future__ import annotations

from sync.protocol.held_events import HeldEvent, HeldEvents
from terminal.replication.held_events import (
    LISTED_MAX,
    PAUSE_MS_MIN,
    REFRESH_MS,
    HeldHeard,
    HeldWatch,
)


def _report(count: int) -> HeldHeard:
    items = tuple(
        HeldEvent(
            epoch="a" * 16,
            seq=seq,
            type="sale.completed",
            code="parked",
            detail="",
            since_ms=seq,
        )
        for seq in range(1, count + 1)
    )
    return HeldHeard(HeldEvents(count=count, items=items))


def test_nothing_is_asked_before_the_center_told_of_something() -> None:
    watch = HeldWatch()
    assert (watch.count, watch.is_due(0)) == (None, False)

    watch.told(0)

    assert (watch.count, watch.is_due(10**9)) == (0, False)


def test_news_are_asked_for_after_a_minute_and_the_same_after_ten() -> None:
    watch = HeldWatch()
    watch.told(2)
    assert watch.is_due(0)
    watch.asked(0)
    watch.heard(_report(2))

    assert not watch.is_due(REFRESH_MS - 1)
    assert watch.is_due(REFRESH_MS)
    watch.told(3)
    assert not watch.is_due(PAUSE_MS_MIN - 1)
    assert watch.is_due(PAUSE_MS_MIN)


def test_an_answer_that_did_not_come_is_asked_for_again() -> None:
    watch = HeldWatch()
    watch.told(1)
    watch.asked(0)

    watch.heard(HeldHeard(None))

    assert watch.count == 1
    assert watch.is_due(PAUSE_MS_MIN)


def test_a_push_that_shows_one_is_enough_to_ask() -> None:
    watch = HeldWatch()
    watch.told(0)

    watch.suspected()

    assert watch.count == 1
    assert watch.is_due(0)


def test_what_was_repaired_is_no_longer_listed() -> None:
    watch = HeldWatch()
    watch.told(40)
    watch.heard(_report(40))
    assert len(watch.items) == LISTED_MAX

    watch.told(0)

    assert (watch.count, watch.items) == (0, ())
