"""What the center is not known to hold."""

from __future__ import annotations

from terminal.domain.till.pending_sync import PendingSync, pending_sync


def test_a_till_that_never_heard_of_a_center_says_so() -> None:
    assert pending_sync({"a": 9}, {}) == PendingSync(is_known=False, events=9)


def test_each_epoch_counts_what_it_has_above_its_mark() -> None:
    found = pending_sync({"a": 9, "b": 4}, {"a": 9, "b": 1, "gone": 7})

    assert found == PendingSync(is_known=True, events=3)


def test_a_mark_beyond_a_restored_epoch_is_no_credit() -> None:
    assert pending_sync({"a": 5, "b": 2}, {"a": 50}).events == 2
