"""The use-case thread and its stand-in."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from terminal.application.till_control.get_till_state import GetTillState
from terminal.application.use_cases import UseCases
from terminal.ui.support.work_queue import ImmediateWorkQueue, ThreadWorkQueue
from tests.fakes.till import MemoryTill


class _Till:
    """A till in memory that remembers on which thread it was used."""

    def __init__(self) -> None:
        self._till = MemoryTill()
        self.opened_on = threading.current_thread().name
        self.followed = 0
        self.idled = threading.Event()
        self.closed_on = ""

    @property
    def use_cases(self) -> UseCases:
        return self._till.use_cases

    def after_command(self) -> None:
        self.followed += 1

    def on_idle(self) -> None:
        self.idled.set()

    def close(self) -> None:
        self.closed_on = threading.current_thread().name


def _fail(error: Exception) -> None:
    pytest.fail(repr(error))


def test_results_come_back_on_the_gui_thread_from_the_one_that_owns_the_ledger(
    qtbot: QtBot,
) -> None:
    tills: list[_Till] = []
    seen: list[str] = []

    def open_till() -> _Till:
        tills.append(_Till())
        return tills[0]

    queue = ThreadWorkQueue(open_till)
    queue.submit(
        lambda use: (threading.current_thread().name, use),
        lambda answer: seen.extend([answer[0], threading.current_thread().name]),
        _fail,
    )
    queue.start()
    qtbot.waitUntil(lambda: len(seen) == 2)
    queue.close()

    assert seen == ["use-case", "MainThread"]
    assert (tills[0].opened_on, tills[0].closed_on) == ("use-case", "use-case")
    assert tills[0].followed == 1


def test_an_error_reaches_its_handler_and_the_next_work_still_runs(
    qtbot: QtBot,
) -> None:
    queue = ThreadWorkQueue(_Till)
    seen: list[object] = []

    def refuse(_: UseCases) -> None:
        raise ValueError("no")

    queue.start()
    queue.submit(refuse, seen.append, lambda error: seen.append(str(error)))
    queue.submit(lambda use: use.get_till_state(GetTillState()), seen.append, _fail)
    qtbot.waitUntil(lambda: len(seen) == 2)
    queue.close()

    assert seen[0] == "no"


def test_a_quiet_moment_is_used(qtbot: QtBot) -> None:
    till = _Till()
    queue = ThreadWorkQueue(lambda: till)
    queue.start()

    assert till.idled.wait(5)
    # What changes while a till rests for hours is noticed too.
    till.idled.clear()
    assert till.idled.wait(5)
    queue.close()


def test_a_till_that_does_not_open_is_reported(qtbot: QtBot) -> None:
    def open_till() -> _Till:
        raise OSError("locked")

    queue = ThreadWorkQueue(open_till)

    with qtbot.waitSignal(queue.failed_to_open, timeout=2000) as blocker:
        queue.start()
    queue.close()

    assert str(blocker.args[0]) == "locked"


def test_thousands_of_results_lose_no_references(qtbot: QtBot) -> None:
    queue = ThreadWorkQueue(_Till)
    done: list[int] = []
    queue.start()
    before = (sys.getrefcount(None), sys.getrefcount(True))

    def count(_: object) -> None:
        done.append(1)

    for _ in range(3000):
        queue.submit(lambda _use: None, count, _fail)
    qtbot.waitUntil(lambda: len(done) == 3000, timeout=20_000)
    queue.close()

    assert abs(sys.getrefcount(None) - before[0]) < 300
    assert abs(sys.getrefcount(True) - before[1]) < 300


def test_the_stand_in_calls_back_before_it_returns() -> None:
    queue = ImmediateWorkQueue(MemoryTill().use_cases)
    seen: list[object] = []

    def refuse(_: UseCases) -> None:
        raise ValueError("no")

    callbacks: tuple[Callable[[object], None], ...] = (seen.append, seen.append)
    queue.submit(lambda _: 7, *callbacks)
    queue.submit(refuse, *callbacks)

    assert seen[0] == 7
    assert isinstance(seen[1], ValueError)


def test_a_mistake_after_a_command_or_in_a_quiet_moment_does_not_end_the_thread(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = _Till()
    seen: list[object] = []
    idled = threading.Event()

    def fail() -> None:
        raise KeyError("follow")

    def fail_idle() -> None:
        idled.set()
        raise KeyError("idle")

    monkeypatch.setattr(till, "after_command", fail)
    monkeypatch.setattr(till, "on_idle", fail_idle)
    queue = ThreadWorkQueue(lambda: till)
    queue.start()

    with caplog.at_level(logging.ERROR):
        queue.submit(lambda _: 1, seen.append, _fail)
        assert idled.wait(5)
        queue.submit(lambda _: 2, seen.append, _fail)
        qtbot.waitUntil(lambda: seen == [1, 2])
        queue.close()

    assert "KeyError: 'follow'" in caplog.text
    assert "KeyError: 'idle'" in caplog.text


def test_a_mistake_in_a_use_case_is_logged_with_its_trace(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    queue = ThreadWorkQueue(_Till)
    seen: list[Exception] = []

    def fail(_: UseCases) -> None:
        raise KeyError("basket")

    queue.start()
    with caplog.at_level(logging.ERROR):
        queue.submit(fail, lambda _: None, seen.append)
        qtbot.waitUntil(lambda: len(seen) == 1)
        queue.close()

    assert "KeyError: 'basket'" in caplog.text
