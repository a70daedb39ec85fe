"""How many tills spoke lately."""

from __future__ import annotations

from sync.central.attendance import LATELY_S, Attendance


def test_a_till_counts_once_and_until_it_was_silent_for_long() -> None:
    now_s = 100.0
    attendance = Attendance(lambda: now_s)
    attendance.note("T-1")
    attendance.note("T-1")
    now_s += LATELY_S
    attendance.note("T-2")

    assert attendance.count() == 2
    now_s += 1
    assert attendance.count() == 1
