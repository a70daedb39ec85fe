"""Taking payment."""

from __future__ import annotations

from PySide6.QtCore import Qt

from terminal.ui.screens.cashier.panels.tender_panel import TenderPanel
from tests.support.window_under_test import WindowUnderTest


def _pay(selling: WindowUnderTest) -> TenderPanel:
    selling.scan("1010", "1024")
    selling.press(Qt.Key.Key_F12)
    panel = selling.screen.panel
    assert isinstance(panel, TenderPanel)
    return panel


def test_what_is_due_is_the_loudest_figure(selling: WindowUnderTest) -> None:
    panel = _pay(selling)

    assert panel.due.amount == "6.15"
    assert panel.due_caption.text() == "To pay"
    assert selling.screen.basket.total.px == 28


def test_cash_keys_offer_the_exact_amount_and_the_next_notes(
    selling: WindowUnderTest,
) -> None:
    panel = _pay(selling)

    assert [key.text() for key in panel.cash_keys] == [
        "6.15",
        "10.00",
        "20.00",
        "50.00",
    ]

    panel.cash_keys[1].click()
    selling.settle()
    assert selling.screen.panel.objectName() == "changePanel"


def test_a_part_is_listed_and_can_be_removed(selling: WindowUnderTest) -> None:
    panel = _pay(selling)
    selling.press(*"200", Qt.Key.Key_Return)

    assert panel.due.amount == "4.15"
    assert panel.due_caption.text() == "Still to pay"
    assert panel.paid_stat.value.text() == "2.00"

    selling.find("removeTender1").click()  # type: ignore[attr-defined]
    selling.settle()
    assert panel.due.amount == "6.15"
    assert panel.paid_list.count() == 0


def test_ways_that_are_not_set_up_say_so(selling: WindowUnderTest) -> None:
    panel = _pay(selling)

    selling.press(Qt.Key.Key_F10)

    notice = selling.screen.scan_notice
    assert notice.text.title == "Card is not set up on this till."
    assert selling.screen.panel is panel


def test_an_erased_amount_cannot_be_taken(selling: WindowUnderTest) -> None:
    panel = _pay(selling)

    selling.press(Qt.Key.Key_Backspace)
    assert not panel.main_key.applies

    selling.press("5")
    assert panel.field.amount.amount == "0.05"
    assert panel.main_key.applies


def test_a_return_is_paid_out(selling: WindowUnderTest) -> None:
    selling.press(Qt.Key.Key_F8)
    selling.press(Qt.Key.Key_Return)
    selling.press("1", Qt.Key.Key_Return)
    selling.scan("1010")
    selling.press(Qt.Key.Key_F12)
    panel = selling.screen.panel
    assert isinstance(panel, TenderPanel)
    assert panel.due_caption.text() == "To give back"
    assert panel.main_key.lead_text == "Give cash"

    selling.press(Qt.Key.Key_Return)

    completed = selling.flows.sale.last_completed
    assert completed is not None
    assert completed.gross_minor == -195
