"""Opening the till, reports, the drawer, and the end of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr

if TYPE_CHECKING:
    from terminal.application.receipts.document import ReceiptDocument
    from terminal.application.till_control.till_view import XReportView
    from terminal.domain.till.settlement import SettlementSummary


class TillFlows(QObject):
    """What a till needs before its first sale and besides its sales.

    Attributes:
        is_opening: The loan is asked for.
    """

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._till = counter.till
        self._listed: tuple[SettlementSummary, ...] = ()
        self._list = 0
        self.is_opening = False
        self._till.report_taken.connect(self._show_report)
        self._till.reports_listed.connect(self._list_reports)
        self._till.report_copied.connect(self._show_copy)
        self._till.day_closed.connect(counter.close)
        self._till.drawer_opened.connect(counter.close)
        self._till.voided.connect(counter.close)

    def ask_opening(self) -> None:
        """Ask for the loan with which the till opens."""
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        state = self._till.state
        if state is None:
            return
        day = state.business_day
        date = day.business_day if day is not None else state.proposed_business_day
        question = NumberQuestion(
            title=tr("Open the till"),
            caption=tr("Cash in the drawer"),
            decimals=state.exponent,
            confirm=tr("Open the till"),
            symbol=self._counter.symbol,
            hint=tr("Business day {date}. Count the loan and key it.", date=date),
            can_go_back=False,
        )
        self._counter.ask_number(question, self._till.open)
        self.is_opening = True

    def open_drawer(self) -> None:
        """Ask why the drawer must open though nothing is sold."""
        reasons = (tr("Change a note"), tr("Count"), tr("Forgotten change"))
        self._counter.ask_reason(
            tr("No sale"), tr("Open the drawer"), reasons, self._till.open_drawer
        )

    def show_reports(self) -> None:
        """List the settlements, to print the paper of one again."""

        def choose(place: int) -> None:
            self._till.reprint_report(self._listed[place].z_number)

        self._counter.ask_list(tr("Z reports"), choose)
        self._list = self._counter.list_number
        self._till.list_reports()

    @Slot(object)
    def _list_reports(self, views: tuple[SettlementSummary, ...]) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        if not self._counter.is_listing(self._list):
            return
        self._listed = views
        rows = [
            ListRow(
                name=f"Z {view.z_number}",
                detail=f"{view.business_day} · {clock_text(view.settled_at_ms)}"
                + _difference(view, self._counter.exponent),
                amount=format_minor(view.counted_minor, self._counter.exponent),
                icon="receipt",
            )
            for view in views
        ]
        self._counter.show_rows(rows, tr("No till was settled yet."))

    @Slot(object)
    def _show_copy(self, document: ReceiptDocument) -> None:
        self._counter.show_paper(
            tr("Copy of a report"), document, tr("Done"), self._counter.close
        )

    @Slot(object)
    def _show_report(self, view: XReportView) -> None:
        self._counter.show_paper(
            tr("X report"), view.document, tr("Done"), self._counter.close
        )


def _difference(view: SettlementSummary, exponent: int) -> str:
    over = view.counted_minor - view.expected_minor
    if over == 0:
        return ""
    word = tr("over") if over > 0 else tr("short")
    return f" · {format_minor(abs(over), exponent)} {word}"
