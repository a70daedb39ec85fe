"""Money that moves without a sale."""

from __future__ import annotations

from PySide6.QtCore import Qt

from terminal.ui.screens.cashier.panels.receipt_panel import ReceiptPanel
from tests.support.window_under_test import PIN, WindowUnderTest


def _begin(selling: WindowUnderTest, kind: str) -> None:
    selling.flows.show_more()
    selling.choose("Cash in and out")
    selling.choose(kind)


def _paper(selling: WindowUnderTest) -> str:
    panel = selling.screen.panel
    assert isinstance(panel, ReceiptPanel)
    return panel.paper.accessibleName()


def test_a_pickup_takes_amount_reason_and_the_number_of_its_bag(
    selling: WindowUnderTest,
) -> None:
    _begin(selling, "Pickup")
    selling.press(*"5000", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)

    selling.scan("BAG-77")

    paper = _paper(selling)
    assert selling.till.ledger.events[-1].body.amount_minor == -5_000  # type: ignore[attr-defined]
    assert "BAG-77" in paper
    assert "Too much in the drawer" in paper
    selling.press(Qt.Key.Key_Return)
    assert selling.screen.panel is selling.screen.items


def test_a_loan_needs_no_bag(selling: WindowUnderTest) -> None:
    _begin(selling, "Loan")

    selling.press(*"2000", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)

    assert selling.event_names[-1] == "TenderControlRecorded"
    assert selling.till.ledger.events[-1].body.amount_minor == 2_000  # type: ignore[attr-defined]
    assert "Change is short" in _paper(selling)


def test_more_than_the_till_holds_is_recorded_only_when_meant(
    selling: WindowUnderTest,
) -> None:
    _begin(selling, "Paid out")
    selling.press(*"20000", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    assert selling.screen.panel.objectName() == "choicePanel"

    selling.press(Qt.Key.Key_Return)
    assert "TenderControlRecorded" not in selling.event_names

    _begin(selling, "Paid out")
    selling.press(*"20000", Qt.Key.Key_Return, "1", Qt.Key.Key_Return, "1")
    assert selling.event_names[-1] == "TenderControlRecorded"


def test_a_cashier_needs_approval_to_pay_out(shown: WindowUnderTest) -> None:
    shown.sign_on("b")
    _begin(shown, "Paid out")
    shown.press(*"500", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    assert shown.screen.panel.objectName() == "approvalPanel"

    shown.press(*PIN)

    assert "TenderControlRecorded" in shown.event_names


def test_a_movement_recorded_by_mistake_is_voided(selling: WindowUnderTest) -> None:
    _begin(selling, "Loan")
    selling.press(*"2000", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    _begin(selling, "Movements so far")
    (row,) = selling.rows
    assert (row.name, row.amount) == ("Loan", "20.00")

    selling.choose("Loan")
    selling.press("1", Qt.Key.Key_Return)

    assert selling.screen.panel.title.text() == "Loan voided"
