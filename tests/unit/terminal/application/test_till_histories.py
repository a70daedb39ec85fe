"""Any sequence of commands keeps the books of the till balanced.

Hypothesis plays random cashiers: sales, returns, voids, suspended baskets, failing
disks, killed programs, settlements. After every step the books are checked against
the events alone, by sums of this module's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.list_suspended import ListSuspended
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import DomainError
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from tests.fakes.reference_data import APPLES, BAG, EXCLUSIVE_STORE, PEN, STORE
from tests.fakes.till import LOAN_MINOR, MemoryTill, open_memory_till

ResultT = TypeVar("ResultT")

codes = st.sampled_from([PEN.scan_code, APPLES.scan_code, BAG.scan_code])
quantities = st.integers(1, 4_000_000)
prices = st.none() | st.integers(0, 5_000_000)
small = st.integers(1, 6)
places = st.integers(0, 30)


SEEN: Counter[str] = Counter()


class TillHistories(RuleBasedStateMachine):
    """One till, driven at random."""

    def __init__(self) -> None:
        super().__init__()
        self.till: MemoryTill

    @override
    def teardown(self) -> None:
        for event in self.till.ledger.events:
            SEEN[event.body.TYPE] += 1
            if isinstance(event.body, SaleCompleted):
                SEEN["returned lines"] += sum(
                    line.return_of is not None and not line.is_voided
                    for line in event.body.lines
                )

    @initialize(is_exclusive=st.booleans())
    def open(self, is_exclusive: bool) -> None:
        self.till = open_memory_till(EXCLUSIVE_STORE if is_exclusive else STORE)

    def attempt(self, action: Callable[[], ResultT]) -> ResultT | None:
        """Carry out a command; a refusal by rule must change no event."""
        events = len(self.till.ledger.events)
        try:
            return action()
        except DomainError:
            assert len(self.till.ledger.events) == events
            return None

    @rule(code=codes, quantity=quantities, price=prices)
    def add_item(self, code: str, quantity: int, price: int | None) -> None:
        command = AddItem(
            scan_code=code, quantity_micro=quantity, keyed_price_micro=price
        )
        self.attempt(lambda: self.till.use_cases.add_item(command))

    @rule(line=small, quantity=quantities)
    def change_quantity(self, line: int, quantity: int) -> None:
        command = ChangeQuantity(line_sequence=line, quantity_micro=quantity)
        self.attempt(lambda: self.till.use_cases.change_quantity(command))

    @rule(line=small)
    def void_line(self, line: int) -> None:
        command = VoidLine(line_sequence=line)
        self.attempt(lambda: self.till.use_cases.void_line(command))

    @rule(code=codes, quantity=quantities, price=prices)
    def return_without_receipt(
        self, code: str, quantity: int, price: int | None
    ) -> None:
        command = AddReturnWithoutReceipt(
            scan_code=code,
            quantity_micro=quantity,
            reason="broken",
            keyed_price_micro=price,
        )
        self.attempt(lambda: self.till.use_cases.add_return_without_receipt(command))

    @rule(
        rows=st.lists(st.tuples(codes, quantities, prices), min_size=1, max_size=4),
        is_paid_at_once=st.booleans(),
    )
    def serve_a_shopper(
        self, rows: list[tuple[str, int, int | None]], is_paid_at_once: bool
    ) -> None:
        """Ring up a whole basket, so that there is something to return and void."""
        for row in rows:
            self.add_item(*row)
        if is_paid_at_once:
            self.pay_exact()

    @precondition(lambda self: self.till.ledger.state.finished)
    @rule(place=places, line=small, quantity=quantities)
    def return_with_receipt(self, place: int, line: int, quantity: int) -> None:
        sold = self.finished(place)
        self.give_back(sold, (line - 1) % len(sold.lines) + 1, quantity)

    @precondition(lambda self: self.till.ledger.state.finished)
    @rule(place=places)
    def return_all_that_is_left(self, place: int) -> None:
        sold = self.finished(place)
        for line in sold.lines:
            if line.left_micro:
                self.give_back(sold, line.sequence, line.left_micro)

    @precondition(lambda self: self.till.ledger.state.finished)
    @rule(place=places, parts=st.integers(2, 5))
    def return_one_line_in_parts(self, place: int, parts: int) -> None:
        """Give a line back in sales of its own: each part is paid out at once."""
        sold = self.finished(place)
        for part in range(parts, 0, -1):
            left = self.finished(place).lines[0].left_micro
            if left >= part:
                self.give_back(sold, 1, left // part)
                self.pay_exact()

    def finished(self, place: int) -> FinishedTransaction:
        found = list(self.till.ledger.state.finished.values())
        return found[place % len(found)]

    def give_back(
        self, sold: FinishedTransaction, line_sequence: int, quantity: int
    ) -> None:
        command = AddReturnWithReceipt(
            series=sold.series,
            number=sold.number,
            line_sequence=line_sequence,
            quantity_micro=quantity,
        )
        self.attempt(lambda: self.till.use_cases.add_return_with_receipt(command))

    @rule(given_minor=st.none() | st.integers(0, 3_000))
    def tender_cash(self, given_minor: int | None) -> None:
        command = TenderCash(given_minor=given_minor)
        self.attempt(lambda: self.till.use_cases.tender_cash(command))

    @rule(sequence=small)
    def remove_tender(self, sequence: int) -> None:
        command = RemoveTender(tender_sequence=sequence)
        self.attempt(lambda: self.till.use_cases.remove_tender(command))

    @rule()
    def complete(self) -> None:
        self.attempt(lambda: self.till.use_cases.complete_sale(CompleteSale()))

    @rule()
    def pay_exact(self) -> None:
        self.attempt(lambda: self.till.use_cases.pay_cash_exact(PayCashExact()))

    @rule()
    def cancel(self) -> None:
        command = CancelTransaction()
        self.attempt(lambda: self.till.use_cases.cancel_transaction(command))

    @precondition(lambda self: self.till.ledger.state.finished)
    @rule(place=places)
    def void_transaction(self, place: int) -> None:
        sold = self.finished(place)
        command = VoidTransaction(
            series=sold.series, number=sold.number, reason="wrong"
        )
        self.attempt(lambda: self.till.use_cases.void_transaction(command))

    @rule()
    def suspend(self) -> None:
        command = SuspendTransaction()
        self.attempt(lambda: self.till.use_cases.suspend_transaction(command))

    @rule(place=places)
    def retrieve(self, place: int) -> None:
        waiting = self.till.use_cases.list_suspended(ListSuspended())
        if waiting:
            chosen = waiting[place % len(waiting)].transaction_id
            command = RetrieveTransaction(transaction_id=chosen)
            self.attempt(lambda: self.till.use_cases.retrieve_transaction(command))

    @rule(counted_minor=st.integers(0, 20_000))
    def settle(self, counted_minor: int) -> None:
        command = SettleTill(counted_minor=counted_minor)
        if self.attempt(lambda: self.till.use_cases.settle_till(command)) is not None:
            self.till.use_cases.open_till_period(OpenTillPeriod(loan_minor=LOAN_MINOR))

    @rule()
    def kill(self) -> None:
        before = self.till.use_cases.get_open_sale(GetOpenSale())
        self.till.reopen()
        assert self.till.use_cases.get_open_sale(GetOpenSale()) == before

    @precondition(lambda self: self.till.use_cases.get_open_sale(GetOpenSale()))
    @rule()
    def fail_to_store_a_payment(self) -> None:
        before = self.till.use_cases.get_open_sale(GetOpenSale())
        events = self.till.ledger.events
        self.till.ledger.fail_next_commit = True
        try:
            with pytest.raises((OSError, DomainError)):
                self.till.use_cases.pay_cash_exact(PayCashExact())
        finally:
            self.till.ledger.fail_next_commit = False
        assert self.till.ledger.events == events
        assert self.till.use_cases.get_open_sale(GetOpenSale()) == before

    @invariant()
    def every_completed_transaction_balances(self) -> None:
        for event in self.till.ledger.events:
            body = event.body
            if isinstance(body, SaleCompleted):
                counting = [line for line in body.lines if not line.is_voided]
                amounts = sum(line.amount_minor for line in counting)
                taxes = sum(tax.tax_minor for tax in body.taxes)
                added = taxes if body.tax_mode == "exclusive" else 0
                assert body.gross_minor == amounts + added
                assert body.gross_minor == sum(t.amount_minor for t in body.tenders)
                assert sum(line.tax_minor for line in counting) == taxes
                assert body.tax_minor == taxes
                assert sum(t.taxable_minor + t.tax_minor for t in body.taxes) == (
                    body.gross_minor
                )

    @invariant()
    def control_totals_are_those_of_the_bodies(self) -> None:
        for event in self.till.ledger.events:
            body = event.body
            if isinstance(body, SaleCompleted | TransactionVoided):
                assert event.control is not None
                assert event.control.count == 1
                assert event.control.gross_minor == body.gross_minor
                assert event.control.tax_minor == body.tax_minor
                assert sum(amount for _, amount in event.control.tenders) == (
                    body.gross_minor
                )
            else:
                assert event.control is None

    @invariant()
    def numbers_have_no_gap(self) -> None:
        numbered = (SaleCompleted, TransactionVoided, TransactionCancelled)
        bodies = [event.body for event in self.till.ledger.events]
        numbers = [body.number for body in bodies if isinstance(body, numbered)]
        assert numbers == list(range(1, len(numbers) + 1))
        z_numbers = [body.z_number for body in bodies if isinstance(body, TillSettled)]
        assert z_numbers == list(range(1, len(z_numbers) + 1))

    @invariant()
    def no_more_comes_back_than_was_sold(self) -> None:
        for sold in self.till.ledger.state.finished.values():
            for line in sold.lines:
                assert line.left_micro >= 0
                if line.quantity_micro > 0:
                    assert 0 <= line.returned_micro <= line.quantity_micro
                    assert 0 <= line.returned_minor <= line.amount_minor
                    assert 0 <= line.returned_tax_minor <= line.tax_minor
                    if line.returned_micro == line.quantity_micro:
                        assert line.returned_minor == line.amount_minor
                        assert line.returned_tax_minor == line.tax_minor

    @invariant()
    def drawer_holds_what_the_till_expects(self) -> None:
        bodies = [event.body for event in self.till.ledger.events]
        money = [b for b in bodies if isinstance(b, SaleCompleted | TransactionVoided)]
        taken = sum(body.gross_minor for body in money)
        with self.till.ledger.draft() as uow:
            state = uow.till.state()
            assert state.period is not None
            running = uow.till.totals(state.period.till_period_id)
            uow.commit()
        settled = [body for body in bodies if isinstance(body, TillSettled)]
        assert (
            running.expected_cash_minor
            - LOAN_MINOR
            + sum(body.expected_minor - LOAN_MINOR for body in settled)
            == taken
        )
        assert state.perpetual_gross_minor == taken
        for body in settled:
            assert body.over_short_minor == body.counted_minor - body.expected_minor

    @invariant()
    def what_is_shown_is_what_is_stored(self) -> None:
        shown = self.till.use_cases.get_open_sale(GetOpenSale())
        rows = [
            row
            for row in self.till.ledger.state.baskets.values()
            if row.suspended_at_ms is None
        ]
        if shown is None:
            assert rows == []
            return
        (row,) = rows
        stored = row.restored()
        assert shown.totals.total_minor == stored.total_minor
        assert shown.totals.tax_minor == stored.tax_minor
        assert shown.totals.due_minor == stored.due_minor
        assert len(shown.lines) == stored.line_count


_SEEN_MIN = {
    "sale.completed": 30,
    "returned lines": 5,
    "transaction.voided": 2,
    "till.settled": 1,
    "transaction.retrieved": 1,
}
_ROUNDS_MAX = 6


def test_random_histories_keep_the_books_balanced() -> None:
    SEEN.clear()

    for _ in range(_ROUNDS_MAX):
        run_state_machine_as_test(
            TillHistories,
            settings=settings(max_examples=60, stateful_step_count=40, deadline=None),
        )
        if all(SEEN[name] >= least for name, least in _SEEN_MIN.items()):
            return

    # Histories that are too calm prove nothing.
    pytest.fail(f"too calm: {dict(SEEN)}")
