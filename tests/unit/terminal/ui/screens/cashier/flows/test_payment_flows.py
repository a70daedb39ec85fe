"""Payment, change and the receipt."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.tender.cash_rounding import CashRounding, CashRoundingMode
from terminal.ui.screens.cashier.panels.tender_panel import TenderPanel
from tests.support.window_under_test import WindowUnderTest


def test_the_last_receipt_is_shown_after_the_sale(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9)

    selling.press(Qt.Key.Key_F11)

    paper = selling.screen.panel.paper  # type: ignore[attr-defined]
    assert "Oat milk 1 l" in paper.accessibleName()


def test_cash_is_asked_for_as_it_is_rounded_and_the_rounding_is_shown(
    qapp: QApplication,
) -> None:
    under_test = WindowUnderTest()
    store = under_test.till.ledger.store
    rounding = CashRounding(step_minor=5, mode=CashRoundingMode.HALF_UP)
    pricing = msgspec.structs.replace(store.pricing, cash_rounding=rounding)
    under_test.till.ledger.store = msgspec.structs.replace(store, pricing=pricing)
    under_test.show()
    under_test.sign_on()
    under_test.scan("1024", "1021", "1021")
    under_test.press(Qt.Key.Key_F12)
    panel = under_test.screen.panel
    assert isinstance(panel, TenderPanel)
    assert panel.due.amount == "9.18"
    assert panel.due_caption.text() == "To pay · rounded in cash: €9.20"
    assert panel.field.amount.amount == "9.20"

    under_test.press(Qt.Key.Key_Return)

    completed = under_test.flows.sale.last_completed
    assert completed is not None
    assert (completed.gross_minor, completed.change_minor) == (918, 0)
    rounded = under_test.screen.basket.rounding
    assert rounded.isVisible()
    assert rounded.value.text() == "0.02"
    under_test.close()


def test_a_sale_that_was_paid_before_a_crash_is_completed_by_the_main_key(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    selling.till.use_cases.tender_cash(TenderCash(given_minor=200))
    selling.flows.sale.load()
    selling.press(Qt.Key.Key_F12)
    panel = selling.screen.panel
    assert isinstance(panel, TenderPanel)
    assert panel.main_key.lead_text == "Complete the sale"

    selling.press(Qt.Key.Key_Return)

    assert selling.event_names[-1] == "SaleCompleted"
    assert selling.flows.sale.last_completed is not None
    assert selling.flows.sale.last_completed.change_minor == 5


def test_an_amount_that_was_typed_and_left_is_not_the_next_payments(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F12, *"500", Qt.Key.Key_Escape)
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)
    # The next sale comes to the same.
    selling.scan("1010")

    selling.press(Qt.Key.Key_F12, Qt.Key.Key_Return)

    completed = selling.flows.sale.last_completed
    assert completed is not None
    assert completed.change_minor == 0
