"""Builds the receipt of a finished or voided transaction.

The original, its copies and the preview come from this one function, so a copy
can differ from the original in its COPY mark only.
"""

from sync.protocol.events.transaction_voided_v1 import TransactionVoided
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import (
    Align,
    Code,
    CodeKind,
    Columns,
    Cut,
    Feed,
    Image,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.application.receipts.formatting import (
    format_instant,
    format_rate,
    format_unit_price,
)
from terminal.application.receipts.wording import Wording, wording
from terminal.domain.money import format_minor
from terminal.domain.quantity import QUANTITY_MICRO_ONE, format_quantity
from terminal.domain.receipt_code import (
    receipt_bar_code,
    receipt_number,
    receipt_text,
)
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import LineKind

Element = TextLine | Columns | Rule | Code | Image | Feed | Cut

_TAX_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Paper:
    """Collects elements with the words and formats of one store."""

    def __init__(self, store: StoreSettings) -> None:
        self.words: Wording = wording(store.receipt_language)
        self.elements: list[Element] = []
        self._store = store

    def money(self, amount_minor: int) -> str:
        return format_minor(
            amount_minor, self._store.currency.exponent, self.words.decimal_mark
        )

    def add(self, *elements: Element) -> None:
        self.elements.extend(elements)

    def center(self, text: str, *, is_bold: bool = False) -> None:
        self.add(TextLine(text=text, align=Align.CENTER, is_bold=is_bold))

    def pair(self, left: str, right: str, *, is_bold: bool = False) -> None:
        self.add(Columns(left=left, right=right, is_bold=is_bold))

    def document(self, *, is_copy: bool = False) -> ReceiptDocument:
        self.add(Feed(lines=3), Cut())
        return ReceiptDocument(
            lines=tuple(self.elements),
            language=self._store.receipt_language,
            is_copy=is_copy,
        )


def sale_receipt(
    finished: FinishedTransaction, store: StoreSettings, *, copy_number: int = 0
) -> ReceiptDocument:
    """Return the receipt of a finished transaction.

    Args:
        finished: Sale, return or both.
        store: Head, foot, language and time zone.
        copy_number: 0 for the original; a copy carries the COPY mark and its
            number.
    """
    paper = _Paper(store)
    _add_marks(paper, finished, copy_number)
    _add_head(paper, store)
    paper.add(
        Columns(
            left=receipt_text(finished.series, finished.number, finished.event_hash),
            right=format_instant(finished.completed_at_ms, store.time_zone),
        ),
        Columns(
            left=f"{paper.words.operator} {finished.operator_id}",
            right=store.workstation_name,
        ),
        Rule(),
    )
    letters = {
        (row.tax_rate_id, row.tax_rate_ppm): _tax_letter(index)
        for index, row in enumerate(finished.taxes)
    }
    for line in finished.lines:
        if not line.is_voided:
            _add_line(paper, line, letters[line.tax_rate_id, line.tax_rate_ppm], store)
    paper.add(Rule())
    _add_totals(paper, finished, store)
    _add_taxes(paper, finished)
    for tender in finished.tenders:
        _add_tender(paper, tender)
    _add_foot(paper, store)
    paper.add(
        Code(
            kind=CodeKind.CODE128,
            data=receipt_bar_code(
                finished.series, finished.number, finished.event_hash
            ),
            caption=receipt_text(finished.series, finished.number, finished.event_hash),
        )
    )
    _add_marks(paper, finished, copy_number)
    return paper.document(is_copy=copy_number > 0)


def void_receipt(
    original: FinishedTransaction,
    body: TransactionVoided,
    event_hash: str,
    store: StoreSettings,
) -> ReceiptDocument:
    """Return the paper of a voiding transaction."""
    paper = _Paper(store)
    words = paper.words
    _add_head(paper, store)
    paper.center(words.voided, is_bold=True)
    paper.pair(
        receipt_text(body.series, body.number, event_hash),
        format_instant(body.at_ms, store.time_zone),
    )
    paper.pair(
        f"{words.operator} {body.operator_id}",
        store.workstation_name,
    )
    paper.add(Rule())
    paper.pair(words.void_of, receipt_number(original.series, original.number))
    paper.add(TextLine(text=f"{words.reason}: {body.reason}"))
    paper.add(
        Columns(
            left=words.total,
            right=f"{store.currency.code} {paper.money(body.gross_minor)}",
            is_bold=True,
            is_large=True,
        )
    )
    for row in body.taxes:
        paper.pair(
            f"{words.tax} {format_rate(row.tax_rate_ppm, words.decimal_mark)}",
            paper.money(row.tax_minor),
        )
    for tender in body.tenders:
        is_back = tender.amount_minor < 0
        paper.pair(
            words.cash_back if is_back else words.cash,
            paper.money(abs(tender.amount_minor)),
        )
    _add_foot(paper, store)
    return paper.document()


def _add_marks(paper: _Paper, finished: FinishedTransaction, copy_number: int) -> None:
    if finished.voided_by is not None:
        paper.center(paper.words.voided, is_bold=True)
    if copy_number:
        paper.center(f"*** {paper.words.copy} {copy_number} ***", is_bold=True)


def _add_head(paper: _Paper, store: StoreSettings) -> None:
    for index, text in enumerate(store.receipt_head):
        paper.center(text, is_bold=index == 0)
    paper.add(Rule())


def _add_foot(paper: _Paper, store: StoreSettings) -> None:
    paper.add(Rule())
    for text in store.receipt_foot:
        paper.center(text)


def _add_line(
    paper: _Paper, line: FinishedLine, tax_letter: str, store: StoreSettings
) -> None:
    words = paper.words
    description = line.description
    if line.kind is LineKind.RETURN:
        description = f"{words.returned}: {description}"
    paper.pair(description, f"{paper.money(line.amount_minor)} {tax_letter}")
    unit = words.units.get(line.unit, line.unit)
    if abs(line.quantity_micro) == QUANTITY_MICRO_ONE and not unit:
        return
    quantity = format_quantity(line.quantity_micro, words.decimal_mark)
    price = format_unit_price(
        line.unit_price_micro, store.currency.exponent, words.decimal_mark
    )
    amount = f"{quantity} {unit}" if unit else quantity
    paper.add(TextLine(text=f"  {amount} × {price}"))


def _add_totals(
    paper: _Paper, finished: FinishedTransaction, store: StoreSettings
) -> None:
    words = paper.words
    if finished.tax_mode == "exclusive":
        paper.pair(
            words.subtotal, paper.money(finished.gross_minor - finished.tax_minor)
        )
        paper.pair(words.tax_added, paper.money(finished.tax_minor))
    is_refund = finished.gross_minor < 0
    paper.add(
        Columns(
            left=words.refund if is_refund else words.total,
            right=f"{store.currency.code} {paper.money(abs(finished.gross_minor))}",
            is_bold=True,
            is_large=True,
        )
    )


def _add_taxes(paper: _Paper, finished: FinishedTransaction) -> None:
    words = paper.words
    if finished.tax_mode == "inclusive":
        paper.pair(words.tax_included, paper.money(finished.tax_minor))
    for index, row in enumerate(finished.taxes):
        rate = format_rate(row.tax_rate_ppm, words.decimal_mark)
        paper.pair(
            f"{_tax_letter(index)} {rate} {words.net} {paper.money(row.taxable_minor)}",
            f"{words.tax} {paper.money(row.tax_minor)}",
        )


def _add_tender(paper: _Paper, tender: TenderLineItem) -> None:
    words = paper.words
    if tender.amount_minor < 0:
        paper.pair(words.cash_back, paper.money(-tender.amount_minor))
        return
    paper.pair(words.cash, paper.money(tender.given_minor))
    if tender.change_minor:
        paper.pair(words.change, paper.money(tender.change_minor), is_bold=True)


def _tax_letter(index: int) -> str:
    return _TAX_LETTERS[index % len(_TAX_LETTERS)]
