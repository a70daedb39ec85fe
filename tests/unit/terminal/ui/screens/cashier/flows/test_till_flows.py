"""Opening, reports and the drawer."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from terminal.domain.till.till_policy import TillPolicy
from tests.support.window_under_test import WindowUnderTest


def test_the_till_is_opened_with_a_loan_before_anything_is_sold(
    qapp: QApplication,
) -> None:
    under_test = WindowUnderTest(is_open=False)
    under_test.show()
    under_test.sign_on()
    assert under_test.screen.panel.objectName() == "numberPanel"

    under_test.scan("1010")
    assert not under_test.flows.sale.has_sale

    under_test.press(*"10000", Qt.Key.Key_Return)
    assert under_test.screen.panel is under_test.screen.items
    state = under_test.flows.till.state
    assert state is not None
    assert state.period is not None
    assert state.period.loan_minor == 10_000
    under_test.close()


def test_the_drawer_opens_without_a_sale_for_a_reason(
    selling: WindowUnderTest,
) -> None:
    selling.flows.till_flows.open_drawer()

    selling.press("1", Qt.Key.Key_Return)

    kinds = [type(event.body).__name__ for event in selling.till.ledger.events]
    assert kinds[-1] == "NoSaleRecorded"


def test_the_report_of_a_settlement_is_printed_again(selling: WindowUnderTest) -> None:
    selling.flows.settlement.ask_settlement()
    selling.press(Qt.Key.Key_F12, Qt.Key.Key_F12, Qt.Key.Key_Escape)

    selling.flows.show_more()
    selling.choose("Z reports")
    (row,) = selling.rows
    assert (row.name, row.amount) == ("Z 1", "0.00")
    assert row.detail.endswith("100.00 short")
    selling.choose("Z 1")

    assert selling.screen.panel.title.text() == "Copy of a report"
    assert selling.event_names[-1] == "ReportReprinted"


def test_too_much_in_the_drawer_is_noticed_above_the_tiles(
    qapp: QApplication,
) -> None:
    under_test = WindowUnderTest()
    store = under_test.till.ledger.store
    under_test.till.ledger.store = msgspec.structs.replace(
        store, till=TillPolicy(lift_at_minor=10_000)
    )
    under_test.show()
    under_test.sign_on()
    notice = under_test.screen.items.notice
    assert not notice.isVisible()

    under_test.scan("1010")
    under_test.press(Qt.Key.Key_F9)
    under_test.press(Qt.Key.Key_Return)
    assert notice.isVisible()
    assert notice.text.title == "Too much cash in the drawer"

    notice.acted.emit()
    under_test.settle()
    assert under_test.rows[0].name == "Pickup"
    under_test.close()
