"""What nobody caught is logged, told, and still heard by the former hooks."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from terminal.domain.errors import BalanceDueError
from terminal.persistence.errors import StorageError
from terminal.ui.support.defects import DefectWatch, is_defect


@pytest.fixture
def former(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What reached the hooks that were there before."""
    heard: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *raised: heard.append(raised[1]))
    monkeypatch.setattr(
        threading, "excepthook", lambda raised: heard.append(raised.exc_value)
    )
    return heard


@pytest.fixture
def watch(former: list[object]) -> Iterator[DefectWatch]:
    watch = DefectWatch()
    watch.install()
    yield watch
    watch.remove()


def test_only_errors_of_our_own_classes_are_refusals() -> None:
    assert is_defect(KeyError("basket"))
    assert not is_defect(BalanceDueError("not paid"))
    assert not is_defect(StorageError("the disk is full"))


def test_a_defect_is_told_and_logged_with_its_trace(
    watch: DefectWatch, former: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    found: list[bool] = []
    watch.found.connect(lambda: found.append(True))
    error = KeyError("basket")

    with caplog.at_level(logging.ERROR):
        sys.excepthook(KeyError, error, None)

    assert found == [True]
    assert former == [error]
    assert "KeyError: 'basket'" in caplog.text


def test_a_defect_of_another_thread_is_told_too(
    watch: DefectWatch, former: list[object], qtbot: QtBot
) -> None:
    found: list[bool] = []
    watch.found.connect(lambda: found.append(True))

    def fail() -> None:
        raise KeyError("scale")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: found == [True])
    assert len(former) == 1


def test_ctrl_c_is_no_defect(watch: DefectWatch, former: list[object]) -> None:
    found: list[bool] = []
    interrupted: list[bool] = []
    watch.found.connect(lambda: found.append(True))
    watch.interrupted.connect(lambda: interrupted.append(True))

    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert interrupted == [True]
    assert not found
    assert not former


def test_the_former_hooks_come_back(former: list[object]) -> None:
    before = sys.excepthook, threading.excepthook
    watch = DefectWatch()

    watch.install()
    watch.remove()

    assert (sys.excepthook, threading.excepthook) == before
