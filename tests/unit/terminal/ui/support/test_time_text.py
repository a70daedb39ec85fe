"""Instants as text."""

from __future__ import annotations

from PySide6.QtCore import QDateTime

from terminal.ui.support.time_text import clock_text, date_text
from terminal.ui.support.translation import use_language

AT_MS = QDateTime.fromString("2026-11-22T14:02:00", "yyyy-MM-ddTHH:mm:ss")


def test_the_time_of_day_is_local_and_has_two_digits_each() -> None:
    assert clock_text(AT_MS.toMSecsSinceEpoch()) == "14:02"


def test_the_date_follows_the_language() -> None:
    at_ms = AT_MS.toMSecsSinceEpoch()

    assert date_text(at_ms) == "Sun 22 Nov"

    use_language("zh_CN")
    assert date_text(at_ms) == "11月22日 周日"
