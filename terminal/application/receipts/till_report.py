"""Builds the papers of X reports and settlements."""

from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import (
    Align,
    Columns,
    Cut,
    Feed,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.application.receipts.formatting import format_instant
from terminal.application.receipts.wording import Wording, wording
from terminal.domain.money import format_minor
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import Settlement


def x_report(
    totals: PeriodTotals,
    store: StoreSettings,
    *,
    business_day: str,
    operator_id: str,
    at_ms: int,
) -> ReceiptDocument:
    """Return the paper of an X report: totals so far, nothing reset."""
    words = wording(store.receipt_language)
    return ReceiptDocument(
        language=store.receipt_language,
        lines=(
            *_head(words.x_report, store, business_day, operator_id, at_ms),
            *_totals(totals, store, words),
            _money(words.expected, totals.expected_cash_minor, store, words),
            Feed(lines=3),
            Cut(),
        ),
    )


def z_report(
    totals: PeriodTotals,
    settlement: Settlement,
    store: StoreSettings,
    *,
    business_day: str,
    operator_id: str,
    at_ms: int,
) -> ReceiptDocument:
    """Return the paper of a settlement."""
    words = wording(store.receipt_language)
    over_short = settlement.over_short_minor
    if over_short > 0:
        label = words.over
    elif over_short < 0:
        label = words.short
    else:
        label = words.exact
    title = f"{words.z_report} {settlement.z_number}"
    return ReceiptDocument(
        language=store.receipt_language,
        lines=(
            *_head(title, store, business_day, operator_id, at_ms),
            *_totals(totals, store, words),
            _money(words.expected, settlement.expected_minor, store, words),
            _money(words.counted, settlement.counted_minor, store, words),
            _money(label, over_short, store, words, is_bold=True),
            Rule(),
            _money(words.perpetual, settlement.perpetual_gross_minor, store, words),
            Columns(
                left=words.events,
                right=f"{totals.first_seq}-{totals.last_seq} {totals.head_hash[:8]}",
            ),
            Feed(lines=3),
            Cut(),
        ),
    )


def _head(
    title: str, store: StoreSettings, business_day: str, operator_id: str, at_ms: int
) -> tuple[TextLine | Columns | Rule, ...]:
    words = wording(store.receipt_language)
    return (
        *(
            TextLine(text=text, align=Align.CENTER, is_bold=index == 0)
            for index, text in enumerate(store.receipt_head)
        ),
        Rule(),
        TextLine(text=title, align=Align.CENTER, is_bold=True, is_large=True),
        Columns(
            left=store.workstation_name,
            right=format_instant(at_ms, store.time_zone),
        ),
        Columns(
            left=f"{words.operator} {operator_id}",
            right=f"{words.business_day} {business_day}",
        ),
        Rule(),
    )


def _totals(
    totals: PeriodTotals, store: StoreSettings, words: Wording
) -> tuple[Columns | Rule, ...]:
    counts = (
        (words.transactions, totals.transactions),
        (words.sale_lines, totals.sale_lines),
        (words.return_lines, totals.return_lines),
        (words.voided_lines, totals.voided_lines),
        (words.cancelled, totals.cancelled),
        (words.voids, totals.voided),
        (words.no_sales, totals.no_sales),
        (words.reprints, totals.reprints),
    )
    names = {"cash": words.cash}
    return (
        *(Columns(left=name, right=str(count)) for name, count in counts),
        Rule(),
        _money(words.gross, totals.gross_minor, store, words, is_bold=True),
        _money(words.tax, totals.tax_minor, store, words),
        *(
            _money(names.get(method, method), amount, store, words)
            for method, amount in totals.tenders_minor
        ),
        Rule(),
        _money(words.loan, totals.loan_minor, store, words),
    )


def _money(
    label: str,
    amount_minor: int,
    store: StoreSettings,
    words: Wording,
    *,
    is_bold: bool = False,
) -> Columns:
    amount = format_minor(amount_minor, store.currency.exponent, words.decimal_mark)
    return Columns(left=label, right=amount, is_bold=is_bold)
