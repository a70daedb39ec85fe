"""Turns a balanced transaction into a finished one, inside a unit of work."""

from typing import Final, Literal

import msgspec

from sync.protocol.envelope import ControlTotals
from sync.protocol.events.sale_completed_v1 import SaleCompleted
from sync.protocol.events.sale_parts_v1 import ReturnOf, SaleLine, TaxSum, Tender
from terminal.application.ports.unit_of_work import (
    Appended,
    ReceiptNumber,
    UnitOfWork,
)
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.sale_receipt import sale_receipt
from terminal.application.selling.opening import require_unused_reference
from terminal.application.selling.sale_view import CompletedView
from terminal.application.selling.views import totals_view
from terminal.application.standing import Standing
from terminal.domain.errors import (
    NotReturnableError,
    ReturnExceedsSoldError,
    SourceReferenceMismatchError,
)
from terminal.domain.receipt_code import receipt_text
from terminal.domain.tender.tender_line_item import CASH, TenderLineItem
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import (
    OriginalLine,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import (
    Completion,
    RetailTransaction,
)

# Version 1 knows three sources only; what is newer is told as the nearest.
_PRICE_SOURCES: Final[dict[PriceSource, Literal["catalog", "keyed", "receipt"]]] = {
    PriceSource.CATALOG: "catalog",
    PriceSource.LIST: "catalog",
    PriceSource.LABEL: "keyed",
    PriceSource.KEYED: "keyed",
    PriceSource.OVERRIDE: "keyed",
    PriceSource.RECEIPT: "receipt",
}


def complete_open_transaction(
    uow: UnitOfWork,
    transaction: RetailTransaction,
    standing: Standing,
    source_reference: str | None,
    completed_at_ms: int,
) -> CompletedView:
    """Number, record and queue for printing; true once the unit commits.

    Raises:
        DomainError: it does not balance, takes back too much, or its source
            reference is used or another one.
    """
    reference = _agreed_reference(uow, transaction, source_reference)
    completion = transaction.complete()
    deps = _require_returnable(uow, transaction)
    number = uow.numbers.next()
    opens_drawer = any(tender.method == CASH for tender in transaction.tenders)
    body = _event_body(
        transaction,
        completion,
        standing,
        number,
        completed_at_ms=completed_at_ms,
        drawer_opened=opens_drawer,
    )
    body = msgspec.structs.replace(body, source_reference=reference)
    appended = uow.events.append(
        body,
        event_id=transaction.transaction_id,
        control=ControlTotals(
            count=1,
            gross_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            tenders=tenders_by_method(transaction.tenders),
            quantity_micro=transaction.quantity_micro,
        ),
        business_day=standing.business_day,
        deps=deps,
    )
    finished = _finished(transaction, completion, body, appended)
    if opens_drawer:
        uow.print_jobs.add(PrintJobKind.DRAWER, None)
    if uow.print_jobs.wants(PrintJobKind.RECEIPT):
        uow.print_jobs.add(PrintJobKind.RECEIPT, sale_receipt(finished, uow.store))
    uow.baskets.discard(transaction.transaction_id)
    return CompletedView(
        transaction_id=transaction.transaction_id,
        series=number.series,
        number=number.number,
        receipt_text=receipt_text(number.series, number.number, appended.hash_hex),
        event_hash=appended.hash_hex,
        seq=appended.seq,
        gross_minor=body.gross_minor,
        change_minor=transaction.change_minor,
        totals=totals_view(transaction),
        finished=finished,
        store=uow.store,
    )


def tenders_by_method(
    tenders: tuple[TenderLineItem, ...],
) -> tuple[tuple[str, int], ...]:
    """Return the net signed sum per method, sorted by method."""
    sums: dict[str, int] = {}
    for tender in tenders:
        sums[tender.method] = sums.get(tender.method, 0) + tender.amount_minor
    return tuple(sorted(sums.items()))


def _agreed_reference(
    uow: UnitOfWork, transaction: RetailTransaction, source_reference: str | None
) -> str | None:
    opened_with = transaction.header.source_reference
    if source_reference is None:
        return opened_with
    if opened_with is None:
        require_unused_reference(uow, source_reference)
        return source_reference
    if opened_with != source_reference:
        raise SourceReferenceMismatchError(
            f"the open transaction belongs to {opened_with}; complete or cancel it"
            " under that reference",
            expected=opened_with,
            found=source_reference,
        )
    return opened_with


def _require_returnable(
    uow: UnitOfWork, transaction: RetailTransaction
) -> tuple[str, ...]:
    """Check again what comes back, and return the events it depends on.

    The lines were checked when they were added, but while this transaction was
    suspended another one may have taken the same goods back, or voided the sale.
    """
    returning: dict[OriginalLine, list[SaleReturnLineItem]] = {}
    for line in transaction.lines:
        if line.return_of is not None and not line.is_voided:
            returning.setdefault(line.return_of, []).append(line)
    originals: dict[str, FinishedTransaction] = {}
    for key, lines in returning.items():
        original = originals.get(key.event_id)
        if original is None:
            original = uow.finished.find_by_event_id(key.event_id)
            if original is None or original.voided_by is not None:
                raise NotReturnableError(
                    f"the sale that line {lines[0].sequence} returns was voided; void"
                    " the line",
                    line_sequence=lines[0].sequence,
                )
            originals[key.event_id] = original
        _require_left(original.lines[key.line_sequence - 1], lines)
    return tuple(originals)


def _require_left(sold: FinishedLine, returning: list[SaleReturnLineItem]) -> None:
    quantity_micro = -sum(line.quantity_micro for line in returning)
    amount = -sum(line.amount_minor for line in returning)
    tax = -sum(line.fixed_tax_minor or 0 for line in returning)
    if (
        quantity_micro > sold.left_micro
        or amount > sold.amount_minor - sold.returned_minor
        or tax > sold.tax_minor - sold.returned_tax_minor
    ):
        raise ReturnExceedsSoldError(
            f"the goods of line {returning[0].sequence} came back in the meantime;"
            " void the line and return what is left",
            line_sequence=returning[0].sequence,
            left_micro=sold.left_micro,
        )


def _event_body(
    transaction: RetailTransaction,
    completion: Completion,
    standing: Standing,
    number: ReceiptNumber,
    *,
    completed_at_ms: int,
    drawer_opened: bool,
) -> SaleCompleted:
    header = transaction.header
    return SaleCompleted(
        transaction_id=header.transaction_id,
        series=number.series,
        number=number.number,
        operator_id=standing.session.operator_id,
        session_id=standing.session.session_id,
        till_period_id=standing.till_period_id,
        business_day=standing.business_day,
        opened_at_ms=header.opened_at_ms,
        completed_at_ms=completed_at_ms,
        currency=header.currency.code,
        tax_mode=header.tax_mode.value,
        drawer_opened=drawer_opened,
        lines=tuple(
            _event_line(line, tax)
            for line, tax in zip(transaction.lines, completion.line_taxes, strict=True)
        ),
        taxes=tuple(
            TaxSum(
                tax_rate_id=row.tax_rate_id,
                tax_rate_ppm=row.tax_rate_ppm,
                taxable_minor=row.taxable_minor,
                tax_minor=row.tax_minor,
            )
            for row in completion.taxes
        ),
        tenders=tuple(
            Tender(
                sequence=tender.sequence,
                method=tender.method,
                amount_minor=tender.amount_minor,
                given_minor=tender.given_minor,
                change_minor=tender.change_minor,
            )
            for tender in transaction.tenders
        ),
        gross_minor=transaction.total_minor,
        tax_minor=transaction.tax_minor,
    )


def _event_line(line: SaleReturnLineItem, tax_minor: int) -> SaleLine:
    return SaleLine(
        sequence=line.sequence,
        kind=line.kind.value,
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        price_source=_PRICE_SOURCES[line.price_source],
        amount_minor=line.amount_minor,
        tax_rate_id=line.tax_rate_id,
        tax_rate_ppm=line.tax_rate_ppm,
        tax_minor=tax_minor,
        is_voided=line.is_voided,
        reason=line.reason,
        return_of=(
            None
            if line.return_of is None
            else ReturnOf(
                event_id=line.return_of.event_id,
                line_sequence=line.return_of.line_sequence,
            )
        ),
    )


def _finished(
    transaction: RetailTransaction,
    completion: Completion,
    body: SaleCompleted,
    appended: Appended,
) -> FinishedTransaction:
    """Return the transaction as the projections will remember it."""
    return FinishedTransaction(
        event_id=appended.event_id,
        event_hash=appended.hash_hex,
        seq=appended.seq,
        series=body.series,
        number=body.number,
        operator_id=body.operator_id,
        business_day=body.business_day,
        till_period_id=body.till_period_id,
        opened_at_ms=body.opened_at_ms,
        completed_at_ms=body.completed_at_ms,
        currency=body.currency,
        tax_mode=body.tax_mode,
        lines=tuple(
            FinishedLine(
                sequence=line.sequence,
                kind=line.kind,
                item_id=line.item_id,
                scan_code=line.scan_code,
                description=line.description,
                quantity_micro=line.quantity_micro,
                unit=line.unit,
                unit_price_micro=line.unit_price_micro,
                amount_minor=line.amount_minor,
                tax_rate_id=line.tax_rate_id,
                tax_rate_ppm=line.tax_rate_ppm,
                tax_minor=tax,
                is_voided=line.is_voided,
                reason=line.reason,
                return_of=line.return_of,
            )
            for line, tax in zip(transaction.lines, completion.line_taxes, strict=True)
        ),
        taxes=completion.taxes,
        tenders=transaction.tenders,
        gross_minor=body.gross_minor,
        tax_minor=body.tax_minor,
        source_reference=body.source_reference,
    )
