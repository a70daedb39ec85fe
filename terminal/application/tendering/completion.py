"""Turns a balanced transaction into a finished one, inside a unit of work."""

from sync.protocol.envelope import ControlTotals
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.receipts.sale_receipt import sale_receipt
from terminal.application.selling.opening import require_unused_reference
from terminal.application.selling.sale_view import CompletedView
from terminal.application.selling.views import totals_view
from terminal.application.standing import Standing
from terminal.application.tendering.finished_sale import Fate, finished_sale
from terminal.application.tendering.member_entries import NO_ENTRIES, has_entries
from terminal.application.tendering.sale_event import Ending, sale_event
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
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction


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
    originals = _require_returnable(uow, transaction)
    entries = NO_ENTRIES
    if has_entries(uow, transaction, originals):
        # Not with the module: most sales have neither members nor coupons.
        from terminal.application.tendering.member_ledgers import entries_of

        entries = entries_of(uow, transaction, completion, originals)
    number = uow.numbers.next()
    opens_drawer = any(tender.method == CASH for tender in transaction.tenders)
    body = sale_event(
        transaction,
        Ending(
            completion=completion,
            standing=standing,
            number=number,
            policy=uow.store.pricing,
            source_reference=reference,
            completed_at_ms=completed_at_ms,
            drawer_opened=opens_drawer,
            entries=entries,
        ),
    )
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
        deps=tuple(originals),
    )
    fate = Fate(
        event_id=appended.event_id, event_hash=appended.hash_hex, seq=appended.seq
    )
    if opens_drawer:
        uow.print_jobs.add(PrintJobKind.DRAWER, None)
    if uow.print_jobs.wants(PrintJobKind.RECEIPT):
        uow.print_jobs.add(
            PrintJobKind.RECEIPT, sale_receipt(finished_sale(body, fate), uow.store)
        )
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
        read=lambda: finished_sale(body, fate),
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
) -> dict[str, FinishedTransaction]:
    """Check again what comes back, and return the transactions it is of, by event.

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
            if original is None:
                original = _foreign(uow, key.event_id)
            if original is None or original.voided_by is not None:
                raise NotReturnableError(
                    f"the sale that line {lines[0].sequence} returns was voided; void"
                    " the line",
                    line_sequence=lines[0].sequence,
                )
            originals[key.event_id] = original
        _require_left(original.lines[key.line_sequence - 1], lines)
    return originals


def _foreign(uow: UnitOfWork, event_id: str) -> FinishedTransaction | None:
    """Return the sale of another till as it was when its goods were claimed."""
    receipt = uow.foreign.find(event_id)
    if receipt is None:
        return None
    # Not with the module: most returns are of this till's own sales.
    from terminal.application.returning.foreign_receipt import read_foreign

    return read_foreign(receipt)


def _require_left(sold: FinishedLine, returning: list[SaleReturnLineItem]) -> None:
    quantity_micro = -sum(line.quantity_micro for line in returning)
    amount = -sum(line.amount_minor for line in returning)
    if (
        quantity_micro > sold.left_micro
        or amount > sold.amount_minor - sold.returned_minor
        or not _are_taxes_left(sold, returning)
    ):
        raise ReturnExceedsSoldError(
            f"the goods of line {returning[0].sequence} came back in the meantime;"
            " void the line and return what is left",
            line_sequence=returning[0].sequence,
            left_micro=sold.left_micro,
        )


def _are_taxes_left(sold: FinishedLine, returning: list[SaleReturnLineItem]) -> bool:
    """Tell whether no tax comes back beyond what was paid of it."""
    for index, tax in enumerate(sold.taxes):
        before = sold.returned_taxes[index] if sold.returned_taxes else 0
        now = -sum(
            line.fixed_taxes[index].tax_minor for line in returning if line.fixed_taxes
        )
        back, paid = before + now, tax.tax_minor
        if not (0 <= back <= paid or paid <= back <= 0):
            return False
    return True
