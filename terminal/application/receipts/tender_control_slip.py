"""Builds the slips of loans, pickups, paid ins, paid outs and safe drops."""

from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
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
from terminal.application.receipts.paper import paper_of
from terminal.application.receipts.wording import Wording, wording
from terminal.domain.money import format_minor
from terminal.domain.receipt_code import receipt_number, receipt_text
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.denominations import currency_exponent


def tender_control_slips(
    body: TenderControlRecorded, event_hash: str, store: StoreSettings
) -> ReceiptDocument:
    """Return one paper with both slips, the till's and that of whoever signs."""
    words = wording(store.receipt_language)
    return paper_of(
        store,
        (
            *_slip(body, event_hash, store, words, words.slip_of_till),
            *_slip(body, event_hash, store, words, words.slip_of_other),
        ),
    )


def _slip(
    body: TenderControlRecorded,
    event_hash: str,
    store: StoreSettings,
    words: Wording,
    holder: str,
) -> tuple[TextLine | Columns | Rule | Feed | Cut, ...]:
    titles = {
        "loan": words.loan_one,
        "pickup": words.pickup_one,
        "paid_in": words.paid_in,
        "paid_out": words.paid_out,
        "safe_drop": words.safe_drop_one,
    }
    is_home = body.currency == store.currency.code
    exponent = store.currency.exponent if is_home else currency_exponent(body.currency)
    amount = format_minor(body.amount_minor, exponent, words.decimal_mark)
    method = words.cash if body.method == CASH else body.method
    lines: list[TextLine | Columns | Rule | Feed | Cut] = [
        TextLine(text=text, align=Align.CENTER, is_bold=index == 0)
        for index, text in enumerate(store.receipt_head)
    ]
    lines += [
        Rule(),
        TextLine(
            text=titles[body.kind], align=Align.CENTER, is_bold=True, is_large=True
        ),
        TextLine(text=holder, align=Align.CENTER),
    ]
    if body.voids is not None:
        voided = receipt_number(body.voids.series, body.voids.number)
        lines.append(
            TextLine(text=f"{words.void_of} {voided}", align=Align.CENTER, is_bold=True)
        )
    lines += [
        Columns(
            left=receipt_text(body.series, body.number, event_hash),
            right=format_instant(body.at_ms, store.time_zone),
        ),
        Columns(
            left=f"{words.operator} {body.operator_id}",
            right=f"{words.business_day} {body.business_day}",
        ),
        Rule(),
        Columns(left=method, right=f"{body.currency} {amount}", is_bold=True),
        TextLine(text=f"{words.reason}: {body.reason}"),
    ]
    if body.reference is not None:
        lines.append(TextLine(text=f"{words.reference}: {body.reference}"))
    lines += [
        Feed(lines=2),
        Columns(left=f"{words.signature}:", right="____________________"),
        Feed(lines=3),
        Cut(),
    ]
    return tuple(lines)
