"""Any sequence of till commands keeps every tender accounted for.

Hypothesis plays a till with its loans, pickups, voids, sales, refunds, counts and
settlements, with failing disks and killed programs.  The sums are this module's own,
from the events alone: for every settled tender, movements = counted less over and
short, and the grand total is the sum of every gross there ever was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import msgspec
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
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_counted_v1 import TillCounted
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.list_suspended import ListSuspended
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.tendering.tender_foreign_cash import TenderForeignCash
from terminal.application.till_control.close_business_day import CloseBusinessDay
from terminal.application.till_control.count_till import CountTill
from terminal.application.till_control.get_till_state import GetTillState
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.reprint_till_report import ReprintTillReport
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.application.till_control.void_tender_control import VoidTenderControl
from terminal.domain.errors import DomainError
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.tender.cash_rounding import CashRounding
from terminal.domain.till.tender_control import TenderControlKind
from terminal.domain.till.till_policy import TransactionDecision
from tests.fakes.reference_data import APPLES, PEN, STORE, MemoryCatalog
from tests.fakes.till import LOAN_MINOR, MemoryTill, add, open_memory_till, sell

ResultT = TypeVar("ResultT")

SEEN: Counter[str] = Counter()

DOLLARS = ExchangeRateData(currency="USD", rate_micro=923_400, valid_from="2000-01-01")

amounts = st.integers(0, 15_000)
pieces = st.dictionaries(st.sampled_from([1, 50, 200, 5_000]), st.integers(0, 5))


class TillControlHistories(RuleBasedStateMachine):
    """One till, driven at random; its periods follow one another."""

    def __init__(self) -> None:
        super().__init__()
        self.till: MemoryTill
        self.papers: dict[int, object] = {}

    @override
    def teardown(self) -> None:
        for event in self.till.ledger.events:
            SEEN[event.body.TYPE] += 1
            if isinstance(event.body, SaleCompleted) and event.body.rounding_minor:
                SEEN["rounded sales"] += 1
            if isinstance(event.body, SaleCompleted):
                methods = {(t.method, t.currency) for t in event.body.tenders}
                SEEN["voucher"] += ("voucher", None) in methods
                SEEN["dollars"] += ("cash", "USD") in methods

    @initialize(step_minor=st.sampled_from([1, 5, 10, 50]))
    def open(self, step_minor: int) -> None:
        rounding = CashRounding(step_minor=step_minor)
        pricing = msgspec.structs.replace(STORE.pricing, cash_rounding=rounding)
        self.till = open_memory_till(msgspec.structs.replace(STORE, pricing=pricing))
        self.till.ledger.catalog = MemoryCatalog(exchange_rates=(DOLLARS,))

    def attempt(self, action: Callable[[], ResultT]) -> ResultT | None:
        """Carry out a command; a refusal by rule must change no event."""
        events = len(self.till.ledger.events)
        try:
            return action()
        except DomainError:
            assert len(self.till.ledger.events) == events
            return None

    @rule(code=st.sampled_from([PEN.scan_code, APPLES.scan_code]), n=st.integers(1, 9))
    def sell(self, code: str, n: int) -> None:
        self.attempt(lambda: sell(self.till, code, n))

    @rule(
        n=st.integers(1, 9),
        voucher=st.none() | st.integers(1, 500),
        dollars=st.none() | st.integers(1, 2_000),
    )
    def sell_for_several_tenders(
        self, n: int, voucher: int | None, dollars: int | None
    ) -> None:
        """The rest is paid in cash, which alone is rounded; change is in euro."""
        use = self.till.use_cases
        self.attempt(lambda: add(self.till, quantity=n))
        if voucher is not None:
            given = TakeTender(method="voucher", amount_minor=voucher)
            self.attempt(lambda: use.take_tender(given))
        if dollars is not None:
            foreign = TenderForeignCash(currency="USD", foreign_minor=dollars)
            self.attempt(lambda: use.tender_foreign_cash(foreign))
        self.attempt(lambda: use.pay_cash_exact(PayCashExact()))

    @rule()
    def leave_a_basket_open(self) -> None:
        self.attempt(lambda: add(self.till))

    @rule()
    def put_cash_on_the_counter(self) -> None:
        self.attempt(lambda: self.till.use_cases.tender_cash(TenderCash(given_minor=1)))

    @rule()
    def suspend(self) -> None:
        self.attempt(
            lambda: self.till.use_cases.suspend_transaction(SuspendTransaction())
        )

    @precondition(lambda self: self.till.ledger.state.finished)
    @rule(place=st.integers(0, 30))
    def void_a_sale(self, place: int) -> None:
        found = list(self.till.ledger.state.finished.values())
        sold = found[place % len(found)]
        command = VoidTransaction(
            series=sold.series, number=sold.number, reason="wrong"
        )
        self.attempt(lambda: self.till.use_cases.void_transaction(command))

    @rule(
        kind=st.sampled_from(TenderControlKind),
        amount=amounts,
        method=st.sampled_from(["cash", "voucher"]),
        currency=st.sampled_from([None, "USD"]),
        is_confirmed=st.booleans(),
    )
    def move(
        self,
        kind: TenderControlKind,
        amount: int,
        method: str,
        currency: str | None,
        is_confirmed: bool,
    ) -> None:
        command = RecordTenderControl(
            kind=kind,
            amount_minor=amount,
            reason="why",
            method=method,
            currency=currency,
            is_confirmed=is_confirmed,
        )
        self.attempt(lambda: self.till.use_cases.record_tender_control(command))

    @rule(number=st.integers(1, 12))
    def void_a_movement(self, number: int) -> None:
        command = VoidTenderControl(series="A0", number=number, reason="twice")
        self.attempt(lambda: self.till.use_cases.void_tender_control(command))

    @rule(euro=pieces, dollars=st.none() | amounts, vouchers=st.none() | amounts)
    def count(
        self, euro: dict[int, int], dollars: int | None, vouchers: int | None
    ) -> None:
        command = CountTill(
            pieces={"EUR": euro},
            sums_minor={} if dollars is None else {"USD": dollars},
            others_minor={} if vouchers is None else {"voucher": vouchers},
        )
        self.attempt(lambda: self.till.use_cases.count_till(command))

    @rule()
    def look_without_changing_anything(self) -> None:
        events = len(self.till.ledger.events)
        before = self.till.use_cases.get_till_state(GetTillState())
        first = self.till.use_cases.take_x_report(TakeXReport())
        second = self.till.use_cases.take_x_report(TakeXReport())
        assert first.totals.expected() == second.totals.expected()
        assert first.totals.gross_minor == second.totals.gross_minor
        assert len(self.till.ledger.events) == events + 2
        assert self.till.use_cases.get_till_state(GetTillState()) == before

    @rule(
        counted=st.none() | amounts,
        is_given_up=st.booleans(),
        decision=st.sampled_from(TransactionDecision),
        is_day_closed=st.booleans(),
        loan=st.integers(0, LOAN_MINOR),
    )
    def settle(
        self,
        counted: int | None,
        is_given_up: bool,
        decision: TransactionDecision,
        is_day_closed: bool,
        loan: int,
    ) -> None:
        """Nothing that is open or suspended can keep the till from closing."""
        use = self.till.use_cases
        waiting = [one.transaction_id for one in use.list_suspended(ListSuspended())]
        command = SettleTill(
            counted_minor=counted,
            uncounted_reason="nobody is here",
            suspended=dict.fromkeys(waiting if is_given_up else (), decision),
        )
        view = use.settle_till(command)
        self.papers[view.z_number] = view.document.lines
        if is_day_closed:
            use.close_business_day(CloseBusinessDay())
            use.open_business_day(OpenBusinessDay())
        use.open_till_period(OpenTillPeriod(loan_minor=loan))

    @precondition(lambda self: self.papers)
    @rule(place=st.integers(0, 30))
    def print_a_report_again(self, place: int) -> None:
        z_number = sorted(self.papers)[place % len(self.papers)]
        copy = self.till.use_cases.reprint_till_report(
            ReprintTillReport(z_number=z_number)
        )
        assert copy.lines[1:] == self.papers[z_number]

    @rule()
    def kill(self) -> None:
        before = self.till.use_cases.get_till_state(GetTillState())
        self.till.reopen()
        assert self.till.use_cases.get_till_state(GetTillState()) == before

    @rule()
    def fail_to_store_a_settlement(self) -> None:
        events = self.till.ledger.events
        before = self.till.use_cases.get_till_state(GetTillState())
        self.till.ledger.fail_next_commit = True
        with pytest.raises(OSError, match="full"):
            self.till.use_cases.settle_till(SettleTill(counted_minor=0))
        assert self.till.ledger.events == events
        assert self.till.use_cases.get_till_state(GetTillState()) == before

    @invariant()
    def every_settled_tender_is_accounted_for(self) -> None:
        movements: Counter[tuple[str, str]] = Counter()
        for event in self.till.ledger.events:
            body = event.body
            if isinstance(body, TillPeriodOpened):
                movements = Counter({("cash", "EUR"): body.loan_minor})
            elif isinstance(body, TenderControlRecorded):
                movements[body.method, body.currency] += body.amount_minor
            elif isinstance(body, TillSettled):
                settled = {(t.method, t.currency): t for t in body.settled}
                assert movements.keys() <= settled.keys()
                for key, tender in settled.items():
                    assert movements[key] == (
                        tender.counted_minor - tender.over_short_minor
                    )
                rounding = sum(amount for _method, amount in body.tenders_minor)
                assert body.gross_minor + body.rounding_minor == rounding
            elif isinstance(body, SaleCompleted | TransactionVoided):
                for taken in body.tenders:
                    amount = taken.amount_minor
                    if taken.currency is not None:
                        given = taken.foreign_minor or 0
                        movements[taken.method, taken.currency] += given
                        amount -= taken.given_minor
                    movements[taken.method, "EUR"] += amount

    @invariant()
    def the_grand_total_is_every_gross_there_ever_was(self) -> None:
        total = 0
        before = 0
        for event in self.till.ledger.events:
            if event.control is not None:
                total += event.control.gross_minor
            elif isinstance(event.body, TillSettled):
                assert event.body.grand_total_before_minor == before
                assert event.body.perpetual_gross_minor == total
                before = total
        with self.till.ledger.draft() as uow:
            assert uow.till.state().perpetual_gross_minor == total
            uow.commit()

    @invariant()
    def a_settlement_took_the_last_count_of_its_period(self) -> None:
        counts: list[int] = []
        for event in self.till.ledger.events:
            body = event.body
            if isinstance(body, TillPeriodOpened):
                counts = []
            elif isinstance(body, TillCounted):
                counts.append(body.count_number)
            elif isinstance(body, TillSettled):
                assert counts == list(range(1, len(counts) + 1))
                if body.count_number:
                    assert body.count_number == counts[-1]
                assert (body.uncounted_reason is None) == bool(body.cash)

    @invariant()
    def numbers_have_no_gap(self) -> None:
        bodies = [event.body for event in self.till.ledger.events]
        moved = [b.number for b in bodies if isinstance(b, TenderControlRecorded)]
        assert moved == list(range(1, len(moved) + 1))
        settled = [b.z_number for b in bodies if isinstance(b, TillSettled)]
        assert settled == list(range(1, len(settled) + 1))


_SEEN_MIN = {
    "tender_control.recorded": 30,
    "till.counted": 15,
    "till.settled": 20,
    "sale.completed": 20,
    "rounded sales": 5,
    "voucher": 5,
    "dollars": 5,
    "transaction.cancelled": 1,
    "business_day.closed": 3,
    "report.reprinted": 3,
}
_ROUNDS_MAX = 6


def test_random_histories_of_a_till_account_for_every_tender() -> None:
    SEEN.clear()

    for _ in range(_ROUNDS_MAX):
        run_state_machine_as_test(
            TillControlHistories,
            # Each round plays histories of its own: the fixed ones of a build server
            # would be the same ones again.
            settings=settings(
                max_examples=40,
                stateful_step_count=30,
                deadline=None,
                derandomize=False,
            ),
        )
        if all(SEEN[name] >= least for name, least in _SEEN_MIN.items()):
            return

    # Histories that are too calm prove nothing.
    pytest.fail(f"too calm: {dict(SEEN)}")
