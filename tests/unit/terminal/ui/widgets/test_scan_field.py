"""The search field."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from terminal.ui.widgets.scan_field import ScanField


def test_the_field_has_a_name_and_a_hint_that_leaves_while_typing(
    qtbot: QtBot,
) -> None:
    field = ScanField("field", "Ctrl F")
    qtbot.addWidget(field)
    field.resize(500, 40)
    field.set_hint("Scan or search items", "Search")
    empty = field.grab().toImage()

    qtbot.keyClicks(field, "oat")

    assert field.accessibleName() == "Scan or search items"
    assert field.height() == 40
    assert field.grab().toImage() != empty


def test_a_refusal_outlines_the_field(qtbot: QtBot) -> None:
    field = ScanField("field")
    qtbot.addWidget(field)
    field.resize(300, 40)
    before = field.grab().toImage()

    field.set_refused(refused=True)
    assert field.grab().toImage() != before

    field.set_refused(refused=False)
    assert field.property("refused") == "false"
