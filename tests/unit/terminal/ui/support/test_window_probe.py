"""Watching and driving a window for measurements."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from terminal.ui.support.window_probe import WindowProbe

pytestmark = pytest.mark.gui

Seen = list[tuple[str, int, float]]


def _probe(names: set[str], seen: Seen) -> WindowProbe:
    def note(_: WindowProbe, name: str, rows: int, at: float) -> None:
        seen.append((name, rows, at))

    return WindowProbe(frozenset(names), note)


def test_a_named_widget_is_reported_once_it_is_painted(qtbot: QtBot) -> None:
    seen: Seen = []
    probe = _probe({"label"}, seen)
    label = QLabel("Evertill")
    label.setObjectName("label")
    qtbot.addWidget(label)
    before = time.monotonic()

    label.show()

    qtbot.waitUntil(lambda: bool(seen))
    name, rows, at = seen[0]
    assert (name, rows) == ("label", 0)
    assert before < at <= time.monotonic()
    probe.deleteLater()


def test_other_widgets_are_not_reported(qtbot: QtBot) -> None:
    seen: Seen = []
    probe = _probe({"label"}, seen)
    other, label = QLabel("Other"), QLabel("Evertill")
    label.setObjectName("label")
    for widget in (other, label):
        qtbot.addWidget(widget)

    other.show()
    label.show()

    qtbot.waitUntil(lambda: bool(seen))
    assert {name for name, _, _ in seen} == {"label"}
    probe.deleteLater()


def test_a_list_is_reported_with_its_rows(qtbot: QtBot) -> None:
    seen: Seen = []
    probe = _probe({"list"}, seen)
    view, model = QListView(), QStringListModel(["one"])
    view.setObjectName("list")
    view.setModel(model)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: bool(seen))

    model.setStringList(["one", "two"])

    qtbot.waitUntil(lambda: seen[-1][1] == 2)
    probe.deleteLater()


def test_keys_reach_the_widget_with_the_focus_in_order(qtbot: QtBot) -> None:
    probe = _probe(set(), [])
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)

    with qtbot.waitSignal(edit.returnPressed, timeout=3_000):
        probe.type_keys("12a\n")

    assert edit.text() == "12a"
    probe.deleteLater()


def test_a_narrowed_probe_sees_one_widget_only(qtbot: QtBot) -> None:
    seen: Seen = []
    probe = _probe({"label", "list"}, seen)
    label, view, model = QLabel("Evertill"), QListView(), QStringListModel(["one"])
    label.setObjectName("label")
    view.setObjectName("list")
    view.setModel(model)
    for widget in (label, view):
        qtbot.addWidget(widget)
        widget.show()
    qtbot.waitUntil(lambda: {name for name, _, _ in seen} == {"label", "list"})

    probe.narrow_to("list")
    seen.clear()
    label.setText("Other")
    model.setStringList(["one", "two"])

    qtbot.waitUntil(lambda: bool(seen))
    qtbot.waitUntil(lambda: label.text() == "Other")
    assert {name for name, _, _ in seen} == {"list"}
    probe.deleteLater()
