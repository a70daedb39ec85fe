"""Who approves, and with which PIN."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from terminal.application.till_control.till_view import OperatorView
from terminal.ui.screens.cashier.panels.approval_panel import ApprovalPanel


def _operator(operator_id: str, role: str) -> OperatorView:
    return OperatorView(
        operator_id=operator_id,
        name=operator_id.upper(),
        role=role,
        language="",
        wait_ms=0,
    )


@pytest.fixture
def answers() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def panel(qtbot: QtBot, answers: list[tuple[str, str]]) -> ApprovalPanel:
    made = ApprovalPanel()
    qtbot.addWidget(made)
    made.show()
    made.ask(
        what="Give a discount",
        refusal=None,
        chosen="",
        not_this="me",
        answer=lambda operator_id, pin: answers.append((operator_id, pin)),
    )
    made.show_operators(
        [
            _operator("me", "manager"),
            _operator("c", "cashier"),
            _operator("s", "supervisor"),
            _operator("m", "manager"),
        ]
    )
    return made


def test_the_sixth_digit_sends_once(
    panel: ApprovalPanel, answers: list[tuple[str, str]]
) -> None:
    for digit in "1234567":
        panel.type_digit(digit)

    assert answers == [("m", "123456")]


def test_who_asks_cannot_approve(panel: ApprovalPanel) -> None:
    assert [key.text() for key in panel.keys] == ["M", "S", "C"]


def test_another_name_begins_another_pin(
    panel: ApprovalPanel, answers: list[tuple[str, str]]
) -> None:
    for digit in "999":
        panel.type_digit(digit)

    panel.keys[1].click()
    panel.erase()
    for digit in "123456":
        panel.type_digit(digit)

    assert answers == [("s", "123456")]
