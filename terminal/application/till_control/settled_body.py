"""Writes down what a settlement came to."""

from sync.protocol.events.till_settled_v2 import (
    MovementSum,
    SettledTax,
    TenderSettlement,
    TillSettled,
    TransactionDecision,
)
from sync.protocol.events.till_settled_v2 import PendingSync as PendingSyncBody
from terminal.application.standing import Standing
from terminal.application.till_control.count_till import event_cash
from terminal.application.till_control.till_view import DecidedView
from terminal.domain.till.business_day import DayStanding
from terminal.domain.till.pending_sync import PendingSync
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import Settlement, TillCount
from terminal.domain.till.till_state import TillPeriodState


def settled_body(  # noqa: PLR0913 - keyword-only, each one part of the event
    *,
    period: TillPeriodState,
    standing: Standing,
    totals: PeriodTotals,
    settlement: Settlement,
    count: TillCount | None,
    day: DayStanding,
    decided: tuple[DecidedView, ...],
    pending: PendingSync,
    uncounted_reason: str | None,
    at_ms: int,
) -> TillSettled:
    """Return the event that closes *period*."""
    return TillSettled(
        till_period_id=period.till_period_id,
        business_day=standing.business_day,
        day_standing=day.value,
        z_number=settlement.z_number,
        opened_event_id=period.opened_event_id,
        opened_at_ms=period.opened_at_ms,
        first_seq=totals.first_seq,
        last_seq=totals.last_seq,
        event_count=totals.event_count,
        head_hash=totals.head_hash,
        currency=totals.currency,
        transactions=totals.transactions,
        sale_lines=totals.sale_lines,
        return_lines=totals.return_lines,
        voided_lines=totals.voided_lines,
        cancelled=totals.cancelled,
        voided=totals.voided,
        no_sales=totals.no_sales,
        reprints=totals.reprints,
        gross_minor=totals.gross_minor,
        tax_minor=totals.tax_minor,
        returns_minor=totals.returns_minor,
        discounts_minor=totals.discounts_minor,
        rounding_minor=totals.rounding_minor,
        taxes=tuple(
            SettledTax(
                tax_id=tax.tax_id,
                name=tax.name,
                rate_ppm=tax.rate_ppm,
                taxable_minor=tax.taxable_minor,
                tax_minor=tax.tax_minor,
            )
            for tax in totals.taxes
        ),
        tenders_minor=totals.tenders_minor,
        loan_minor=totals.loan_minor,
        movements=tuple(
            MovementSum(
                kind=movement.kind.value,
                method=movement.method,
                currency=movement.currency,
                count=movement.count,
                amount_minor=movement.amount_minor,
            )
            for movement in totals.movements
        ),
        expected_minor=settlement.expected_minor,
        counted_minor=settlement.counted_minor,
        over_short_minor=settlement.over_short_minor,
        settled=tuple(
            TenderSettlement(
                method=tender.method,
                currency=tender.currency,
                expected_minor=tender.expected_minor,
                counted_minor=tender.counted_minor,
                over_short_minor=tender.over_short_minor,
                is_counted=tender.is_counted,
            )
            for tender in settlement.tenders
        ),
        cash=() if count is None else event_cash(count.cash),
        count_number=0 if count is None else count.count_number,
        is_count_stale=count is not None and count.is_stale,
        uncounted_reason=uncounted_reason,
        grand_total_before_minor=settlement.perpetual_gross_minor - totals.gross_minor,
        perpetual_gross_minor=settlement.perpetual_gross_minor,
        decisions=tuple(
            TransactionDecision(
                transaction_id=one.transaction_id,
                decision=one.decision.value,
                was_open=one.was_open,
                given_back_minor=one.given_back_minor,
            )
            for one in decided
        ),
        pending_sync=PendingSyncBody(is_known=pending.is_known, events=pending.events),
        operator_id=standing.session.operator_id,
        session_id=standing.session.session_id,
        at_ms=at_ms,
    )
