"""Counting blind and closing the period."""

from __future__ import annotations

from PySide6.QtCore import Qt

from terminal.ui.screens.cashier.panels.count_panel import CountPanel
from terminal.ui.screens.cashier.panels.settle_panel import SettlePanel
from terminal.ui.view_models.status_view_model import SyncState
from tests.support.window_under_test import WindowUnderTest


def test_the_till_is_reported_settled_blind_and_the_day_closed(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F9, Qt.Key.Key_F12)
    selling.flows.show_more()
    selling.choose("X report")
    assert selling.screen.panel.objectName() == "receiptPanel"
    selling.press(Qt.Key.Key_Return)

    selling.flows.show_more()
    selling.choose("Settle the till")
    # Blind: what should be there is nowhere on the screen.
    assert "101.95" not in " ".join(
        label.text()
        for label in selling.screen.panel.findChildren(
            type(selling.screen.basket.title)
        )
    )
    # One note of 100, one coin of 1, the rest in cents.
    panel = selling.screen.panel
    assert isinstance(panel, CountPanel)
    while panel.marked_face != 10_000:
        selling.press(Qt.Key.Key_Return)
    selling.press("1", Qt.Key.Key_Return)
    selling.press(*[Qt.Key.Key_Down] * 5, "1", Qt.Key.Key_Down, "1")
    assert panel.amount.amount == "101.50"
    selling.press(Qt.Key.Key_F12)
    assert selling.screen.panel.objectName() == "settlePanel"
    selling.press(Qt.Key.Key_F12)

    summary = selling.screen.panel.summary.text()  # type: ignore[attr-defined]
    assert summary == "Z 1: counted 101.50, expected 101.95, 0.45 short"

    selling.press(Qt.Key.Key_Return)
    assert selling.flows.till.state is not None
    assert selling.flows.till.state.business_day is None


def test_open_and_suspended_sales_get_a_decision(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F5)
    selling.scan("1011")
    selling.flows.settlement.ask_settlement()
    selling.press(Qt.Key.Key_F12)
    panel = selling.screen.panel
    assert isinstance(panel, SettlePanel)
    assert len(panel.decisions) == 2

    # The open one is cancelled, the suspended one is carried over.
    selling.press("1", Qt.Key.Key_F12)

    summary = selling.screen.panel.summary.text()  # type: ignore[attr-defined]
    assert "1 sale cancelled" in summary
    assert "1 sale carried over" in summary
    assert not selling.flows.sale.has_sale


def test_the_sum_alone_can_be_keyed(selling: WindowUnderTest) -> None:
    selling.flows.settlement.ask_settlement()
    panel = selling.screen.panel
    assert isinstance(panel, CountPanel)
    panel.sum_key.click()

    selling.press(*"10000", Qt.Key.Key_Return, Qt.Key.Key_F12)

    summary = selling.screen.panel.summary.text()  # type: ignore[attr-defined]
    assert summary == "Z 1: counted 100.00, expected 100.00, 0.00 exact"


def test_a_till_that_nobody_can_count_settles_with_the_reason(
    selling: WindowUnderTest,
) -> None:
    selling.flows.settlement.ask_settlement()
    panel = selling.screen.panel
    assert isinstance(panel, CountPanel)
    panel.skip_key.click()

    selling.press("3", Qt.Key.Key_Return, Qt.Key.Key_F12)

    assert selling.event_names[-1] == "TillSettled"
    assert selling.flows.till.state is not None
    assert selling.flows.till.state.period is None


def test_a_count_in_the_middle_of_the_day_is_recorded_and_selling_goes_on(
    selling: WindowUnderTest,
) -> None:
    selling.flows.settlement.ask_count()
    selling.press("1", Qt.Key.Key_F12)

    assert selling.notice.title == "Count 1 recorded: 500.00"
    selling.scan("1010")
    assert selling.flows.sale.has_sale


def test_what_waits_to_be_sent_is_stated_and_stops_nothing(
    selling: WindowUnderTest,
) -> None:
    selling.status.tell_sync(SyncState(is_enabled=True, waiting=7))
    selling.flows.settlement.ask_settlement()
    selling.press(Qt.Key.Key_F12)

    panel = selling.screen.panel
    assert isinstance(panel, SettlePanel)
    assert panel.pending.text.title == "7 records wait to be sent"
    selling.press(Qt.Key.Key_F12)
    assert selling.event_names[-1] == "TillSettled"


def test_a_key_that_bounces_records_one_count(selling: WindowUnderTest) -> None:
    selling.flows.settlement.ask_count()
    selling.queue.is_held = True

    selling.press(Qt.Key.Key_F12, Qt.Key.Key_F12)
    selling.queue.run()
    selling.settle()

    assert selling.event_names.count("TillCounted") == 1
    assert selling.notice.title == "Count 1 recorded: 0.00"
