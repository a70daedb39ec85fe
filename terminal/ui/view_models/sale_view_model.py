"""What the sale screen shows and what it can do; no widgets here.

Shows only what the ledger holds: the basket changes when a use case has answered,
never before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from terminal.application.selling.add_item import AddItem
from terminal.application.selling.add_item_by_plu import AddItemByPlu
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.check_price import CheckPrice
from terminal.application.selling.find_items import FindItems
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.list_suspended import ListSuspended
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.sale_view import (
    CompletedView,
    LineChange,
    LineView,
    SaleView,
    TenderChange,
    TotalsView,
)
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.use_cases import UseCases
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.ui.support.error_messages import explain
from terminal.ui.support.work_queue import WorkQueue
from terminal.ui.view_models.basket_line import BasketLine, basket_line

_ONE_MICRO: Final = 1_000_000
_SEARCH_LIMIT: Final = 50
_PLU_DIGITS_MAX: Final = 6


class SaleViewModel(QObject):
    """State and intents of the open sale.

    Signals:
        basket_replaced: The whole basket changed; read ``lines``.
        line_changed: One BasketLine was added or changed.
        totals_changed: ``totals`` and ``tenders`` changed.
        completed: The CompletedView of a sale that is paid and on disk.
        refused: A Refusal for the operator.
        price_wanted: The item of the AddItem given has no fixed price.
        items_found: The ItemViews of a search.
        price_found: The ItemView whose price was asked for.
        suspended_listed: The SuspendedViews that wait.
        cancelled: The open sale was given up; a CancelledView.
    """

    basket_replaced = Signal()
    line_changed = Signal(object)
    totals_changed = Signal()
    completed = Signal(object)
    refused = Signal(object)
    price_wanted = Signal(object)
    items_found = Signal(object)
    price_found = Signal(object)
    suspended_listed = Signal(object)
    cancelled = Signal(object)

    def __init__(self, queue: WorkQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._lines: dict[int, LineView] = {}
        self.totals: TotalsView | None = None
        self.tenders: tuple[TenderLineItem, ...] = ()
        self.last_completed: CompletedView | None = None
        self.last_given_minor = 0
        self.next_quantity_micro = _ONE_MICRO
        self.next_price_micro: int | None = None

    @property
    def has_sale(self) -> bool:
        """Whether a sale is open."""
        return bool(self._lines)

    @property
    def is_tendering(self) -> bool:
        """Whether something is paid already, so that lines are fixed."""
        return bool(self.tenders)

    @property
    def item_count(self) -> int:
        """Lines that count."""
        return self.totals.item_count if self.totals is not None else 0

    def lines(self) -> list[BasketLine]:
        """Return the basket in the language in force."""
        exponent = self._exponent()
        return [basket_line(line, exponent) for line in self._lines.values()]

    def line(self, sequence: int) -> LineView | None:
        """Return one line as the use case told it."""
        return self._lines.get(sequence)

    @Slot(str)
    def scan(self, scan_code: str) -> None:
        """Ring up what was just scanned, as often as was keyed before."""
        self.add(
            AddItem(
                scan_code=scan_code,
                quantity_micro=self.next_quantity_micro,
                keyed_price_micro=self.next_price_micro,
            )
        )

    def add(self, command: AddItem) -> None:
        """Ring up an item."""

        def refuse(error: Exception) -> None:
            if getattr(error, "code", "") == "price_required":
                self.price_wanted.emit(command)
            else:
                self._refuse(error)

        self._queue.submit(lambda use: use.add_item(command), self._take_line, refuse)

    def enter(self, text: str) -> None:
        """Take what was typed into the field: a short number, a code or a name."""
        text = text.strip()
        if not text:
            return
        if text.isdigit() and len(text) <= _PLU_DIGITS_MAX:
            command = AddItemByPlu(
                plu=text,
                quantity_micro=self.next_quantity_micro,
                keyed_price_micro=self.next_price_micro,
            )
            self._run(lambda use: use.add_item_by_plu(command), self._take_line)
        elif any(character.isdigit() for character in text) and " " not in text:
            self.scan(text)
        else:
            self.search(text)

    def search(self, text: str) -> None:
        """Find items by name, PLU or code."""
        command = FindItems(text=text, limit=_SEARCH_LIMIT)
        self._run(lambda use: use.find_items(command), self.items_found.emit)

    def check_price(self, scan_code: str) -> None:
        """Tell a price without selling."""
        command = CheckPrice(scan_code=scan_code)
        self._run(lambda use: use.check_price(command), self.price_found.emit)

    def change_quantity(self, sequence: int, quantity_micro: int) -> None:
        """Sell another quantity of a line."""
        command = ChangeQuantity(line_sequence=sequence, quantity_micro=quantity_micro)
        self._run(lambda use: use.change_quantity(command), self._take_line)

    def step_quantity(self, sequence: int, pieces: int) -> None:
        """Sell one piece more or less of a line; the last one is voided, not zero."""
        line = self._lines.get(sequence)
        if line is None:
            return
        quantity = abs(line.quantity_micro) + pieces * _ONE_MICRO
        if quantity > 0:
            self.change_quantity(sequence, quantity)
        else:
            self.void_line(sequence)

    def void_line(self, sequence: int) -> None:
        """Void a line; it stays visible."""
        command = VoidLine(line_sequence=sequence)
        self._run(lambda use: use.void_line(command), self._take_line)

    def load(self) -> None:
        """Show the open sale as the ledger has it, for instance after a restart."""
        self._run(lambda use: use.get_open_sale(GetOpenSale()), self._take_sale)

    def suspend(self) -> None:
        """Put the sale aside."""
        self._run(
            lambda use: use.suspend_transaction(SuspendTransaction()),
            self._sale_is_gone,
        )

    def list_suspended(self) -> None:
        """Ask for the sales that were put aside."""
        self._run(
            lambda use: use.list_suspended(ListSuspended()), self.suspended_listed.emit
        )

    def retrieve(self, transaction_id: str) -> None:
        """Take up a sale that was put aside."""
        command = RetrieveTransaction(transaction_id=transaction_id)
        self._run(lambda use: use.retrieve_transaction(command), self._take_sale)

    def cancel(self, reason: str) -> None:
        """Give up the open sale; it is recorded."""
        command = CancelTransaction(reason=reason or None)

        def done(view: Any) -> None:
            self._sale_is_gone(None)
            self.cancelled.emit(view)

        self._run(lambda use: use.cancel_transaction(command), done)

    def pay_exact(self) -> None:
        """Take exactly what is due in cash and complete."""
        due = self.totals.due_minor if self.totals is not None else 0

        def done(view: CompletedView) -> None:
            self.last_given_minor = due
            self._complete(view)

        self._run(lambda use: use.pay_cash_exact(PayCashExact()), done)

    def tender_cash(self, given_minor: int) -> None:
        """Take cash; when nothing is left to pay, the sale completes at once."""
        due = self.totals.due_minor if self.totals is not None else 0
        command = TenderCash(given_minor=None if due < 0 else given_minor)

        def taken(change: TenderChange) -> None:
            self._take_tenders(change)
            if change.totals.due_minor == 0:
                self.last_given_minor = sum(t.given_minor for t in change.tenders)
                self.complete()

        self._run(lambda use: use.tender_cash(command), taken)

    def remove_tender(self, sequence: int) -> None:
        """Take a payment out again."""
        command = RemoveTender(tender_sequence=sequence)
        self._run(lambda use: use.remove_tender(command), self._take_tenders)

    def complete(self) -> None:
        """Record the paid sale; receipt and drawer follow the commit."""
        self._run(lambda use: use.complete_sale(CompleteSale()), self._complete)

    def expect_quantity(self, quantity_micro: int) -> None:
        """Ring up the next item so many times."""
        self.next_quantity_micro = quantity_micro
        self.totals_changed.emit()

    def expect_price(self, price_micro: int | None) -> None:
        """Ring up the next item at a keyed price."""
        self.next_price_micro = price_micro
        self.totals_changed.emit()

    def take_line(self, change: LineChange) -> None:
        """Show a line that another view-model rang up, such as a return."""
        self._take_line(change)

    def forget_finished(self) -> None:
        """Clear the finished sale off the screen."""
        self.last_completed = None
        self._sale_is_gone(None)

    def _take_line(self, change: LineChange) -> None:
        if self.last_completed is not None:
            # The first scan of the next sale clears the finished one.
            self.last_completed = None
            self._lines.clear()
            self.tenders = ()
            self.totals = change.totals
            self.basket_replaced.emit()
        self.next_quantity_micro = _ONE_MICRO
        self.next_price_micro = None
        self._lines[change.line.sequence] = change.line
        self.totals = change.totals
        self.line_changed.emit(basket_line(change.line, change.totals.exponent))
        self.totals_changed.emit()

    def _take_tenders(self, change: TenderChange) -> None:
        self.tenders = change.tenders
        self.totals = change.totals
        self.totals_changed.emit()

    def _take_sale(self, sale: SaleView | None) -> None:
        self._lines = {line.sequence: line for line in sale.lines} if sale else {}
        self.tenders = sale.tenders if sale else ()
        self.totals = sale.totals if sale else None
        self.last_completed = None
        self.basket_replaced.emit()
        self.totals_changed.emit()

    def _sale_is_gone(self, _: object) -> None:
        self._take_sale(None)

    def _complete(self, view: CompletedView) -> None:
        self.last_completed = view
        self.totals = view.totals
        self.tenders = ()
        self.completed.emit(view)
        self.totals_changed.emit()

    def _exponent(self) -> int:
        return self.totals.exponent if self.totals is not None else 2

    def _run(
        self, work: Callable[[UseCases], Any], on_done: Callable[[Any], None]
    ) -> None:
        self._queue.submit(work, on_done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(explain(error))
