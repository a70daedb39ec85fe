"""Basket, totals and function keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.application.selling.sale_view import TotalsView
from terminal.ui.screens.cashier.basket_column import BasketColumn
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import density_for

TOTALS = TotalsView(
    item_count=2,
    subtotal_minor=615,
    tax_minor=56,
    total_minor=615,
    tendered_minor=0,
    due_minor=615,
    change_minor=0,
    currency="EUR",
    exponent=2,
)


def _column(qtbot: QtBot) -> BasketColumn:
    column = BasketColumn()
    qtbot.addWidget(column)
    column.resize(760, 712)
    column.show()
    return column


def test_totals_are_shown_with_the_currency_once(qtbot: QtBot) -> None:
    column = _column(qtbot)

    column.show_totals(TOTALS, "€", inclusive=True)

    assert column.total.amount == "6.15"
    assert column.count.text() == "2 items"
    assert column.tax.label.text() == "Tax incl."
    assert column.subtotal.value.text() == "6.15"


def test_an_empty_basket_comes_to_zero(qtbot: QtBot) -> None:
    column = _column(qtbot)

    column.show_totals(None, "€", inclusive=False)

    assert column.total.amount == "0.00"
    assert column.tax.label.text() == "Tax"


def test_a_function_key_tells_its_name(qtbot: QtBot) -> None:
    column = _column(qtbot)

    with qtbot.waitSignal(column.function_chosen) as blocker:
        qtbot.mouseClick(column.keys["quantity"], Qt.MouseButton.LeftButton)

    assert blocker.args == ["quantity"]


def test_narrow_windows_show_six_function_keys(qtbot: QtBot) -> None:
    column = _column(qtbot)

    APPEARANCE.use(density=density_for(1024))
    column.take_density()

    shown = [name for name, key in column.keys.items() if key.isVisible()]
    assert len(shown) == 7
    assert "member" not in shown


def test_a_total_that_is_not_asked_for_is_quiet(qtbot: QtBot) -> None:
    column = _column(qtbot)
    loud = column.total.sizeHint().height()

    column.set_total_asked(asked=False)

    assert column.total.sizeHint().height() < loud
