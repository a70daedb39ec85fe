"""Makes views of transactions and items."""

from collections.abc import Iterable
from functools import lru_cache

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.sale_view import (
    ItemView,
    LineChange,
    LineView,
    ModifierView,
    ProposalView,
    SaleView,
    TenderChange,
    TotalsView,
)
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.money import Currency
from terminal.domain.pricing.price_modifier import PriceModifier
from terminal.domain.quantity import format_quantity
from terminal.domain.tax.tax_group import TaxGroup, TaxKind
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
        extended_minor=line.extended_minor,
        modifiers=modifier_views(line.modifiers) if line.modifiers else (),
        taxes_text=taxes_text(line.tax_group),
        price_source=line.price_source.value,
        linked_to=line.linked_to,
    )


def modifier_views(modifiers: Iterable[PriceModifier]) -> tuple[ModifierView, ...]:
    """Return the changes of an amount as shown."""
    return tuple(
        ModifierView(
            kind=modifier.kind.value,
            label=modifier.label,
            amount_minor=modifier.amount_minor,
        )
        for modifier in modifiers
    )


def _percent(rate_ppm: int) -> str:
    return format_quantity(rate_ppm * 100)


@lru_cache(maxsize=256)
def taxes_text(group: TaxGroup) -> str:
    """Return what taxes the goods bear, for the eye."""
    return " + ".join(
        component.name
        if component.kind is TaxKind.FIXED
        else f"{component.name} {_percent(component.rate_ppm)} %".strip()
        for component in group.components
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
        discount_minor=transaction.discount_minor,
        rounding_minor=transaction.rounding_minor,
        cash_due_minor=transaction.cash_due_minor,
    )


def sale_view(transaction: RetailTransaction) -> SaleView:
    """Return the whole transaction; costs as much as it has lines."""
    terms = transaction.terms
    return SaleView(
        transaction_id=transaction.transaction_id,
        opened_at_ms=transaction.header.opened_at_ms,
        lines=tuple(line_view(line) for line in transaction.lines),
        tenders=transaction.tenders,
        totals=totals_view(transaction),
        member_name=None if terms.member is None else terms.member.name,
        coupons=terms.coupons,
        refused_coupons=tuple(
            (coupon.code, coupon.reason) for coupon in terms.outcome.refused_coupons
        ),
        promotions=tuple(
            (use.label, use.amount_minor) for use in terms.outcome.promotions
        ),
        exemption=None if terms.exemption is None else terms.exemption.reason,
        tender=terms.tender,
        proposals=proposal_views(transaction),
    )


def proposal_views(transaction: RetailTransaction) -> tuple[ProposalView, ...]:
    """Return what may be added and is then free or reduced."""
    proposals = transaction.terms.outcome.proposals
    if not proposals:
        return ()
    names = {line.item_id: line.description for line in transaction.lines}
    return tuple(
        ProposalView(
            promotion_id=proposal.promotion_id,
            label=proposal.label,
            item_ids=proposal.item_ids,
            item_names=tuple(names.get(item_id, "") for item_id in proposal.item_ids),
            quantity_micro=proposal.quantity_micro,
        )
        for proposal in proposals
    )


def line_change(transaction: RetailTransaction, line: SaleReturnLineItem) -> LineChange:
    """Return one line, the others that were saved with it, and the totals."""
    return LineChange(
        transaction_id=transaction.transaction_id,
        line=line_view(line),
        changed=tuple(
            line_view(transaction.line(sequence))
            for sequence in transaction.saved_lines
            if sequence != line.sequence
        ),
        totals=totals_view(transaction),
        proposals=proposal_views(transaction),
    )


def tender_change(transaction: RetailTransaction) -> TenderChange:
    """Return the tenders and the totals after them."""
    return TenderChange(
        transaction_id=transaction.transaction_id,
        tenders=transaction.tenders,
        totals=totals_view(transaction),
        changed=tuple(
            line_view(transaction.line(sequence))
            for sequence in transaction.saved_lines
        ),
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
        is_department=item.rules.is_open_department,
    )


def item_views(uow: UnitOfWork, items: list[CatalogItem]) -> tuple[ItemView, ...]:
    """Return the items as shown, in the store's currency."""
    currency = uow.store.currency
    return tuple(item_view(item, currency) for item in items)
