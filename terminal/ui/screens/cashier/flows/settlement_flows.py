"""Counting blind, deciding what is still open, and closing the period."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from terminal.application.till_control.count_till import CountTill
from terminal.application.till_control.till_view import (
    SettlementView,
    TillCountView,
    UndecidedView,
)
from terminal.domain.till.till_policy import TransactionDecision
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.translation import tr
from terminal.ui.view_models.commands import Question
from terminal.ui.view_models.status_view_model import StatusViewModel


class SettlementFlows(QObject):
    """Count, then settle; or count alone, in the middle of the day.

    What should be in the till is on no screen before it is settled.
    """

    def __init__(self, counter: Counter, status: StatusViewModel) -> None:
        super().__init__(counter)
        self._counter = counter
        self._till = counter.till
        self._status = status
        self._settles = False
        self._count: TillCountView | None = None
        self._uncounted_reason: str | None = None
        self._till.counted.connect(self._take_count)
        self._till.undecided_listed.connect(self._show_decisions)
        self._till.settled.connect(self._show_settlement)

    def ask_count(self) -> None:
        """Count the till and go on selling."""
        self._begin(settles=False)

    def ask_settlement(self) -> None:
        """Count the till, then settle it."""
        self._begin(settles=True)

    def _begin(self, *, settles: bool) -> None:
        self._settles = settles
        self._count, self._uncounted_reason = None, None
        state = self._till.state
        if state is None:
            return
        if not state.faces:
            self._ask_sum()
            return
        from terminal.ui.screens.cashier.panels.count_panel import CountPanel

        panel = self._counter.screen.panel_of(CountPanel)
        if not panel.property("connected"):
            panel.setProperty("connected", "yes")
            panel.counted.connect(self._send_pieces)
            panel.sum_wanted.connect(self._ask_sum)
            panel.uncounted.connect(self._ask_why_uncounted)
        panel.begin(state.faces, state.exponent, self._counter.symbol, can_skip=settles)
        self._counter.open(CountPanel)

    @Slot(object)
    def _send_pieces(self, pieces: dict[int, int]) -> None:
        assert self._till.state is not None
        self._till.count(CountTill(pieces={self._till.state.currency: pieces}))

    @Slot()
    def _ask_sum(self) -> None:
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        state = self._till.state
        assert state is not None

        def send(counted_minor: int) -> None:
            self._till.count(CountTill(sums_minor={state.currency: counted_minor}))

        question = NumberQuestion(
            title=tr("Count the till"),
            caption=tr("Counted cash"),
            decimals=state.exponent,
            symbol=self._counter.symbol,
            hint=tr("Count all cash in the drawer, the loan included."),
        )
        self._counter.ask_number(question, send)

    @Slot()
    def _ask_why_uncounted(self) -> None:
        reasons = (
            tr("Nobody to count"),
            tr("Drawer is locked"),
            tr("Power failure"),
        )

        def go_on(reason: str) -> None:
            self._uncounted_reason = reason
            self._till.list_undecided()

        self._counter.ask_reason(
            tr("Settle without counting"),
            tr("Go on"),
            reasons,
            go_on,
            tr("The report will say so, and why."),
        )

    @Slot(object)
    def _take_count(self, count: TillCountView) -> None:
        self._count = count
        if self._settles:
            self._till.list_undecided()
            return
        amount = format_minor(count.cash[0].amount_minor, count.exponent)
        number = count.count_number
        self._counter.close()
        from terminal.ui.widgets.notice import NoticeText

        def write() -> NoticeText:
            title = tr(
                "Count {number} recorded: {amount}", number=number, amount=amount
            )
            detail = tr("The settlement takes the last count.")
            return NoticeText("neutral", "check", title, detail)

        self._counter.say(write)

    @Slot(object)
    def _show_decisions(self, waiting: tuple[UndecidedView, ...]) -> None:
        from terminal.ui.screens.cashier.panels.settle_panel import (
            SettlePanel,
            SettleQuestion,
        )

        counted = None
        if self._count is not None:
            counted = sum(
                cash.amount_minor
                for cash in self._count.cash
                if cash.currency == self._count.currency
            )
        sync = self._status.sync
        panel = self._counter.open(SettlePanel)
        panel.ask(
            SettleQuestion(
                counted_minor=counted,
                uncounted_reason=self._uncounted_reason or "",
                symbol=self._counter.symbol,
                exponent=self._counter.exponent,
                waiting=waiting,
                pending=(sync.waiting or 0) if sync.is_enabled else 0,
            ),
            self._settle,
        )

    def _settle(self, decisions: dict[str, TransactionDecision]) -> None:
        self._till.settle(uncounted_reason=self._uncounted_reason, suspended=decisions)

    def ask_again(self, question: Question) -> None:
        """Take up a settlement that was refused: nobody counted, or decided."""
        del question
        if self._count is None and self._uncounted_reason is None:
            self.ask_settlement()
        else:
            self._till.list_undecided()

    @Slot(object)
    def _show_settlement(self, view: SettlementView) -> None:
        from terminal.ui.screens.cashier.flows.settlement_text import summary_of

        # What was open is cancelled or suspended now.
        self._counter.sale.load()
        self._counter.show_paper(
            tr("Till settled"),
            view.document,
            tr("Close the day"),
            self._till.close_day,
            summary_of(view),
        )
