"""What the sale screen shows and what it can do; no widgets here.

Shows only what the ledger holds: the basket changes when a use case has answered,
never before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

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
    ItemView,
    LineChange,
    LineView,
    ProposalView,
    SaleView,
    TenderChange,
    TotalsView,
)
from terminal.application.selling.scan_any import ScanAny, Scanned
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.ui.support.error_messages import explain
from terminal.ui.support.scan_router import NO_ANSWER, ScanAnswer
from terminal.ui.support.work_queue import WorkQueue
from terminal.ui.view_models.basket_line import BasketLine, basket_line
from terminal.ui.view_models.commands import CommandSender

if TYPE_CHECKING:
    from terminal.application.use_cases import UseCases

_ONE_MICRO: Final = 1_000_000
_SEARCH_LIMIT: Final = 50
_PLU_DIGITS_MAX: Final = 6


class _Keyed(NamedTuple):
    """What was keyed before the goods that it is for."""

    quantity_micro: int = _ONE_MICRO
    price_micro: int | None = None


_NOTHING_KEYED: Final = _Keyed()


class _Paid(NamedTuple):
    """What became of cash: the tender, and the sale when nothing is left to pay."""

    change: TenderChange
    completed: CompletedView | None = None
    refusal: Exception | None = None


class SaleViewModel(CommandSender):
    """State and intents of the open sale.

    Signals:
        basket_replaced: The whole basket changed; read ``lines``.
        line_changed: One BasketLine was added or changed.
        other_changed: A BasketLine that came or moved because of another line, such
            as a deposit or a promotion over several lines.
        totals_changed: ``totals`` and ``tenders`` changed.
        completed: The CompletedView of a sale that is paid and on disk.
        items_found: The ItemViews of a search.
        price_found: The ItemView whose price was asked for.
        suspended_listed: The SuspendedViews that wait.
        cancelled: The open sale was given up; a CancelledView.
        terms_changed: ``terms`` is another SaleView: member, coupons, exemption.
        coupon_taken: The code of a coupon that was entered.
        basket_explained: The PricedBasket with what was tried on each line.
        proposed: ``proposals`` names other goods than before that may be added.
    """

    basket_replaced = Signal()
    line_changed = Signal(object)
    other_changed = Signal(object)
    totals_changed = Signal()
    completed = Signal(object)
    items_found = Signal(object)
    price_found = Signal(object)
    suspended_listed = Signal(object)
    cancelled = Signal(object)
    terms_changed = Signal()
    coupon_taken = Signal(str)
    basket_explained = Signal(object)
    proposed = Signal()

    def __init__(self, queue: WorkQueue, parent: QObject | None = None) -> None:
        super().__init__(queue, parent)
        self._lines: dict[int, LineView] = {}
        self.totals: TotalsView | None = None
        self.tenders: tuple[TenderLineItem, ...] = ()
        self.terms: SaleView | None = None
        self.proposals: tuple[ProposalView, ...] = ()
        self.last_completed: CompletedView | None = None
        self.last_given_minor = 0
        self._keyed = _NOTHING_KEYED
        # Asked with each scan: whom to tell whether the sale took it.
        self.answer_of_scan: Callable[[], ScanAnswer] = lambda: NO_ANSWER

    @property
    def next_quantity_micro(self) -> int:
        """How often the next item is rung up."""
        return self._keyed.quantity_micro

    @property
    def next_price_micro(self) -> int | None:
        """The keyed price of the next item."""
        return self._keyed.price_micro

    @property
    def has_sale(self) -> bool:
        """Whether a sale is open."""
        return bool(self._lines)

    @property
    def is_open(self) -> bool:
        """Whether a transaction is open, also one with a member's card alone."""
        return self.totals is not None and self.last_completed is None

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

    def counting_lines(self) -> tuple[LineView, ...]:
        """Return the lines that count, as the use cases told them."""
        return tuple(line for line in self._lines.values() if not line.is_voided)

    def line(self, sequence: int) -> LineView | None:
        """Return one line as the use case told it."""
        return self._lines.get(sequence)

    def place_of(self, sequence: int) -> int:
        """Return which of the lines that count has *sequence*, from 1; 0 for none."""
        counting = [
            line.sequence for line in self._lines.values() if not line.is_voided
        ]
        return counting.index(sequence) + 1 if sequence in counting else 0

    @Slot(str)
    def scan(self, scan_code: str) -> None:
        """Take what was just scanned: goods, a member's card or a coupon.

        Goods are rung up as often as was keyed before.
        """
        command = ScanAny(
            scan_code=scan_code,
            quantity_micro=self.next_quantity_micro,
            keyed_price_micro=self.next_price_micro,
        )
        answer = self.answer_of_scan()

        def take(scanned: Scanned) -> None:
            self._take_scanned(scanned)
            answer.accept()

        self._send_goods("scan_any", command, take, answer.refuse)

    def sell(self, item: ItemView) -> None:
        """Ring up an item that was chosen from a list."""
        if not item.is_department:
            self.scan(item.scan_code)
            return
        from terminal.application.selling.add_open_department_sale import (
            AddOpenDepartmentSale,
        )

        command = AddOpenDepartmentSale(
            department_id=item.item_id,
            quantity_micro=self.next_quantity_micro,
            keyed_price_micro=self.next_price_micro,
        )
        self._send_goods("add_open_department_sale", command, self._take_line)

    def add_free_item(self, scan_code: str, promotion_id: str) -> None:
        """Ring up goods that a promotion proposes, as often as was keyed before."""
        from terminal.application.selling.add_item import AddItem

        command = AddItem(
            scan_code=scan_code,
            quantity_micro=self.next_quantity_micro,
            free_unit_of=promotion_id,
        )
        self._send_goods("add_item", command, self._take_line)

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
            self._send_goods("add_item_by_plu", command, self._take_line)
        elif any(character.isdigit() for character in text) and " " not in text:
            self.scan(text)
        else:
            self.search(text)

    def change_line(self, verb: str, command: Any) -> None:
        """Send a command whose answer is one changed line."""
        self.send(verb, command, self._take_line)

    def change_sale(self, verb: str, command: Any) -> None:
        """Send a command whose answer is the whole sale."""
        self.send(verb, command, self._take_sale)

    def enter_coupon(self, code: str) -> None:
        """Take a coupon that the customer shows."""
        from terminal.application.selling.enter_coupon import EnterCoupon

        def taken(sale: SaleView) -> None:
            self._take_sale(sale)
            self.coupon_taken.emit(code)

        self.send("enter_coupon", EnterCoupon(code=code), taken)

    def explain(self) -> None:
        """Ask why everything costs what it does."""
        from terminal.application.selling.get_priced_basket import GetPricedBasket

        def told(basket: object) -> None:
            if basket is not None:
                self.basket_explained.emit(basket)

        self.send("get_priced_basket", GetPricedBasket(explain=True), told)

    def search(self, text: str, *, keyed_price_only: bool = False) -> None:
        """Find items by name, PLU or code, or among those whose price is keyed."""
        command = FindItems(
            text=text, limit=_SEARCH_LIMIT, keyed_price_only=keyed_price_only
        )
        self.send("find_items", command, self.items_found.emit)

    def check_price(self, scan_code: str) -> None:
        """Tell a price without selling."""
        command = CheckPrice(scan_code=scan_code)
        self.send("check_price", command, self.price_found.emit)

    def change_quantity(self, sequence: int, quantity_micro: int) -> None:
        """Sell another quantity of a line."""
        command = ChangeQuantity(line_sequence=sequence, quantity_micro=quantity_micro)
        self.send("change_quantity", command, self._take_line)

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
        self.send("void_line", command, self._take_line)

    def load(self) -> None:
        """Show the open sale as the ledger has it, for instance after a restart."""
        self.send("get_open_sale", GetOpenSale(), self._begin_with)

    def suspend(self) -> None:
        """Put the sale aside."""
        self.send("suspend_transaction", SuspendTransaction(), self._sale_is_gone)

    def list_suspended(self) -> None:
        """Ask for the sales that were put aside."""
        self.send("list_suspended", ListSuspended(), self.suspended_listed.emit)

    def retrieve(self, transaction_id: str) -> None:
        """Take up a sale that was put aside."""
        command = RetrieveTransaction(transaction_id=transaction_id)
        self.send("retrieve_transaction", command, self._begin_with)

    def cancel(self, reason: str) -> None:
        """Give up the open sale; it is recorded."""
        command = CancelTransaction(reason=reason or None)

        def done(view: Any) -> None:
            self._sale_is_gone(None)
            self.cancelled.emit(view)

        self.send("cancel_transaction", command, done)

    def pay_exact(self) -> None:
        """Take exactly what is due in cash and complete."""
        due = self.totals.cash_due_minor if self.totals is not None else 0

        def done(view: CompletedView) -> None:
            self.last_given_minor = due
            self._complete(view)

        self.send("pay_cash_exact", PayCashExact(), done)

    def tender_cash(self, given_minor: int) -> None:
        """Take cash; when nothing is left to pay, the sale completes at once.

        Both before anything else is carried out: what is scanned meanwhile is of the
        next sale.
        """
        due = self.totals.due_minor if self.totals is not None else 0
        if not due:
            # All was paid, but the sale is not complete: the program ended between.
            self.complete()
            return
        command = TenderCash(given_minor=None if due < 0 else given_minor)

        def pay(use: UseCases) -> _Paid:
            change = use.tender_cash(command)
            if change.totals.due_minor:
                return _Paid(change)
            try:
                return _Paid(change, use.complete_sale(CompleteSale()))
            except Exception as error:  # noqa: BLE001 - told beside the tender, which stands
                return _Paid(change, refusal=error)

        def paid(paid: _Paid) -> None:
            self._take_tenders(paid.change)
            if paid.completed is not None:
                self._complete_paid(paid.completed)
            elif paid.refusal is not None:
                self._tell(paid.refusal)

        self._queue.submit(pay, paid, self._tell)

    def remove_tender(self, sequence: int) -> None:
        """Take a payment out again."""
        command = RemoveTender(tender_sequence=sequence)
        self.send("remove_tender", command, self._take_tenders)

    def complete(self) -> None:
        """Record the paid sale; receipt and drawer follow the commit."""
        self.send("complete_sale", CompleteSale(), self._complete_paid)

    def expect_quantity(self, quantity_micro: int) -> None:
        """Ring up the next item so many times."""
        self._keep(_Keyed(quantity_micro, self.next_price_micro))

    def expect_price(self, price_micro: int | None) -> None:
        """Ring up the next item at a keyed price."""
        self._keep(_Keyed(self.next_quantity_micro, price_micro))

    def take_line(self, change: LineChange) -> None:
        """Show a line that another view-model rang up with what was keyed for it."""
        self._keep(_NOTHING_KEYED)
        self._take_line(change)

    def forget_finished(self) -> None:
        """Clear the finished sale off the screen."""
        self.last_completed = None
        self._sale_is_gone(None)

    def _send_goods(
        self,
        verb: str,
        command: Any,
        done: Callable[[Any], None],
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Send a command that uses up what was keyed; a refusal gives that back.

        At once and not with the answer: the next goods may be scanned before it.
        """
        keyed = self._keyed
        self._keep(_NOTHING_KEYED)

        def take(result: Any) -> None:
            if self._keyed is keyed:
                # It was given back with a question, which has been answered.
                self._keep(_NOTHING_KEYED)
            done(result)

        def give_back() -> None:
            if self._keyed is _NOTHING_KEYED:
                self._keep(keyed)
            if refused is not None:
                refused()

        self.send(verb, command, take, give_back)

    def _keep(self, keyed: _Keyed) -> None:
        if keyed is not self._keyed:
            self._keyed = keyed
            self.totals_changed.emit()

    def _take_line(self, change: LineChange) -> None:
        if self.last_completed is not None:
            # The first scan of the next sale clears the finished one.
            self.last_completed = None
            self._lines.clear()
            self.tenders = ()
            self.terms = None
            self.totals = change.totals
            self.basket_replaced.emit()
        exponent = change.totals.exponent
        self._lines[change.line.sequence] = change.line
        self.totals = change.totals
        self.line_changed.emit(basket_line(change.line, exponent))
        if change.changed:
            self._change_others(change.changed, exponent)
        self.totals_changed.emit()
        self._take_proposals(change.proposals)

    def _take_proposals(self, proposals: tuple[ProposalView, ...]) -> None:
        before, self.proposals = self.proposals, proposals
        if proposals and proposals != before:
            self.proposed.emit()

    def _take_scanned(self, scanned: Scanned) -> None:
        if scanned.line is not None:
            self._take_line(scanned.line)
            return
        self._take_sale(scanned.sale)
        if scanned.kind == "coupon" and scanned.sale is not None:
            self.coupon_taken.emit(scanned.sale.coupons[-1])

    def _change_others(self, lines: tuple[LineView, ...], exponent: int) -> None:
        """Show lines whose amounts moved because of another one."""
        for line in lines:
            self._lines[line.sequence] = line
            self.other_changed.emit(basket_line(line, exponent))

    def _take_tenders(self, change: TenderChange) -> None:
        self.tenders = change.tenders
        self._change_others(change.changed, change.totals.exponent)
        self.totals = change.totals
        self.totals_changed.emit()

    def _take_sale(self, sale: SaleView | None) -> None:
        self._lines = {line.sequence: line for line in sale.lines} if sale else {}
        self.tenders = sale.tenders if sale else ()
        self.totals = sale.totals if sale else None
        self.terms = sale
        self.last_completed = None
        self.basket_replaced.emit()
        self.totals_changed.emit()
        self.terms_changed.emit()
        self._take_proposals(sale.proposals if sale else ())

    def _begin_with(self, sale: SaleView | None) -> None:
        """Show another sale; what was keyed was for the one before."""
        self._keyed = _NOTHING_KEYED
        self._take_sale(sale)

    def _sale_is_gone(self, _: object) -> None:
        self._begin_with(None)

    def _complete_paid(self, view: CompletedView) -> None:
        self.last_given_minor = sum(tender.given_minor for tender in self.tenders)
        self._complete(view)

    def _complete(self, view: CompletedView) -> None:
        self.last_completed = view
        self.totals = view.totals
        self.tenders = ()
        self.proposals = ()
        self.completed.emit(view)
        self.totals_changed.emit()

    def _tell(self, error: Exception) -> None:
        self.refused.emit(explain(error))

    def _exponent(self) -> int:
        return self.totals.exponent if self.totals is not None else 2
