"""The figure that is asked for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from terminal.ui.widgets.amount_display import AmountDisplay


@pytest.mark.parametrize("role", ["due", "due_tender", "change", "title"])
def test_the_figure_and_its_sign_fit(qtbot: QtBot, role: str) -> None:
    display = AmountDisplay(role, "amount")
    qtbot.addWidget(display)

    display.show_amount("€", "31.94", "Total")

    assert display.accessibleName() == "Total €31.94"
    assert display.sizeHint().height() >= 28


def test_another_amount_of_as_many_digits_moves_nothing(qtbot: QtBot) -> None:
    display = AmountDisplay("due", "amount")
    qtbot.addWidget(display)

    display.show_amount("€", "11.11")
    narrow = display.sizeHint()
    display.show_amount("€", "88.88")

    assert display.sizeHint() == narrow
    assert display.amount == "88.88"


def test_the_sign_stands_before_the_figure(qtbot: QtBot) -> None:
    display = AmountDisplay("due", "amount")
    qtbot.addWidget(display)
    display.show_amount("€", "1.00")
    display.resize(400, 60)

    image = display.grab().toImage()
    ground = image.pixelColor(1, 1)
    columns = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(image.height()))
    ]

    # Set at the end of its box, sign and figure parted by a gap.
    assert columns[-1] > 390
    assert columns[0] > 200
    assert any(b - a > 5 for a, b in pairwise(columns))
