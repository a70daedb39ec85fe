"""Goods with rules, and tills that sell them."""

from __future__ import annotations

import msgspec

from terminal.application.approval import Approval
from terminal.application.ports.operators import OperatorRecord
from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import NO_RULES, ItemRules
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction
from tests.fakes.pin_hasher import plain_hash
from tests.fakes.reference_data import (
    ITEMS,
    OPERATORS,
    PEN,
    STORE,
    MemoryCatalog,
    MemoryOperators,
)
from tests.fakes.till import MemoryTill, open_till, sign_on

MANAGERS_APPROVAL = Approval(operator_id="m1", pin="999999")
SUPERVISORS_APPROVAL = Approval(operator_id="s1", pin="222222")
SUPERVISOR = OperatorRecord(
    operator_id="s1",
    name="Susi",
    role="supervisor",
    permissions=frozenset(),
    pin_hash=plain_hash("222222"),
    is_active=True,
    language="en",
)


def article(
    item_id: str, rules: ItemRules | None = None, **changes: object
) -> CatalogItem:
    """Return a pen under another id, with rules and other changes."""
    known = {
        "item_id": item_id,
        "scan_code": item_id.upper(),
        "description": item_id.capitalize(),
        "rules": NO_RULES if rules is None else rules,
    }
    return msgspec.structs.replace(PEN, **(known | changes))


def shop(
    *items: CatalogItem,
    prices: tuple[PriceRow, ...] = (),
    price_lists: tuple[PriceList, ...] = (),
    promotions: tuple[Promotion, ...] = (),
    store: StoreSettings = STORE,
    operator_id: str = "m1",
) -> MemoryTill:
    """Return a till ready to sell the usual goods and *items*."""
    till = MemoryTill(store)
    till.ledger.catalog = MemoryCatalog(
        (*ITEMS, *items), prices, price_lists, promotions
    )
    till.ledger.operators = MemoryOperators((*OPERATORS, SUPERVISOR))
    open_till(till)
    if operator_id != "m1":
        sign_on(till, operator_id)
    return till


def open_transaction(till: MemoryTill) -> RetailTransaction:
    """Return the open transaction as it is stored."""
    with till.ledger.draft() as uow:
        transaction = uow.baskets.open_basket()
        uow.commit()
    assert transaction is not None
    return transaction


def stored_line(till: MemoryTill, sequence: int) -> SaleReturnLineItem:
    """Return a line of the open transaction as it is stored."""
    return open_transaction(till).line(sequence)
