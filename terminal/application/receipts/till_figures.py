"""The figures of a till report, whatever they were taken from.

A running period, a settlement of today and one that an older program wrote all print
through this one value, so a reprint cannot show other figures than its original.
"""

import msgspec

from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.domain.till.denominations import CashCounted
from terminal.domain.till.period_totals import PeriodTotals, TaxTotal
from terminal.domain.till.settlement import SettledTender
from terminal.domain.till.tender_control import MovementTotal, TenderControlKind


class TillFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a period came to; see `PeriodTotals` for the sums.

    Attributes:
        tenders_minor: None when the reader may not see what the till took.
        movements: None for the same reason.
        expected_minor: None for the same reason.
        settled: Every tender of a settlement; empty on a running period.
        cancelled_at_settlement: Transactions that the settlement gave up.
        carried_over: Transactions that it left waiting.
        pending_events: Events that the center was not known to hold; None when
            no center was ever heard of.
    """

    transactions: int
    sale_lines: int
    return_lines: int
    voided_lines: int
    cancelled: int
    voided: int
    no_sales: int
    reprints: int
    currency: str
    gross_minor: int
    tax_minor: int
    returns_minor: int = 0
    discounts_minor: int = 0
    rounding_minor: int = 0
    taxes: tuple[TaxTotal, ...] = ()
    tenders_minor: tuple[tuple[str, int], ...] | None = None
    loan_minor: int
    movements: tuple[MovementTotal, ...] | None = None
    expected_minor: int | None = None
    counted_minor: int | None = None
    over_short_minor: int | None = None
    settled: tuple[SettledTender, ...] = ()
    cash: tuple[CashCounted, ...] = ()
    is_count_stale: bool = False
    uncounted_reason: str | None = None
    grand_total_before_minor: int | None = None
    grand_total_minor: int | None = None
    day_standing: str = "current"
    cancelled_at_settlement: int = 0
    carried_over: int = 0
    pending_events: int | None = None
    first_seq: int = 0
    last_seq: int = 0
    head_hash: str = ""


def running_figures(totals: PeriodTotals, *, may_see_expected: bool) -> TillFigures:
    """Return the figures of a period that goes on.

    Without *may_see_expected* nothing is in it from which the content of the drawer
    could be worked out: a count shall be blind.
    """
    return TillFigures(
        transactions=totals.transactions,
        sale_lines=totals.sale_lines,
        return_lines=totals.return_lines,
        voided_lines=totals.voided_lines,
        cancelled=totals.cancelled,
        voided=totals.voided,
        no_sales=totals.no_sales,
        reprints=totals.reprints,
        currency=totals.currency,
        gross_minor=totals.gross_minor,
        tax_minor=totals.tax_minor,
        returns_minor=totals.returns_minor,
        discounts_minor=totals.discounts_minor,
        rounding_minor=totals.rounding_minor,
        taxes=totals.taxes,
        tenders_minor=totals.tenders_minor if may_see_expected else None,
        loan_minor=totals.loan_minor,
        movements=totals.movements if may_see_expected else None,
        expected_minor=totals.expected_cash_minor if may_see_expected else None,
        first_seq=totals.first_seq,
        last_seq=totals.last_seq,
        head_hash=totals.head_hash,
    )


def settled_figures(body: TillSettledV1 | TillSettled) -> TillFigures:
    """Return the figures that a settlement recorded."""
    figures = TillFigures(
        transactions=body.transactions,
        sale_lines=body.sale_lines,
        return_lines=body.return_lines,
        voided_lines=body.voided_lines,
        cancelled=body.cancelled,
        voided=body.voided,
        no_sales=body.no_sales,
        reprints=body.reprints,
        currency=body.currency,
        gross_minor=body.gross_minor,
        tax_minor=body.tax_minor,
        tenders_minor=body.tenders_minor,
        loan_minor=body.loan_minor,
        movements=(),
        expected_minor=body.expected_minor,
        counted_minor=body.counted_minor,
        over_short_minor=body.over_short_minor,
        grand_total_minor=body.perpetual_gross_minor,
        first_seq=body.first_seq,
        last_seq=body.last_seq,
        head_hash=body.head_hash,
    )
    return figures if isinstance(body, TillSettledV1) else _with_parts(figures, body)


def _with_parts(figures: TillFigures, body: TillSettled) -> TillFigures:
    """Add what only version 2 recorded."""
    decisions = [one.decision for one in body.decisions]
    return msgspec.structs.replace(
        figures,
        returns_minor=body.returns_minor,
        discounts_minor=body.discounts_minor,
        rounding_minor=body.rounding_minor,
        taxes=tuple(
            TaxTotal(
                tax_id=tax.tax_id,
                name=tax.name,
                rate_ppm=tax.rate_ppm,
                taxable_minor=tax.taxable_minor,
                tax_minor=tax.tax_minor,
            )
            for tax in body.taxes
        ),
        movements=tuple(
            MovementTotal(
                kind=TenderControlKind(movement.kind),
                method=movement.method,
                currency=movement.currency,
                count=movement.count,
                amount_minor=movement.amount_minor,
            )
            for movement in body.movements
        ),
        settled=tuple(
            SettledTender(
                method=tender.method,
                currency=tender.currency,
                expected_minor=tender.expected_minor,
                counted_minor=tender.counted_minor,
                over_short_minor=tender.over_short_minor,
                is_counted=tender.is_counted,
            )
            for tender in body.settled
        ),
        cash=tuple(
            CashCounted(
                currency=cash.currency,
                denominations=cash.denominations,
                amount_minor=cash.amount_minor,
            )
            for cash in body.cash
        ),
        is_count_stale=body.is_count_stale,
        uncounted_reason=body.uncounted_reason,
        grand_total_before_minor=body.grand_total_before_minor,
        day_standing=body.day_standing,
        cancelled_at_settlement=decisions.count("cancel"),
        carried_over=decisions.count("carry_over"),
        pending_events=body.pending_sync.events if body.pending_sync.is_known else None,
    )
