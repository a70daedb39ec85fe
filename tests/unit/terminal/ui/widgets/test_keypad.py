"""Digits to touch."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from terminal.ui.widgets.key import Key
from terminal.ui.widgets.keypad import AmountField, Keypad, PinDots


def _press(pad: Keypad, name: str, qtbot: QtBot) -> None:
    key = pad.findChild(QWidget, name)
    assert isinstance(key, Key)
    qtbot.mouseClick(key, Qt.MouseButton.LeftButton)


def test_keys_type_their_digits(qtbot: QtBot) -> None:
    pad = Keypad("pad")
    qtbot.addWidget(pad)
    typed: list[str] = []
    pad.typed.connect(typed.append)

    for name in ("digit7", "digit0", "digit00"):
        _press(pad, name, qtbot)

    assert typed == ["7", "0", "00"]


def test_the_last_key_erases_and_has_a_name(qtbot: QtBot) -> None:
    pad = Keypad("pad", for_pin=True)
    qtbot.addWidget(pad)

    with qtbot.waitSignal(pad.erased):
        _press(pad, "eraseKey", qtbot)

    assert pad.erase_key.accessibleName() == "Delete last digit"
    assert pad.findChild(QWidget, "digit00") is None


def test_dots_tell_how_many_and_never_which(qtbot: QtBot) -> None:
    dots = PinDots("dots", 6)
    qtbot.addWidget(dots)

    dots.show_filled(2)

    image = dots.grab().toImage()
    assert dots.accessibleName() == "2 of 6 digits"
    assert image.pixelColor(16, 8) == image.pixelColor(48, 8)
    assert image.pixelColor(16, 8) != image.pixelColor(80, 8)


def test_the_field_shows_what_is_typed(qtbot: QtBot) -> None:
    field = AmountField("field")
    qtbot.addWidget(field)

    field.show_amount("Amount", "€", "5.00")

    assert field.amount.amount == "5.00"
    assert field.caption.text() == "Amount"
