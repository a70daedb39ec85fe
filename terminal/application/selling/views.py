"""Makes views of transactions and items."""

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.sale_view import (
    ItemView,
    LineChange,
    LineView,
    SaleView,
    TenderChange,
    TotalsView,
)
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.money import Currency
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction


def line_view(line: SaleReturnLineItem) -> LineView:
    """Return the line as shown."""
    return LineView(
        sequence=line.sequence,
        kind=line.kind.value,
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        amount_minor=line.amount_minor,
        is_voided=line.voided_at_ms is not None,
        voided_at_ms=line.voided_at_ms,
        reason=line.reason,
    )


def totals_view(transaction: RetailTransaction) -> TotalsView:
    """Return what the transaction comes to; costs the same for any length."""
    currency = transaction.header.currency
    return TotalsView(
        item_count=transaction.item_count,
        subtotal_minor=transaction.subtotal_minor,
        tax_minor=transaction.tax_minor,
        total_minor=transaction.total_minor,
        tendered_minor=transaction.tendered_minor,
        due_minor=transaction.due_minor,
        change_minor=transaction.change_minor,
        currency=currency.code,
        exponent=currency.exponent,
    )


def sale_view(transaction: RetailTransaction) -> SaleView:
    """Return the whole transaction; costs as much as it has lines."""
    return SaleView(
        transaction_id=transaction.transaction_id,
        opened_at_ms=transaction.header.opened_at_ms,
        lines=tuple(line_view(line) for line in transaction.lines),
        tenders=transaction.tenders,
        totals=totals_view(transaction),
    )


def line_change(transaction: RetailTransaction, line: SaleReturnLineItem) -> LineChange:
    """Return one line and the totals after it."""
    return LineChange(
        transaction_id=transaction.transaction_id,
        line=line_view(line),
        totals=totals_view(transaction),
    )


def tender_change(transaction: RetailTransaction) -> TenderChange:
    """Return the tenders and the totals after them."""
    return TenderChange(
        transaction_id=transaction.transaction_id,
        tenders=transaction.tenders,
        totals=totals_view(transaction),
    )


def item_view(item: CatalogItem, currency: Currency) -> ItemView:
    """Return the item as shown by search and price check."""
    return ItemView(
        item_id=item.item_id,
        scan_code=item.scan_code,
        description=item.description,
        unit=item.unit,
        unit_price_micro=item.unit_price_micro,
        is_open_price=item.is_open_price,
        plu=item.plu,
        currency=currency.code,
        exponent=currency.exponent,
    )


def item_views(uow: UnitOfWork, items: list[CatalogItem]) -> tuple[ItemView, ...]:
    """Return the items as shown, in the store's currency."""
    currency = uow.store.currency
    return tuple(item_view(item, currency) for item in items)
