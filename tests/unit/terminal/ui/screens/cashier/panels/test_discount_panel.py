"""How much is taken off."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.discount_panel import (
    DiscountEntry,
    DiscountPanel,
    DiscountQuestion,
)


@pytest.fixture
def entries() -> list[DiscountEntry]:
    return []


@pytest.fixture
def panel(qtbot: QtBot, entries: list[DiscountEntry]) -> DiscountPanel:
    made = DiscountPanel()
    qtbot.addWidget(made)
    made.show()
    made.ask(DiscountQuestion("Oat milk", 2, "€"), entries.append, lambda _: None)
    return made


def test_a_percentage_of_the_line_comes_first(
    panel: DiscountPanel, entries: list[DiscountEntry]
) -> None:
    panel.type_digits("5")
    panel.confirm()

    assert entries == [DiscountEntry(is_line=True, rate_ppm=50_000)]


def test_an_amount_of_the_basket_is_keyed_in_minor_units(
    panel: DiscountPanel, entries: list[DiscountEntry]
) -> None:
    panel.basket_key.click()
    panel.amount_key.click()
    panel.type_digits("1")
    panel.type_digits("50")
    assert panel.amount.amount == "1.50"
    panel.confirm()

    assert entries == [DiscountEntry(is_line=False, amount_minor=150)]


def test_nothing_and_more_than_all_do_not_apply(panel: DiscountPanel) -> None:
    assert panel.main_key.reason == "Key how much is taken off."

    panel.type_digits("101")
    assert panel.main_key.reason == "At most 100 percent."

    panel.erase()
    assert panel.main_key.applies


def test_without_a_line_only_the_basket_is_left(
    panel: DiscountPanel, entries: list[DiscountEntry]
) -> None:
    panel.ask(DiscountQuestion("", 2, "€"), entries.append, lambda _: None)

    panel.line_key.click()

    assert not panel.is_line
