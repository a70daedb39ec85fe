"""A settlement counts the drawer and closes the period with a manifest."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.mark_print_job import MarkPrintJob
from terminal.application.receipts.print_job import PrintJobState
from terminal.application.selling.list_suspended import ListSuspended
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.till_control.count_till import CountTill
from terminal.application.till_control.get_till_state import GetTillState
from terminal.application.till_control.list_undecided import ListUndecided
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import (
    CountRequiredError,
    InvalidAmountError,
    SuspendedTransactionsError,
    TillPeriodClosedError,
    UnknownTransactionError,
)
from terminal.domain.till.tender_control import TenderControlKind
from terminal.domain.till.till_policy import (
    TillPolicy,
    TransactionDecision,
    UndecidedPolicy,
)
from tests.fakes.completeness import RECEIPT
from tests.fakes.memory_ledger import EPOCH
from tests.fakes.promotions import OFFERS
from tests.fakes.reference_data import APPLES, STORE, MemoryCatalog
from tests.fakes.returns_center import ReturnsCenter
from tests.fakes.till import LOAN_MINOR, MemoryTill, add, open_memory_till, sell
from tests.support.receipt_text import to_text


def test_manifest_covers_the_period() -> None:
    till = open_memory_till()
    opening = till.ledger.events[-1]
    sell(till, quantity=3)
    last = till.ledger.events[-1]

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR + 400))

    event = till.ledger.events[-1]
    body = event.body
    assert isinstance(body, TillSettled)
    assert (body.first_seq, body.last_seq) == (opening.seq, last.seq)
    assert body.event_count == last.seq - opening.seq + 1
    assert body.head_hash == last.hash_hex
    assert body.tenders_minor == (("cash", 447),)
    assert (body.transactions, body.sale_lines, body.tax_minor) == (1, 1, 75)
    assert body.perpetual_gross_minor == 447
    assert event.deps == (opening.event_id,)
    assert (view.expected_minor, view.over_short_minor) == (LOAN_MINOR + 447, -47)
    assert (view.z_number, view.seq, view.event_hash) == (1, event.seq, event.hash_hex)
    with pytest.raises(TillPeriodClosedError):
        sell(till)


def test_over_and_short_are_printed_as_they_are() -> None:
    till = open_memory_till()
    sell(till)

    over = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR + 200))

    text = to_text(over.document, 42)
    assert "Z REPORT 1" in text
    assert over.over_short_minor == 51
    assert any(line.split() == ["Over", "0.51"] for line in text.splitlines())
    job = till.use_cases.list_print_jobs(ListPrintJobs())[-1]
    assert job.document == over.document


def test_z_numbers_have_no_gap() -> None:
    till = open_memory_till()
    numbers = []
    for _ in range(3):
        numbers.append(till.use_cases.settle_till(SettleTill(counted_minor=0)).z_number)
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
        till.ledger.fail_next_commit = True
        with pytest.raises(OSError, match="full"):
            till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert numbers == [1, 2, 3]


def test_an_open_transaction_is_suspended_and_waits_for_the_next_period() -> None:
    till = open_memory_till()
    opened = add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=100))

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))

    (decided,) = view.decisions
    assert decided.transaction_id == opened.transaction_id
    assert decided.decision is TransactionDecision.CARRY_OVER
    assert (decided.was_open, decided.given_back_minor) == (True, 100)
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
    till.use_cases.retrieve_transaction(
        RetrieveTransaction(transaction_id=opened.transaction_id)
    )
    assert till.use_cases.pay_cash_exact(PayCashExact()).gross_minor == 149


def test_a_price_for_a_tender_goes_back_with_the_tender() -> None:
    till = open_memory_till()
    till.ledger.catalog = MemoryCatalog(promotions=OFFERS)
    opened = add(till, APPLES.scan_code)
    paid = till.use_cases.take_tender(
        TakeTender(method="card_manual", amount_minor=100)
    )
    assert paid.totals.total_minor < opened.totals.total_minor

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))

    assert view.decisions[0].given_back_minor == 100
    (waiting,) = till.use_cases.list_suspended(ListSuspended())
    assert waiting.total_minor == opened.totals.total_minor


def test_decisions_are_carried_out_and_recorded() -> None:
    till = open_memory_till()
    first, second, third = (add_and_suspend(till) for _ in range(3))
    opened = add(till).transaction_id

    view = till.use_cases.settle_till(
        SettleTill(
            counted_minor=LOAN_MINOR,
            suspended={
                first: TransactionDecision.CANCEL,
                second: TransactionDecision.CARRY_OVER,
                opened: TransactionDecision.CANCEL,
            },
        )
    )

    decided = {one.transaction_id: one.decision.value for one in view.decisions}
    assert decided == {
        opened: "cancel",
        first: "cancel",
        second: "carry_over",
        third: "carry_over",
    }
    assert view.totals.cancelled == 2
    waiting = till.use_cases.list_suspended(ListSuspended())
    assert [one.transaction_id for one in waiting] == [second, third]
    cancelled = [
        event.body
        for event in till.ledger.events
        if isinstance(event.body, TransactionCancelled)
    ]
    assert {body.reason for body in cancelled} == {"till settled"}
    body = till.ledger.events[-1].body
    assert isinstance(body, TillSettled)
    assert {one.transaction_id for one in body.decisions} == decided.keys()


def test_a_basket_of_voided_lines_alone_is_cancelled() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.void_line(VoidLine(line_sequence=1))

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))

    assert view.decisions[0].decision is TransactionDecision.CANCEL


def test_a_store_may_want_a_decision_for_each_and_gets_it() -> None:
    till = open_memory_till(with_policy(undecided=UndecidedPolicy.ASK))
    waiting = add_and_suspend(till)

    with pytest.raises(SuspendedTransactionsError) as caught:
        till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert caught.value.details == {"count": 1}
    (shown,) = till.use_cases.list_undecided(ListUndecided())
    assert (shown.transaction_id, shown.is_open) == (waiting, False)
    view = till.use_cases.settle_till(
        SettleTill(
            counted_minor=LOAN_MINOR,
            suspended={waiting: TransactionDecision.CANCEL},
        )
    )
    assert view.over_short_minor == 0
    assert view.totals.cancelled == 1


def test_a_store_may_cancel_what_is_left() -> None:
    till = open_memory_till(with_policy(undecided=UndecidedPolicy.CANCEL))
    add_and_suspend(till)

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))

    assert view.totals.cancelled == 1
    assert till.use_cases.list_suspended(ListSuspended()) == ()


def test_a_decision_about_nothing_is_refused() -> None:
    till = open_memory_till()
    command = SettleTill(
        counted_minor=0, suspended={"gone": TransactionDecision.CANCEL}
    )

    with pytest.raises(UnknownTransactionError):
        till.use_cases.settle_till(command)

    assert till.use_cases.get_till_state(GetTillState()).period is not None


def test_the_last_recorded_count_is_taken() -> None:
    till = open_memory_till()
    sell(till)
    till.use_cases.count_till(CountTill(sums_minor={"EUR": 1}))
    till.use_cases.count_till(CountTill(pieces={"EUR": {5_000: 2, 100: 1, 20: 2}}))

    view = till.use_cases.settle_till(SettleTill())

    assert (view.counted_minor, view.over_short_minor) == (10_140, -9)
    body = till.ledger.events[-1].body
    assert isinstance(body, TillSettled)
    assert body.count_number == 2
    assert body.cash[0].denominations == ((5_000, 2), (100, 1), (20, 2))


def test_a_count_that_trade_went_past_is_taken_and_says_so() -> None:
    till = open_memory_till()
    till.use_cases.count_till(CountTill(sums_minor={"EUR": LOAN_MINOR}))
    assert not till.use_cases.get_till_state(GetTillState()).is_count_stale
    sell(till)
    assert till.use_cases.get_till_state(GetTillState()).is_count_stale

    view = till.use_cases.settle_till(SettleTill())

    assert view.is_count_stale
    assert view.over_short_minor == -149
    assert "Tender moved after this count" in to_text(view.document, 42)


def test_a_count_of_an_earlier_period_is_not_taken() -> None:
    till = open_memory_till()
    till.use_cases.count_till(CountTill(sums_minor={"EUR": LOAN_MINOR}))
    till.use_cases.settle_till(SettleTill())
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))

    with pytest.raises(CountRequiredError):
        till.use_cases.settle_till(SettleTill())


def test_a_till_that_nobody_can_count_is_settled_with_the_reason() -> None:
    till = open_memory_till()
    sell(till)

    view = till.use_cases.settle_till(SettleTill(uncounted_reason="drawer is gone"))

    assert (view.counted_minor, view.over_short_minor) == (0, -10_149)
    body = till.ledger.events[-1].body
    assert isinstance(body, TillSettled)
    assert body.uncounted_reason == "drawer is gone"
    assert [tender.is_counted for tender in body.settled] == [False]


@pytest.mark.parametrize(
    ("acknowledged", "pending"), [({}, None), ({EPOCH: 2}, 2), ({EPOCH: 99}, 0)]
)
def test_what_the_center_does_not_hold_is_stated_and_not_waited_for(
    acknowledged: dict[str, int], pending: int | None
) -> None:
    till = open_memory_till()
    sell(till)
    till.ledger.acknowledged = acknowledged
    assert len(till.ledger.events) == 4

    view = till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert view.pending_events == pending


def test_a_negative_drawer_is_settled_and_stated() -> None:
    till = open_memory_till()
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.PICKUP,
            amount_minor=LOAN_MINOR + 1,
            reason="all of it",
            is_confirmed=True,
        )
    )

    view = till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert (view.expected_minor, view.over_short_minor) == (-1, 1)
    assert "More went out than came in" in to_text(view.document, 42)


def test_a_till_forgotten_overnight_is_settled_and_says_so() -> None:
    till = open_memory_till()
    till.clock.advance(24 * 3_600_000)

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))

    assert "The clock is past this business day" in to_text(view.document, 42)
    assert view.business_day == "2030-03-17"


def test_a_clock_a_day_slow_is_stated_too() -> None:
    till = open_memory_till()
    till.clock.set_wall(till.clock.wall_ms() - 24 * 3_600_000)

    view = till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))

    assert "The clock has not reached" in to_text(view.document, 42)


def test_no_printer_and_no_paper_keep_no_till_open() -> None:
    """The paper waits in its queue, whatever became of the one before it."""
    till = open_memory_till()
    sell(till)
    jobs = till.use_cases.list_print_jobs(ListPrintJobs())
    for job in jobs:
        till.use_cases.mark_print_job(
            MarkPrintJob(job_id=job.job_id, state=PrintJobState.FAILED)
        )

    till.use_cases.settle_till(SettleTill(counted_minor=0))

    queued = till.use_cases.list_print_jobs(ListPrintJobs())
    assert len(queued) == len(jobs) + 1


def add_and_suspend(till: MemoryTill) -> str:
    opened = add(till)
    till.use_cases.suspend_transaction(SuspendTransaction())
    return opened.transaction_id


def with_policy(*, undecided: UndecidedPolicy) -> StoreSettings:
    return msgspec.structs.replace(STORE, till=TillPolicy(undecided=undecided))


def test_impossible_count_is_refused() -> None:
    till = open_memory_till()

    with pytest.raises(InvalidAmountError):
        till.use_cases.settle_till(SettleTill(counted_minor=-1))


def test_the_center_s_word_is_printed_when_it_comes_in_time() -> None:
    center = ReturnsCenter()
    center.proof = RECEIPT
    till = open_memory_till(make_center=lambda: center)
    sell(till)

    view = till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert center.proofs_asked == [till.ledger.events[-1].hash_hex]
    assert view.proved_events == 412
    (paper,) = [
        job.document
        for job in till.use_cases.list_print_jobs(ListPrintJobs())
        if job.document is not None and "Z REPORT" in to_text(job.document, 42)
    ]
    assert paper == view.document
    text = to_text(view.document, 42)
    assert "CONFIRMED BY THE CENTER" in text
    assert "412 of 412 events" in text
    assert view.event_hash[:8] in text
    assert "18204.50" in text
    assert "PROVISIONAL" not in text


def test_a_silent_center_keeps_no_till_open() -> None:
    center = ReturnsCenter()
    till = open_memory_till(make_center=lambda: center)

    view = till.use_cases.settle_till(SettleTill(counted_minor=0))

    assert center.proofs_asked == [view.event_hash]
    assert view.proved_events is None
    assert "CONFIRMED" not in to_text(view.document, 42)
    assert till.use_cases.list_print_jobs(ListPrintJobs())[-1].document == view.document
