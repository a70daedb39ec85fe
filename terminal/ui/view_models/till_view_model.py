"""Where the till stands: day, period, reports, settlement, drawer, receipts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from terminal.ui.support.error_messages import explain
from terminal.ui.support.work_queue import WorkQueue
from terminal.ui.view_models.commands import CommandSender

if TYPE_CHECKING:
    from terminal.application.receipts.document import ReceiptDocument
    from terminal.application.returning.add_return_with_receipt import (
        AddReturnWithReceipt,
    )
    from terminal.application.returning.add_return_without_receipt import (
        AddReturnWithoutReceipt,
    )
    from terminal.application.till_control.count_till import CountTill
    from terminal.application.till_control.record_tender_control import (
        RecordTenderControl,
    )
    from terminal.application.till_control.till_view import (
        TillCountView,
        TillStateView,
    )
    from terminal.application.till_control.void_tender_control import (
        VoidTenderControl,
    )
    from terminal.application.use_cases import UseCases
    from terminal.domain.till.till_policy import TransactionDecision

_FINISHED_LIMIT: Final = 50
_SETTLEMENTS_LIMIT: Final = 50


class TillViewModel(CommandSender):
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
        counted: The TillCountView of a count that was recorded.
        undecided_listed: The UndecidedViews about which a settlement decides.
        tender_controlled: The TenderControlView of a loan, pickup and the like.
        tender_control_listed: Those of this period.
        reports_listed: The SettlementSummaries of the last settlements.
        report_copied: The ReceiptDocument of a report that is printed again.
        operators_listed: The OperatorViews who may be asked for an approval.
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
    counted = Signal(object)
    undecided_listed = Signal(object)
    tender_controlled = Signal(object)
    tender_control_listed = Signal(object)
    reports_listed = Signal(object)
    report_copied = Signal(object)
    operators_listed = Signal(object)

    def __init__(self, queue: WorkQueue, parent: QObject | None = None) -> None:
        super().__init__(queue, parent)
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

        self._queue.submit(work, self._take_state, self._refuse)

    def open(self, loan_minor: int) -> None:
        """Open the business day if it is closed, then the period with a loan."""
        from terminal.application.till_control.open_till_period import OpenTillPeriod

        command = OpenTillPeriod(loan_minor=loan_minor)

        def open_period(_: object = None) -> None:
            self._send_and_load("open_till_period", command, _ignore)

        if self.state is not None and self.state.business_day is not None:
            open_period()
            return
        from terminal.application.till_control.open_business_day import OpenBusinessDay

        self.send(
            "open_business_day", OpenBusinessDay(), open_period, refused=self.load
        )

    def count(self, command: CountTill) -> None:
        """Record a blind count."""

        def done(count: TillCountView) -> None:
            self.counted.emit(count)
            self.load()

        self.send("count_till", command, done)

    def list_undecided(self) -> None:
        """Ask which sales are open or suspended."""
        from terminal.application.till_control.list_undecided import ListUndecided

        self.send("list_undecided", ListUndecided(), self.undecided_listed.emit)

    def settle(
        self,
        *,
        uncounted_reason: str | None,
        suspended: dict[str, TransactionDecision],
    ) -> None:
        """Close the period with its last count, or with the reason for none."""
        from terminal.application.till_control.settle_till import SettleTill

        command = SettleTill(uncounted_reason=uncounted_reason, suspended=suspended)
        self._send_and_load("settle_till", command, self.settled.emit)

    def control_tender(self, command: RecordTenderControl) -> None:
        """Record money that moves without a sale."""
        self._send_and_load(
            "record_tender_control", command, self.tender_controlled.emit
        )

    def void_tender_control(self, command: VoidTenderControl) -> None:
        """Undo a movement that was recorded by mistake."""
        self._send_and_load("void_tender_control", command, self.tender_controlled.emit)

    def list_tender_control(self) -> None:
        """Ask what moved in this period without a sale."""
        from terminal.application.till_control.list_tender_control import (
            ListTenderControl,
        )

        self.send(
            "list_tender_control", ListTenderControl(), self.tender_control_listed.emit
        )

    def list_reports(self) -> None:
        """Ask for the last settlements."""
        from terminal.application.till_control.list_settlements import (
            ListSettlements,
        )

        command = ListSettlements(limit=_SETTLEMENTS_LIMIT)
        self.send("list_settlements", command, self.reports_listed.emit)

    def reprint_report(self, z_number: int) -> None:
        """Print the paper of a settlement again."""
        from terminal.application.till_control.reprint_till_report import (
            ReprintTillReport,
        )

        command = ReprintTillReport(z_number=z_number)
        self.send("reprint_till_report", command, self.report_copied.emit)

    def list_operators(self) -> None:
        """Ask who could approve something."""
        from terminal.application.till_control.list_operators import ListOperators

        self.send("list_operators", ListOperators(), self.operators_listed.emit)

    def close_day(self) -> None:
        """End the business day."""
        from terminal.application.till_control.close_business_day import (
            CloseBusinessDay,
        )

        def done(_: object) -> None:
            self.day_closed.emit()

        self._send_and_load("close_business_day", CloseBusinessDay(), done)

    def take_report(self) -> None:
        """Print an X report; nothing is reset."""
        from terminal.application.till_control.take_x_report import TakeXReport

        self.send("take_x_report", TakeXReport(), self.report_taken.emit)

    def open_drawer(self, reason: str) -> None:
        """Open the drawer without a sale."""
        from terminal.application.till_control.record_no_sale import RecordNoSale

        command = RecordNoSale(reason=reason)

        def done(_: object) -> None:
            self.drawer_opened.emit()

        self.send("record_no_sale", command, done)

    def find_receipt(self, receipt_text: str) -> None:
        """Find a finished sale by what is printed on its receipt."""
        from terminal.application.returning.find_receipt import FindReceipt

        command = FindReceipt(receipt_text=receipt_text)
        self.send("find_receipt", command, self.receipt_found.emit)

    def list_finished(self) -> None:
        """Ask for the newest finished sales."""
        from terminal.application.returning.list_finished import ListFinished

        command = ListFinished(limit=_FINISHED_LIMIT)
        self.send("list_finished", command, self.finished_listed.emit)

    def reprint(self, series: str, number: int) -> None:
        """Print a marked copy of a receipt."""
        from terminal.application.receipts.reprint_receipt import ReprintReceipt

        command = ReprintReceipt(series=series, number=number)
        self.send("reprint_receipt", command, self._take_document)

    def make_copy(
        self, series: str, number: int, done: Callable[[ReceiptDocument], None]
    ) -> None:
        """Have a marked copy counted that is not printed; *done* gets it."""
        from terminal.application.receipts.reprint_receipt import ReprintReceipt

        command = ReprintReceipt(series=series, number=number, is_printed=False)
        self.send("reprint_receipt", command, done)

    def void(self, series: str, number: int, reason: str) -> None:
        """Void a finished transaction by another one."""
        from terminal.application.returning.void_transaction import VoidTransaction

        command = VoidTransaction(series=series, number=number, reason=reason)
        self.send("void_transaction", command, self.voided.emit)

    def return_line(self, command: AddReturnWithReceipt) -> None:
        """Take goods of a found receipt back."""
        self.send("add_return_with_receipt", command, self.return_added.emit)

    def return_item(self, command: AddReturnWithoutReceipt) -> None:
        """Take goods back that nobody can find the sale of."""
        self.send("add_return_without_receipt", command, self.return_added.emit)

    def _take_document(self, answer: Any) -> None:
        self.document_made.emit(getattr(answer, "document", answer))

    def _take_state(self, state: TillStateView) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _send_and_load(
        self, verb: str, command: Any, on_done: Callable[[Any], None]
    ) -> None:
        """Send a command after which the till stands elsewhere."""

        def done(answer: Any) -> None:
            on_done(answer)
            self.load()

        self.send(verb, command, done, refused=self.load)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(explain(error))


def _ignore(_: object) -> None:
    """Take an answer that nobody waits for."""
