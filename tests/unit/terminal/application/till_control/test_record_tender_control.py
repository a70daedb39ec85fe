"""Tender moves without a sale only with a number, a reason and a right."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from terminal.application.approval import Approval
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.domain.access.limits import RoleLimits
from terminal.domain.errors import (
    AboveLimitError,
    DomainError,
    DrawerExceededError,
    InvalidAmountError,
    InvalidReferenceError,
    PermissionRefusedError,
    ReasonRequiredError,
)
from terminal.domain.till.tender_control import TenderControlKind
from tests.fakes.priced_till import priced_till
from tests.fakes.reference_data import STORE
from tests.fakes.till import LOAN_MINOR, MemoryTill, open_memory_till, sell, sign_on
from tests.support.receipt_text import to_text


def record(
    till: MemoryTill,
    kind: TenderControlKind = TenderControlKind.PICKUP,
    amount_minor: int = 2_000,
    *,
    is_confirmed: bool = False,
) -> TenderControlRecorded:
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=kind,
            amount_minor=amount_minor,
            reason="lift",
            is_confirmed=is_confirmed,
        )
    )
    body = till.ledger.events[-1].body
    assert isinstance(body, TenderControlRecorded)
    return body


@pytest.mark.parametrize("kind", TenderControlKind)
def test_each_kind_changes_what_is_expected(kind: TenderControlKind) -> None:
    till = open_memory_till()
    sell(till)

    body = record(till, kind)

    change = 2_000 if kind.is_incoming else -2_000
    assert body.amount_minor == change
    report = till.use_cases.take_x_report(TakeXReport())
    assert report.expected_minor == LOAN_MINOR + 149 + change
    (total,) = report.totals.movements
    assert (total.kind, total.count, total.amount_minor) == (kind, 1, change)
    assert report.totals.gross_minor == 149
    assert till.ledger.events[-2].control is None


def test_numbers_are_a_series_of_their_own_without_gap() -> None:
    till = open_memory_till()
    first = record(till)
    sold = sell(till)
    till.ledger.fail_next_commit = True
    with pytest.raises(OSError, match="full"):
        record(till)
    second = record(till)

    assert (first.series, first.number, second.number) == ("A0", 1, 2)
    assert (sold.series, sold.number) == ("A", 1)


def test_drawer_opens_and_two_slips_are_printed() -> None:
    till = open_memory_till()

    view = till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.SAFE_DROP,
            amount_minor=2_000,
            reason=" evening ",
            reference=" BAG  4711 ",
        )
    )

    drawer, slips = till.use_cases.list_print_jobs(ListPrintJobs())
    assert (drawer.kind, slips.kind, slips.document) == (
        "drawer",
        "receipt",
        view.document,
    )
    text = to_text(view.document, 42)
    assert text.count("SAFE DROP") == 2
    assert text.count("Reference: BAG 4711") == 2
    assert text.count("A0-000001") == 2


def test_more_than_the_till_should_hold_is_asked_about_and_never_forced() -> None:
    till = open_memory_till()

    with pytest.raises(DrawerExceededError):
        record(till, amount_minor=LOAN_MINOR + 1)

    assert not isinstance(till.ledger.events[-1].body, TenderControlRecorded)
    assert record(till, amount_minor=LOAN_MINOR + 1, is_confirmed=True).exceeds_drawer
    report = till.use_cases.take_x_report(TakeXReport())
    assert report.expected_minor == -1
    assert "More went out than came in" in to_text(report.document, 42)


def test_who_counts_blind_is_not_told_what_the_drawer_holds() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    body = record(till, TenderControlKind.SAFE_DROP, LOAN_MINOR + 1)

    assert body.exceeds_drawer


def test_cashier_needs_somebody_for_a_paid_out_and_both_are_recorded() -> None:
    till = open_memory_till()
    sign_on(till, "c1")
    command = RecordTenderControl(
        kind=TenderControlKind.PAID_OUT, amount_minor=500, reason="window cleaner"
    )
    with pytest.raises(PermissionRefusedError):
        till.use_cases.record_tender_control(command)

    till.use_cases.record_tender_control(
        msgspec.structs.replace(
            command, approval=Approval(operator_id="m1", pin="999999")
        )
    )

    approved, recorded = (event.body for event in till.ledger.events[-2:])
    assert isinstance(approved, AccessApproved)
    assert (approved.approver_id, approved.command) == ("m1", "RecordTenderControl")
    assert isinstance(recorded, TenderControlRecorded)
    assert (recorded.operator_id, recorded.authorised_by) == ("c1", "m1")


def test_a_role_has_its_limit() -> None:
    limits = (RoleLimits(role="manager", tender_control_minor_max=5_000),)
    till = open_memory_till(msgspec.structs.replace(STORE, role_limits=limits))

    with pytest.raises(AboveLimitError):
        record(till, amount_minor=5_001)

    assert record(till, amount_minor=5_000).amount_minor == -5_000


def _lend(till: MemoryTill, currency: str, amount_minor: int) -> None:
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.LOAN,
            amount_minor=amount_minor,
            reason="change",
            currency=currency,
        )
    )


def test_a_limit_is_compared_at_the_rate_of_the_day() -> None:
    limits = (RoleLimits(role="manager", tender_control_minor_max=5_000),)
    till = priced_till(msgspec.structs.replace(STORE, role_limits=limits))

    # 0.90 a dollar; 100 yen, which have no cents, are 0.62.
    for currency, within in (("USD", 5_555), ("JPY", 8_064)):
        with pytest.raises(AboveLimitError):
            _lend(till, currency, within + 1)
        _lend(till, currency, within)

    totals = till.use_cases.take_x_report(TakeXReport()).totals
    assert [(t.currency, t.amount_minor) for t in totals.movements] == [
        ("JPY", 8_064),
        ("USD", 5_555),
    ]


def test_without_a_rate_nobody_with_a_limit_moves_foreign_cash() -> None:
    limits = (RoleLimits(role="manager", tender_control_minor_max=5_000),)
    till = priced_till(msgspec.structs.replace(STORE, role_limits=limits))
    events = till.ledger.events

    with pytest.raises(InvalidAmountError, match="no rate for CHF"):
        _lend(till, "CHF", 1)

    assert till.ledger.events == events


def test_foreign_cash_and_other_tenders_are_kept_apart() -> None:
    till = open_memory_till()
    for method, currency in (("cash", "USD"), ("voucher", None)):
        till.use_cases.record_tender_control(
            RecordTenderControl(
                kind=TenderControlKind.LOAN,
                amount_minor=700,
                reason="change",
                method=method,
                currency=currency,
            )
        )

    totals = till.use_cases.take_x_report(TakeXReport()).totals

    assert [(t.method, t.currency, t.amount_minor) for t in totals.expected()] == [
        ("cash", "EUR", LOAN_MINOR),
        ("cash", "USD", 700),
        ("voucher", "EUR", 700),
    ]


def test_foreign_cash_is_told_with_its_own_decimals() -> None:
    till = open_memory_till()

    told = [
        till.use_cases.record_tender_control(
            RecordTenderControl(
                kind=TenderControlKind.LOAN,
                amount_minor=700,
                reason="change",
                currency=currency,
            )
        ).exponent
        for currency in (None, "JPY", "KWD")
    ]

    assert told == [2, 0, 3]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount_minor": 0}, InvalidAmountError),
        ({"amount_minor": -1}, InvalidAmountError),
        ({"reason": "  "}, ReasonRequiredError),
        ({"reference": "x" * 65}, InvalidReferenceError),
        ({"reference": "a\x1bb"}, InvalidReferenceError),
        ({"currency": "euro"}, InvalidReferenceError),
        ({"currency": "ZZZ"}, InvalidReferenceError),
        ({"method": "Cash!"}, InvalidReferenceError),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    changes: dict[str, str | int], error: type[DomainError]
) -> None:
    till = open_memory_till()
    events = till.ledger.events
    command = RecordTenderControl(
        kind=TenderControlKind.LOAN, amount_minor=1, reason="change"
    )

    with pytest.raises(error):
        till.use_cases.record_tender_control(
            msgspec.structs.replace(command, **changes)
        )

    assert till.ledger.events == events
