"""What can be done with the selected line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from terminal.ui.widgets.line_actions import LineActions, Stepper
from terminal.ui.widgets.painting import text_width


@pytest.mark.parametrize(("x", "step"), [(10, -1), (80, 0), (150, 1)])
def test_the_stepper_has_three_places(qtbot: QtBot, x: int, step: int) -> None:
    actions = LineActions()
    qtbot.addWidget(actions)
    actions.show_line("Oat milk", "2")
    actions.show()

    with qtbot.waitSignal(actions.stepped) as blocker:
        qtbot.mouseClick(actions.stepper, Qt.MouseButton.LeftButton, pos=QPoint(x, 24))

    assert blocker.args == [step]


def test_every_action_has_a_name_and_can_be_touched(qtbot: QtBot) -> None:
    actions = LineActions()
    qtbot.addWidget(actions)
    actions.show_line("Oat milk", "2")
    keys = (
        actions.stepper,
        actions.price_key,
        actions.discount_key,
        actions.void_key,
        actions.why_key,
    )

    assert all(key.accessibleName() for key in keys)
    assert all(key.minimumHeight() >= 48 for key in keys)
    assert actions.stepper.accessibleName() == "Quantity 2"


@pytest.mark.parametrize("quantity", ["1", "125", "0.570 kg", "12.345 kg"])
def test_a_weight_fits_between_the_signs(qtbot: QtBot, quantity: str) -> None:
    stepper = Stepper()
    qtbot.addWidget(stepper)
    stepper.label(quantity, accessible=quantity)

    assert text_width(stepper.quantity_font(), quantity) <= 68
