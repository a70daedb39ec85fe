"""What the ledger in memory tells of tills, worked out from its events each time.

Slow and plain on purpose: it is the model that the projections are compared with.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sync.protocol.events.report_reprinted_v1 import ReportReprinted
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_counted_v1 import TillCounted
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.ports.unit_of_work import SettlementRecord
from terminal.domain.till.denominations import CashCounted
from terminal.domain.till.period_totals import (
    ForeignTender,
    PeriodTotals,
    TaxTotal,
)
from terminal.domain.till.settlement import SettlementSummary, TillCount
from terminal.domain.till.tender_control import (
    MovementTotal,
    TenderControlKind,
    TenderControlTransaction,
)
from tests.fakes.recorded_event import RecordedEvent


def with_records(totals: PeriodTotals, events: Sequence[RecordedEvent]) -> PeriodTotals:
    """Add the sums that only the events of the period tell."""
    taxes: dict[tuple[str, int], tuple[int, int]] = {}
    names: dict[tuple[str, int], str] = {}
    foreign: dict[tuple[str, str], tuple[int, int]] = {}
    returns = rounding = discounts = 0
    for event in events:
        body = event.body
        if not isinstance(body, SaleCompleted | TransactionVoided):
            continue
        if body.till_period_id != totals.till_period_id:
            continue
        rounding += sum(t.amount_minor for t in body.tenders) - body.gross_minor
        for tax in body.taxes:
            key = (tax.tax_id, tax.rate_ppm)
            names[key] = tax.name
            taxable, amount = taxes.get(key, (0, 0))
            taxes[key] = (taxable + tax.taxable_minor, amount + tax.tax_minor)
        for tender in body.tenders:
            if tender.currency is not None:
                place = (tender.method, tender.currency)
                given, value = foreign.get(place, (0, 0))
                given += tender.foreign_minor or 0
                foreign[place] = (given, value + tender.given_minor)
        if isinstance(body, SaleCompleted):
            returns += _returns(body)
            discounts += _discounts(body)
        else:
            sold = next(e.body for e in events if e.event_id == body.voids.event_id)
            assert isinstance(sold, SaleCompleted)
            returns -= _returns(sold)
            discounts -= _discounts(sold)
    return msgspec.structs.replace(
        totals,
        taxes=tuple(
            TaxTotal(
                tax_id=tax_id,
                name=names[tax_id, rate],
                rate_ppm=rate,
                taxable_minor=net,
                tax_minor=tax,
            )
            for (tax_id, rate), (net, tax) in sorted(taxes.items())
        ),
        returns_minor=returns,
        discounts_minor=discounts,
        rounding_minor=rounding,
        foreign=tuple(
            ForeignTender(
                method=method, currency=currency, amount_minor=given, value_minor=value
            )
            for (method, currency), (given, value) in sorted(foreign.items())
        ),
        movements=_movements(totals.till_period_id, events),
    )


def tender_control(events: Sequence[RecordedEvent]) -> list[TenderControlTransaction]:
    """Return all movements, oldest first."""
    recorded = [
        (event, event.body)
        for event in events
        if isinstance(event.body, TenderControlRecorded)
    ]
    voided_by = {
        body.voids.event_id: event.event_id
        for event, body in recorded
        if body.voids is not None
    }
    return [
        TenderControlTransaction(
            event_id=event.event_id,
            event_hash=event.hash_hex,
            series=body.series,
            number=body.number,
            kind=TenderControlKind(body.kind),
            till_period_id=body.till_period_id,
            business_day=body.business_day,
            operator_id=body.operator_id,
            method=body.method,
            currency=body.currency,
            amount_minor=body.amount_minor,
            reason=body.reason,
            reference=body.reference,
            voids_event_id=None if body.voids is None else body.voids.event_id,
            voided_by=voided_by.get(event.event_id),
            at_ms=body.at_ms,
        )
        for event, body in recorded
    ]


def last_count(
    till_period_id: str, events: Sequence[RecordedEvent]
) -> TillCount | None:
    """Return the last count of a period."""
    is_stale = False
    for event in reversed(events):
        body = event.body
        if isinstance(body, SaleCompleted | TransactionVoided):
            is_stale = is_stale or bool(body.tenders)
        elif isinstance(body, TenderControlRecorded):
            is_stale = True
        elif isinstance(body, TillCounted) and body.till_period_id == till_period_id:
            return TillCount(
                cash=tuple(
                    CashCounted(
                        currency=cash.currency,
                        denominations=cash.denominations,
                        amount_minor=cash.amount_minor,
                    )
                    for cash in body.cash
                ),
                others=body.others,
                count_number=body.count_number,
                is_stale=is_stale,
            )
    return None


def settlement(
    z_number: int, events: Sequence[RecordedEvent]
) -> SettlementRecord | None:
    """Return a settlement and how many copies of it were printed."""
    for event in events:
        body = event.body
        if isinstance(body, TillSettledV1 | TillSettled) and body.z_number == z_number:
            copies = [
                other.body.copy_number
                for other in events
                if isinstance(other.body, ReportReprinted)
                and other.body.original_event_id == event.event_id
            ]
            return SettlementRecord(
                event_id=event.event_id,
                event_hash=event.hash_hex,
                body=body,
                copies=max(copies, default=0),
            )
    return None


def list_settlements(
    limit: int, events: Sequence[RecordedEvent]
) -> list[SettlementSummary]:
    """Return the last settlements, newest first."""
    found = []
    for event in reversed(events):
        body = event.body
        if isinstance(body, TillSettledV1 | TillSettled):
            record = settlement(body.z_number, events)
            assert record is not None
            found.append(
                SettlementSummary(
                    z_number=body.z_number,
                    business_day=body.business_day,
                    settled_at_ms=body.at_ms,
                    expected_minor=body.expected_minor,
                    counted_minor=body.counted_minor,
                    copies=record.copies,
                )
            )
    return found[:limit]


def _movements(
    till_period_id: str, events: Sequence[RecordedEvent]
) -> tuple[MovementTotal, ...]:
    sums: dict[tuple[TenderControlKind, str, str], tuple[int, int]] = {}
    for one in tender_control(events):
        if one.till_period_id == till_period_id:
            key = (one.kind, one.method, one.currency)
            count, amount = sums.get(key, (0, 0))
            stands = one.voided_by is None and one.voids_event_id is None
            sums[key] = (count + stands, amount + one.amount_minor)
    return tuple(
        MovementTotal(
            kind=kind, method=method, currency=currency, count=count, amount_minor=sum_
        )
        for (kind, method, currency), (count, sum_) in sorted(sums.items())
    )


def _returns(body: SaleCompleted) -> int:
    return sum(
        line.amount_minor
        for line in body.lines
        if line.kind == "return" and not line.is_voided
    )


def _discounts(body: SaleCompleted) -> int:
    return sum(
        modifier.amount_minor
        for line in body.lines
        for modifier in line.modifiers
        if not line.is_voided and modifier.kind != "exemption"
    )
