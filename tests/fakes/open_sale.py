"""Open and finished transactions of one kind of goods."""

from __future__ import annotations

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.money import Currency
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader

EUR = Currency("EUR", 2)
ONE = 1_000_000


def item(
    price_micro: int = 1_490_000,
    rate_ppm: int = 200_000,
    *,
    is_open_price: bool = False,
) -> CatalogItem:
    return CatalogItem(
        item_id=f"item-{rate_ppm}",
        description="Fineliner",
        unit="piece",
        unit_price_micro=price_micro,
        tax_group=single_rate(f"rate-{rate_ppm}", rate_ppm),
        is_open_price=is_open_price,
        scan_code="4006381333931",
    )


def rate_of(line: SaleReturnLineItem) -> int:
    (component,) = line.tax_group.components
    return component.rate_ppm


def fixed_tax(line: SaleReturnLineItem) -> int:
    return sum(tax.tax_minor for tax in line.fixed_taxes or ())


def transaction(mode: TaxMode = TaxMode.INCLUSIVE) -> RetailTransaction:
    return RetailTransaction(
        TransactionHeader(
            transaction_id="t1",
            operator_id="m1",
            session_id="s1",
            till_period_id="p1",
            business_day="2030-03-17",
            opened_at_ms=1,
            currency=EUR,
            tax_mode=mode,
        )
    )


def finished(open_one: RetailTransaction, event_id: str = "e1") -> FinishedTransaction:
    """Pay an open transaction and return what the ledger will remember of it."""
    if open_one.due_minor:
        open_one.tender_cash(None)
    completion = open_one.complete()
    return FinishedTransaction(
        event_id=event_id,
        event_hash="0" * 64,
        seq=1,
        series="A",
        number=1,
        operator_id="m1",
        business_day="2030-03-17",
        till_period_id="p1",
        opened_at_ms=1,
        completed_at_ms=2,
        currency="EUR",
        tax_mode=open_one.header.tax_mode.value,
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
                extended_minor=line.extended_minor,
                modifiers=line.modifiers,
                amount_minor=line.amount_minor,
                tax_group=line.tax_group,
                taxes=taxes,
                is_voided=line.is_voided,
            )
            for line, taxes in zip(open_one.lines, completion.line_taxes, strict=True)
        ),
        taxes=completion.taxes,
        tenders=open_one.tenders,
        gross_minor=open_one.total_minor,
        tax_minor=open_one.tax_minor,
        rounding_minor=open_one.rounding_minor,
    )


def sold(
    price_micro: int = 1_490_000,
    quantity_micro: int = 3 * ONE,
    mode: TaxMode = TaxMode.INCLUSIVE,
) -> FinishedTransaction:
    sale = transaction(mode)
    sale.add_item(item(price_micro), quantity_micro)
    return finished(sale)
