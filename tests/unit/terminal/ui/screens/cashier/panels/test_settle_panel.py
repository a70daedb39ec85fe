"""Decisions before the period closes."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from terminal.application.till_control.till_view import UndecidedView
from terminal.domain.till.till_policy import TransactionDecision
from terminal.ui.screens.cashier.panels.settle_panel import (
    SettlePanel,
    SettleQuestion,
)


def _waiting(name: str, lines: int) -> UndecidedView:
    return UndecidedView(
        transaction_id=name, line_count=lines, total_minor=195, is_open=False
    )


def test_sales_are_carried_over_unless_cancelled_or_empty(qtbot: QtBot) -> None:
    panel = SettlePanel()
    qtbot.addWidget(panel)
    answers: list[dict[str, TransactionDecision]] = []
    waiting = (_waiting("a", 2), _waiting("b", 1), _waiting("empty", 0))
    panel.ask(
        SettleQuestion(
            counted_minor=None,
            uncounted_reason="Power failure",
            symbol="€",
            exponent=2,
            waiting=waiting,
            pending=0,
        ),
        answers.append,
    )
    panel.decisions[1].cancel_key.click()

    panel.confirm()
    panel.confirm()

    assert answers == [
        {
            "a": TransactionDecision.CARRY_OVER,
            "b": TransactionDecision.CANCEL,
            "empty": TransactionDecision.CANCEL,
        }
    ]
    assert panel.counted.value.text() == "Power failure"
    assert panel.pending.isHidden()
