"""Answers of a form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from terminal.ui.widgets.form_fields import Choice, Field, TimeZoneField


def test_a_field_is_named_by_its_caption() -> None:
    field = Field("nameField")

    field.set_caption("Name of the store")

    assert field.edit.accessibleName() == field.caption.text() == "Name of the store"


def test_a_secret_is_dots_and_no_longer_than_it_may_be(qtbot: QtBot) -> None:
    field = Field("pinField", digits=6)
    qtbot.addWidget(field)

    qtbot.keyClicks(field.edit, "1234567")

    assert field.edit.text() == "123456"
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password


def test_one_key_of_a_choice_is_marked_and_told(qtbot: QtBot) -> None:
    choice = Choice("mode", ("in", "out"))
    qtbot.addWidget(choice)
    choice.show_value("in")

    with qtbot.waitSignal(choice.chosen) as told:
        choice.keys["out"].click()

    assert told.args == ["out"]
    assert choice.chosen_key is choice.keys["out"]
    assert not choice.keys["in"].isChecked()


def test_zones_are_offered_by_any_part_of_their_names(qtbot: QtBot) -> None:
    field = TimeZoneField("zone")
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.edit.setFocus()

    qtbot.keyClicks(field.edit, "lond")

    assert field.offers.isVisible()
    model = field.offers.model()
    offered = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert offered == ["Europe/London"]
    qtbot.keyClick(field.offers, Qt.Key.Key_Down)
    qtbot.keyClick(field.offers, Qt.Key.Key_Return)
    assert field.edit.text() == "Europe/London"


def test_the_key_and_the_down_arrow_open_the_whole_list_at_the_zone(
    qtbot: QtBot,
) -> None:
    field = TimeZoneField("zone")
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.edit.setText("Europe/London")

    field.list_key.click()
    by_key = field.offers.currentIndex().data()
    field.offers.hide()
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)

    assert by_key == "Europe/London"
    assert field.offers.isVisible()
    assert field.offers.model().rowCount() > 400
    assert field.offers.sizeHintForRow(0) >= 48
    assert field.edit.text() == "Europe/London"
