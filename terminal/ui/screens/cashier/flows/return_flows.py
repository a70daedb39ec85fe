"""Goods that come back, and the receipts they come back with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from terminal.application.returning.add_return_with_receipt import AddReturnWithReceipt
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.returning.finished_view import FinishedLineView, FinishedView
from terminal.application.selling.sale_view import LineChange
from terminal.domain.transaction.finished_transaction import FinishedSummary
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.screens.cashier.flows.line_flows import (
    MICRO,
    MILLI,
    WEIGHT_DECIMALS,
)
from terminal.ui.screens.cashier.flows.saving_flows import SavingFlows
from terminal.ui.support.money_text import format_minor, format_quantity, is_piece
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr

_TEXT_LENGTH_MIN = 3


class ReturnFlows(QObject):
    """Returns with and without a receipt; copies and voids of finished sales."""

    def __init__(self, counter: Counter, saving: SavingFlows) -> None:
        super().__init__(counter)
        self._counter = counter
        self._saving = saving
        self._till = counter.till
        self._finished: Sequence[FinishedSummary] = ()
        self._list = 0
        self._is_reprinting = False
        self._till.receipt_found.connect(self._show_receipt)
        self._till.finished_listed.connect(self._list_finished)
        self._till.return_added.connect(self._take_return)

    def begin_return(self) -> None:
        """Find the receipt of what comes back, or go on without one."""

        def choose(place: int) -> None:
            if place == 0:
                self._return_without_receipt()
            else:
                self._find_finished(self._finished[place - 1])

        self._begin(tr("Return"), choose, is_reprinting=False)
        self._counter.scan_to = self._till.find_receipt

    def show_receipts(self) -> None:
        """List the finished sales, to print a copy or void one."""

        def choose(place: int) -> None:
            self._find_finished(self._finished[place])

        self._begin(tr("Receipts"), choose, is_reprinting=True)

    def _begin(self, title: str, choose: object, *, is_reprinting: bool) -> None:
        assert callable(choose)
        self._is_reprinting = is_reprinting
        self._counter.ask_list(
            title, choose, typed=self._find_receipt, hint=tr("Receipt number")
        )
        self._list = self._counter.list_number
        self._till.list_finished()

    def _find_receipt(self, text: str) -> None:
        if len(text) >= _TEXT_LENGTH_MIN:  # shorter ones are still being typed
            self._till.find_receipt(text)

    @Slot(object)
    def _list_finished(self, views: Sequence[FinishedSummary]) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        if not self._counter.is_listing(self._list):
            return
        self._finished = views
        without = ListRow(
            name=tr("Without a receipt"),
            detail=tr("Needs a reason and a right of its own"),
            icon="return",
        )
        rows = [] if self._is_reprinting else [without]
        rows += [
            ListRow(
                name=tr("Receipt {number}", number=_receipt_number(view)),
                detail=clock_text(view.completed_at_ms)
                + (" · " + tr("Voided") if view.is_voided else ""),
                amount=format_minor(view.gross_minor, self._counter.exponent),
                icon="receipt",
            )
            for view in views
        ]
        self._counter.show_rows(rows, tr("No sale is finished yet."))

    def _find_finished(self, summary: FinishedSummary) -> None:
        self._till.find_receipt(_receipt_number(summary))

    @Slot(object)
    def _show_receipt(self, view: FinishedView) -> None:
        if self._is_reprinting:
            self._show_receipt_actions(view)
        else:
            self._show_receipt_lines(view)

    def _show_receipt_lines(self, view: FinishedView) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        lines = [line for line in view.lines if not line.line.is_voided]

        def choose(place: int) -> None:
            self._return_line(view, lines[place])

        number = view.receipt_text.split(" ")[0]
        self._counter.ask_list(tr("Receipt {number}", number=number), choose)
        nothing_left = tr("Nothing of this line is left to return.")
        rows = [
            ListRow(
                name=item.line.description,
                detail=tr(
                    "{quantity} left to return",
                    quantity=format_quantity(item.left_micro, item.line.unit),
                ),
                amount=format_minor(item.line.amount_minor, view.exponent),
                reason="" if item.left_micro > 0 else nothing_left,
            )
            for item in lines
        ]
        self._counter.show_rows(rows, "")

    def _return_line(self, view: FinishedView, item: FinishedLineView) -> None:
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        def give_back(quantity_micro: int) -> None:
            self._till.return_line(
                AddReturnWithReceipt(
                    series=view.series,
                    number=view.number,
                    line_sequence=item.line.sequence,
                    event_id=view.event_id,
                    quantity_micro=quantity_micro,
                )
            )

        if item.left_micro == MICRO:
            give_back(MICRO)
            return
        measured = not is_piece(item.line.unit)
        factor = MILLI if measured else MICRO

        def answer(value: int) -> None:
            give_back(value * factor)

        question = NumberQuestion(
            title=item.line.description,
            caption=tr("Quantity that comes back"),
            decimals=WEIGHT_DECIMALS if measured else 0,
            minimum=1,
        )
        self._counter.ask_number(question, answer)

    def _return_without_receipt(self) -> None:
        reasons = (
            tr("Damaged"),
            tr("Wrong item"),
            tr("Does not fit"),
            tr("Not wanted"),
        )
        self._counter.ask_reason(
            tr("Return without a receipt"), tr("Go on"), reasons, self._wait_for_return
        )

    def _wait_for_return(self, reason: str) -> None:
        sale = self._counter.sale

        def take(scan_code: str) -> None:
            self._till.return_item(
                AddReturnWithoutReceipt(
                    scan_code=scan_code,
                    quantity_micro=sale.next_quantity_micro,
                    reason=reason,
                    keyed_price_micro=sale.next_price_micro,
                )
            )

        self._counter.wait_for_scan(
            tr("Return without a receipt"),
            tr("Scan the item that comes back, or type its code."),
            take,
        )

    @Slot(object)
    def _take_return(self, change: LineChange) -> None:
        self._counter.close()
        self._counter.sale.take_line(change)

    def _show_receipt_actions(self, view: FinishedView) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        def choose(place: int) -> None:
            if place == 0:
                self._till.reprint(view.series, view.number)
            elif place == 1:
                self._show_receipt_lines(view)
            elif place == 2:  # noqa: PLR2004 - the rows below
                self._ask_void(view)
            else:
                self._saving.ask(view.series, view.number)

        number = view.receipt_text.split(" ")[0]
        self._counter.ask_list(tr("Receipt {number}", number=number), choose)
        voided = tr("This sale is already voided.") if view.is_voided else ""
        rows = [
            ListRow(
                tr("Print copy"), tr("The copy is marked and counted"), "", "printer"
            ),
            ListRow(tr("Return"), tr("Choose the lines"), "", "return", "", voided),
            ListRow(tr("Void the sale"), tr("All of it"), "", "void", "", voided),
        ]
        if self._counter.save_document is not None:
            told = tr("As PDF, web page or picture")
            rows.append(ListRow(tr("Save a copy"), told, "", "export"))
        self._counter.show_rows(rows, "")

    def _ask_void(self, view: FinishedView) -> None:
        def void(reason: str) -> None:
            self._till.void(view.series, view.number, reason)

        reasons = (tr("Rung up wrongly"), tr("Customer changed their mind"))
        title = tr("Void the sale")
        self._counter.ask_reason(title, title, reasons, void)


def _receipt_number(summary: FinishedSummary) -> str:
    """Return the number as it is printed: ``A-000123``."""
    return f"{summary.series}-{summary.number:06d}"
