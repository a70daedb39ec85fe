"""Builds the receipt of a finished or voided transaction.

The original, its copies and the preview come from this one function, so a copy
can differ from the original in its COPY mark only.
"""

from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import (
    Align,
    Code,
    CodeKind,
    Columns,
    Cut,
    Feed,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.application.receipts.formatting import (
    format_instant,
    format_rate,
    format_unit_price,
)
from terminal.application.receipts.member_rows import member_rows, points_rows
from terminal.application.receipts.paper import Element, paper_of
from terminal.application.receipts.wording import Wording, wording
from terminal.application.tendering.finished_sale import points_entries
from terminal.domain.money import format_minor
from terminal.domain.pricing.price_modifier import (
    LABEL_REDUCTION,
    ModifierKind,
    PriceModifier,
)
from terminal.domain.quantity import QUANTITY_MICRO_ONE, format_quantity
from terminal.domain.receipt_code import (
    receipt_bar_code,
    receipt_number,
    receipt_text,
)
from terminal.domain.tax.tax_group import TaxKind
from terminal.domain.tender.tender_line_item import CASH, TenderLineItem
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import LineKind

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
        return paper_of(self._store, self.elements, is_copy=is_copy)


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
        (row.tax_id, row.rate_ppm): _tax_letter(index)
        for index, row in enumerate(finished.taxes)
    }
    for line in finished.lines:
        if not line.is_voided:
            marks = "".join(letters[tax.tax_id, tax.rate_ppm] for tax in line.taxes)
            _add_line(paper, line, marks, store)
    paper.add(Rule())
    _add_totals(paper, finished, store)
    _add_taxes(paper, finished)
    for tender in finished.tenders:
        _add_tender(paper, tender)
    if finished.member_id is not None or finished.redemptions or finished.points:
        _add_member_rows(paper, finished)
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
        name = row.name or words.tax
        rate = "" if row.kind == "fixed" else _rate(row.rate_ppm, words)
        paper.pair(f"{name} {rate}".rstrip(), paper.money(row.tax_minor))
    if body.rounding_minor:
        paper.pair(words.rounding, paper.money(body.rounding_minor))
    for tender in body.tenders:
        _add_money(paper, tender.method, tender.amount_minor)
    if body.points:
        for left, right in points_rows(points_entries(body.points), words):
            paper.pair(left, right)
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


def _add_member_rows(paper: _Paper, finished: FinishedTransaction) -> None:
    for left, right in member_rows(finished, paper.words):
        paper.pair(left, right)


def _add_foot(paper: _Paper, store: StoreSettings) -> None:
    paper.add(Rule())
    for text in store.receipt_foot:
        paper.center(text)


def _add_line(
    paper: _Paper, line: FinishedLine, tax_letters: str, store: StoreSettings
) -> None:
    words = paper.words
    description = line.description
    if line.kind is LineKind.RETURN:
        description = f"{words.returned}: {description}"
    paper.pair(
        description, f"{paper.money(line.extended_minor)} {tax_letters}".rstrip()
    )
    _add_quantity(paper, line, store)
    for text in (line.serial, line.lot):
        if text is not None:
            paper.add(TextLine(text=f"  {text}"))
    for modifier in line.modifiers:
        paper.add(
            Columns(
                left=_modifier_label(modifier, words),
                right=paper.money(modifier.amount_minor),
                indent=2,
            )
        )


def _modifier_label(modifier: PriceModifier, words: Wording) -> str:
    if modifier.kind is ModifierKind.EXEMPTION:
        return words.tax_exempt
    if modifier.rule_id == LABEL_REDUCTION and modifier.kind is ModifierKind.MANUAL:
        return words.reduced_on_label
    return modifier.label


def _add_quantity(paper: _Paper, line: FinishedLine, store: StoreSettings) -> None:
    words = paper.words
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
    subtotal = sum(line.amount_minor for line in finished.lines if not line.is_voided)
    added = finished.gross_minor - subtotal
    if added or finished.discount_minor or finished.tax_mode == "exclusive":
        paper.pair(words.subtotal, paper.money(subtotal))
    if added or finished.tax_mode == "exclusive":
        paper.pair(words.tax_added, paper.money(added))
    is_refund = finished.gross_minor < 0
    paper.add(
        Columns(
            left=words.refund if is_refund else words.total,
            right=f"{store.currency.code} {paper.money(abs(finished.gross_minor))}",
            is_bold=True,
            is_large=True,
        )
    )
    if finished.discount_minor:
        paper.pair(words.savings, paper.money(-finished.discount_minor))


def _add_taxes(paper: _Paper, finished: FinishedTransaction) -> None:
    """Print the taxes as a table: letter, name and rate, net, tax, gross."""
    words = paper.words
    exemption = finished.exemption
    if exemption is not None:
        text = f"{words.tax_exempt}: {exemption.reason} {exemption.certificate}"
        paper.add(TextLine(text=text.rstrip()))
    if finished.tax_mode == "inclusive" and exemption is None:
        paper.pair(words.tax_included, paper.money(finished.tax_minor))
    for index, row in enumerate(finished.taxes):
        rate = "" if row.kind is TaxKind.FIXED else _rate(row.rate_ppm, words)
        name = f"{_tax_letter(index)} {row.name} {rate}".replace("  ", " ").rstrip()
        if row.name:
            paper.add(TextLine(text=name))
            name = "  "
        paper.pair(
            f"{name} {words.net} {paper.money(row.taxable_minor)}",
            f"{words.tax} {paper.money(row.tax_minor)}"
            f" = {paper.money(row.taxable_minor + row.tax_minor)}",
        )


def _add_tender(paper: _Paper, tender: TenderLineItem) -> None:
    words = paper.words
    if tender.rounding_minor:
        paper.pair(words.rounding, paper.money(tender.rounding_minor))
    if tender.amount_minor < 0:
        _add_money(paper, tender.method, tender.amount_minor)
        return
    if tender.currency is not None and tender.foreign_minor is not None:
        given = format_minor(
            tender.foreign_minor, tender.foreign_exponent, words.decimal_mark
        )
        rate = format_unit_price(tender.rate_micro or 0, 0, words.decimal_mark)
        units = "" if tender.rate_units == 1 else f"{tender.rate_units} "
        paper.add(
            TextLine(
                text=f"{tender.currency} {given} ({units}{tender.currency} = {rate})"
            )
        )
    paper.pair(_method(tender.method, words), paper.money(tender.given_minor))
    if tender.change_minor:
        paper.pair(words.change, paper.money(tender.change_minor), is_bold=True)


def _add_money(paper: _Paper, method: str, amount_minor: int) -> None:
    """Print tender that was kept or, when negative, given back."""
    words = paper.words
    name = _method(method, words)
    if amount_minor < 0:
        name = words.cash_back if method == CASH else f"{words.refund}: {name}"
    paper.pair(name, paper.money(abs(amount_minor)))


def _method(method: str, words: Wording) -> str:
    return words.cash if method == CASH else words.methods.get(method, method)


def _rate(rate_ppm: int, words: Wording) -> str:
    return format_rate(rate_ppm, words.decimal_mark)


def _tax_letter(index: int) -> str:
    return _TAX_LETTERS[index % len(_TAX_LETTERS)]
