"""Where the till stands: day, period, reports, settlement, drawer, receipts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from terminal.ui.support.error_messages import explain
from terminal.ui.support.work_queue import WorkQueue

if TYPE_CHECKING:
    from terminal.application.returning.add_return_with_receipt import (
        AddReturnWithReceipt,
    )
    from terminal.application.returning.add_return_without_receipt import (
        AddReturnWithoutReceipt,
    )
    from terminal.application.till_control.till_view import TillStateView
    from terminal.application.use_cases import UseCases

_FINISHED_LIMIT: Final = 50


class TillViewModel(QObject):
    """State of the till and the intents that are not part of ringing up a sale.

    Signals:
        state_changed: ``state`` is another TillStateView.
        settled: The SettlementView of the period that was closed.
        report_taken: The XReportView.
        day_closed: The business day is closed.
        receipt_found: The FinishedView of a receipt.
        finished_listed: The newest FinishedViews.
        return_added: The LineChange of goods that come back.
        document_made: A ReceiptDocument that goes to the printer, for the preview.
        voided: The VoidedView of a finished transaction that was voided.
        drawer_opened: The drawer was opened without a sale.
        refused: A Refusal for the operator.
    """

    state_changed = Signal(object)
    settled = Signal(object)
    report_taken = Signal(object)
    day_closed = Signal()
    receipt_found = Signal(object)
    finished_listed = Signal(object)
    return_added = Signal(object)
    document_made = Signal(object)
    voided = Signal(object)
    drawer_opened = Signal()
    refused = Signal(object)

    def __init__(self, queue: WorkQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.state: TillStateView | None = None

    @property
    def is_open(self) -> bool:
        """Whether sales can be rung up."""
        return self.state is not None and self.state.period is not None

    @property
    def exponent(self) -> int:
        """Decimal places of the till's currency."""
        return self.state.exponent if self.state is not None else 2

    def load(self) -> None:
        """Ask where the till stands."""

        def work(use: UseCases) -> TillStateView:
            # On the use-case thread: it costs 6 ms to import, before the first
            # paint if the GUI thread did it.
            from terminal.application.till_control.get_till_state import GetTillState

            return use.get_till_state(GetTillState())

        self._run(work, self._take_state)

    def open(self, loan_minor: int) -> None:
        """Open the business day if it is closed, then the period with a loan."""
        from terminal.application.till_control.get_till_state import GetTillState
        from terminal.application.till_control.open_business_day import OpenBusinessDay
        from terminal.application.till_control.open_till_period import OpenTillPeriod

        day_is_open = self.state is not None and self.state.business_day is not None
        command = OpenTillPeriod(loan_minor=loan_minor)

        def work(use: UseCases) -> TillStateView:
            if not day_is_open:
                use.open_business_day(OpenBusinessDay())
            use.open_till_period(command)
            return use.get_till_state(GetTillState())

        self._run(work, self._take_state, reload=True)

    def settle(self, counted_minor: int) -> None:
        """Count the drawer blind and close the period."""
        from terminal.application.till_control.settle_till import SettleTill

        command = SettleTill(counted_minor=counted_minor)
        self._run(lambda use: use.settle_till(command), self.settled.emit, reload=True)

    def close_day(self) -> None:
        """End the business day."""
        from terminal.application.till_control.close_business_day import (
            CloseBusinessDay,
        )

        def done(_: object) -> None:
            self.day_closed.emit()

        self._run(
            lambda use: use.close_business_day(CloseBusinessDay()), done, reload=True
        )

    def take_report(self) -> None:
        """Print an X report; nothing is reset."""
        from terminal.application.till_control.take_x_report import TakeXReport

        self._run(lambda use: use.take_x_report(TakeXReport()), self.report_taken.emit)

    def open_drawer(self, reason: str) -> None:
        """Open the drawer without a sale."""
        from terminal.application.till_control.record_no_sale import RecordNoSale

        command = RecordNoSale(reason=reason)

        def done(_: object) -> None:
            self.drawer_opened.emit()

        self._run(lambda use: use.record_no_sale(command), done)

    def find_receipt(self, receipt_text: str) -> None:
        """Find a finished sale by what is printed on its receipt."""
        from terminal.application.returning.find_receipt import FindReceipt

        command = FindReceipt(receipt_text=receipt_text)
        self._run(lambda use: use.find_receipt(command), self.receipt_found.emit)

    def list_finished(self) -> None:
        """Ask for the newest finished sales."""
        from terminal.application.returning.list_finished import ListFinished

        command = ListFinished(limit=_FINISHED_LIMIT)
        self._run(lambda use: use.list_finished(command), self.finished_listed.emit)

    def reprint(self, series: str, number: int) -> None:
        """Print a marked copy of a receipt."""
        from terminal.application.receipts.reprint_receipt import ReprintReceipt

        command = ReprintReceipt(series=series, number=number)
        self._run(lambda use: use.reprint_receipt(command), self._take_document)

    def void(self, series: str, number: int, reason: str) -> None:
        """Void a finished transaction by another one."""
        from terminal.application.returning.void_transaction import VoidTransaction

        command = VoidTransaction(series=series, number=number, reason=reason)
        self._run(lambda use: use.void_transaction(command), self.voided.emit)

    def return_line(self, command: AddReturnWithReceipt) -> None:
        """Take goods of a found receipt back."""
        self._run(
            lambda use: use.add_return_with_receipt(command), self.return_added.emit
        )

    def return_item(self, command: AddReturnWithoutReceipt) -> None:
        """Take goods back that nobody can find the sale of."""
        self._run(
            lambda use: use.add_return_without_receipt(command), self.return_added.emit
        )

    def _take_document(self, answer: Any) -> None:
        self.document_made.emit(getattr(answer, "document", answer))

    def _take_state(self, state: TillStateView) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _run(
        self,
        work: Callable[[UseCases], Any],
        on_done: Callable[[Any], None],
        *,
        reload: bool = False,
    ) -> None:
        def done(answer: Any) -> None:
            on_done(answer)
            if reload:
                self.load()

        def refuse(error: Exception) -> None:
            self.refused.emit(explain(error))
            if reload:
                self.load()

        self._queue.submit(work, done, refuse)
