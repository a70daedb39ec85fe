"""Counting by pieces."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.count_panel import CountPanel


@pytest.fixture
def panel(qtbot: QtBot) -> CountPanel:
    made = CountPanel()
    qtbot.addWidget(made)
    made.resize(606, 640)
    made.show()
    made.begin((5_000, 200, 1), 2, "€", can_skip=False)
    return made


def test_the_sum_follows_every_digit(panel: CountPanel) -> None:
    panel.type_digits("1")
    panel.type_digits("2")
    assert panel.amount.amount == "600.00"

    panel.erase()
    assert panel.amount.amount == "50.00"


def test_the_next_face_begins_anew_and_the_last_ends_the_count(
    panel: CountPanel,
) -> None:
    counts: list[dict[int, int]] = []
    panel.counted.connect(counts.append)

    panel.type_digits("2")
    panel.go_on()
    panel.type_digits("3")
    panel.go_on()
    panel.type_digits("00")
    panel.go_on()

    assert counts == [{5_000: 2, 200: 3, 1: 0}]


def test_a_face_that_is_marked_again_is_counted_again(panel: CountPanel) -> None:
    panel.type_digits("9")
    panel.keys[1].click()
    panel.keys[0].click()

    panel.type_digits("4")

    assert panel.keys[0].pieces == 4
    assert panel.keys[0].accessibleName() == "50.00 \u00d7 4 = 200.00"


def test_no_count_is_an_answer_only_at_a_settlement(panel: CountPanel) -> None:
    assert not panel.skip_key.isVisible()

    panel.begin((100,), 2, "€", can_skip=True)

    assert panel.skip_key.isVisible()
    assert panel.amount.amount == "0.00"


def test_a_count_that_was_refused_can_be_given_again(panel: CountPanel) -> None:
    counts: list[dict[int, int]] = []
    panel.counted.connect(counts.append)

    panel.confirm()
    panel.confirm()
    assert len(counts) == 1

    panel.ask_again()
    panel.confirm()
    assert len(counts) == 2
