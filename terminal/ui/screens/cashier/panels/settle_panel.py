"""Before the period closes: what was counted, and what becomes of open sales."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from terminal.application.till_control.till_view import UndecidedView
from terminal.domain.till.till_policy import TransactionDecision
from terminal.ui.screens.cashier.panels.panel import (
    MARGIN,
    Panel,
    digit_of,
    is_enter,
    remove_rows,
    scrolled_rows,
)
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import Text, mark
from terminal.ui.widgets.stat import Stat

_CARRY: Final = TransactionDecision.CARRY_OVER
_CANCEL: Final = TransactionDecision.CANCEL


class SettleQuestion(msgspec.Struct, frozen=True):
    """What the settlement will take.

    Attributes:
        counted_minor: The cash that was counted; None when nobody counted.
        uncounted_reason: Why nobody did.
        waiting: Open and suspended sales.
        pending: Records that wait to be sent to the center.
    """

    counted_minor: int | None
    uncounted_reason: str
    symbol: str
    exponent: int
    waiting: tuple[UndecidedView, ...]
    pending: int


class DecisionRow(QFrame):
    """One sale and the two things that can become of it."""

    def __init__(self, view: UndecidedView, place: int, exponent: int) -> None:
        super().__init__()
        self.transaction_id = view.transaction_id
        # A sale of voided lines alone is nothing to come back for.
        self.decision = _CARRY if view.line_count else _CANCEL
        mark(self, card="true")
        self.setFixedHeight(112)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 8, 8, 8)
        column.setSpacing(4)
        names = QHBoxLayout()
        name, amount = Text("strong"), Text("strong")
        kind = tr("Open sale") if view.is_open else tr("Suspended sale")
        count = tr("%n items", view.line_count)
        name.setText(f"{place + 1}  {kind} · {count}")
        amount.setText(format_minor(view.total_minor, exponent))
        names.addWidget(name)
        names.addStretch(1)
        names.addWidget(amount)
        names.addSpacing(8)
        column.addLayout(names)
        keys = QHBoxLayout()
        keys.setSpacing(8)
        self.carry_key = Key("key", f"carry{place}", icon="suspend")
        self.cancel_key = Key("key", f"cancel{place}", icon="close")
        self.carry_key.label(tr("Carry over"))
        self.cancel_key.label(tr("Cancel it"))
        self.carry_key.chosen.connect(self._carry)
        self.cancel_key.chosen.connect(self._cancel)
        for key in (self.carry_key, self.cancel_key):
            key.setCheckable(True)
            key.padding = 8
            key.setFixedHeight(48)
            keys.addWidget(key, 1)
        column.addLayout(keys)
        self._show()

    def toggle(self) -> None:
        """Decide the other way."""
        self.decision = _CANCEL if self.decision is _CARRY else _CARRY
        self._show()

    @Slot()
    def _carry(self) -> None:
        self.decision = _CARRY
        self._show()

    @Slot()
    def _cancel(self) -> None:
        self.decision = _CANCEL
        self._show()

    def _show(self) -> None:
        self.carry_key.setChecked(self.decision is _CARRY)
        self.cancel_key.setChecked(self.decision is _CANCEL)


class SettlePanel(Panel):
    """The last look before what cannot be undone; its key repeats the verb."""

    def __init__(self) -> None:
        super().__init__("settlePanel")
        self._answer: Callable[[dict[str, TransactionDecision]], None] | None = None
        self._asked: Callable[[dict[str, TransactionDecision]], None] | None = None
        self.decisions: list[DecisionRow] = []
        self.add_header()
        body = self.add_body()
        figures = QFrame()
        mark(figures, card="true")
        row = QHBoxLayout(figures)
        row.setContentsMargins(MARGIN, 12, MARGIN, 12)
        self.counted = Stat("settleCounted")
        row.addWidget(self.counted)
        row.addStretch(1)
        self.pending = Notice("settlePending")
        self.caption = Text("label_strong", "muted")
        self.scroll_area, self.rows = scrolled_rows(spacing=8)
        body.addWidget(figures)
        body.addWidget(self.pending)
        body.addWidget(self.caption)
        body.addWidget(self.scroll_area, 1)
        self.main_key = PayKey("primary", "settleConfirm", "F12")
        self.main_key.chosen.connect(self.confirm)
        self.add_main_key(self.main_key)
        self.retranslate()

    def ask(
        self,
        question: SettleQuestion,
        answer: Callable[[dict[str, TransactionDecision]], None],
    ) -> None:
        """Show what will be settled; *answer* gets the decisions."""
        self._answer = self._asked = answer
        if question.counted_minor is None:
            self.counted.show_value(tr("Not counted"), question.uncounted_reason)
        else:
            amount = format_minor(question.counted_minor, question.exponent)
            self.counted.show_value(tr("Counted cash"), f"{question.symbol}{amount}")
        if question.pending:
            title = tr("%n records wait to be sent", question.pending)
            detail = tr("They are kept and sent later. The till may close.")
            self.pending.show_text(NoticeText("neutral", "cloud-up", title, detail))
        else:
            self.pending.clear()
        self._show_waiting(question)

    def _show_waiting(self, question: SettleQuestion) -> None:
        remove_rows(self.rows, self.decisions)
        for place, view in enumerate(question.waiting):
            row = DecisionRow(view, place, question.exponent)
            self.rows.insertWidget(place, row)
            self.decisions.append(row)
        self.caption.setText(
            tr("What becomes of these sales?")
            if question.waiting
            else tr("No sale is open or suspended.")
        )

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Settle the till"))
        self.main_key.label(tr("Settle the till"))

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        digit = digit_of(event)
        if is_enter(event) or event.key() == Qt.Key.Key_F12:
            self.main_key.click()
        elif digit and 0 < int(digit) <= len(self.decisions):
            self.decisions[int(digit) - 1].toggle()
        else:
            return bool(digit)
        return True

    @override
    def ask_again(self) -> None:
        self._answer = self._asked

    @Slot()
    def confirm(self) -> None:
        """Give the decisions to who asked."""
        answer, self._answer = self._answer, None
        if answer is not None:
            answer({row.transaction_id: row.decision for row in self.decisions})
