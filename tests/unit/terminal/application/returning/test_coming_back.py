"""Deposits come back with their goods or alone; some goods never come back."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem
from terminal.domain.errors import NotReturnableError, ReturnExceedsSoldError
from terminal.domain.tax.tax_group import single_rate
from tests.fakes.reference_data import PEN
from tests.fakes.till import MemoryTill, open_memory_till, sell

ONE = 1_000_000
VAT = single_rate("rate-200000", 200_000)


def article(name: str, price_micro: int, rules: ItemRules) -> CatalogItem:
    return CatalogItem(
        item_id=name,
        description=name,
        unit="piece",
        unit_price_micro=price_micro,
        tax_group=VAT,
        is_open_price=False,
        scan_code=name,
        rules=rules,
    )


@pytest.fixture
def till() -> MemoryTill:
    """Return a till that sold three bottles of water with their deposits."""
    till = open_memory_till()
    for item in (
        article(
            "water",
            900_000,
            ItemRules(linked_items=(LinkedItem(item_id="deposit"),)),
        ),
        article("deposit", 250_000, ItemRules()),
        article("swimwear", 9_000_000, ItemRules(is_returnable=False)),
    ):
        till.ledger.catalog.add(item)
    sell(till, "water", 3)
    return till


def back(
    till: MemoryTill, line: int, quantity: int, *, with_linked: bool = True
) -> int:
    change = till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series="A",
            number=1,
            line_sequence=line,
            quantity_micro=quantity * ONE,
            with_linked=with_linked,
        )
    )
    return change.totals.total_minor


def test_deposits_come_back_with_their_goods(till: MemoryTill) -> None:
    assert back(till, 1, 2) == -230

    done = till.use_cases.pay_cash_exact(PayCashExact())

    assert [line.quantity_micro for line in done.finished.lines] == [-2 * ONE] * 2
    assert back(till, 1, 1) == -115


def test_deposits_come_back_alone_and_then_not_again(till: MemoryTill) -> None:
    assert back(till, 2, 2) == -50
    till.use_cases.pay_cash_exact(PayCashExact())

    assert back(till, 1, 3) == -270 - 25
    till.use_cases.pay_cash_exact(PayCashExact())

    with pytest.raises(ReturnExceedsSoldError):
        back(till, 2, 1)


def test_goods_come_back_without_their_deposit(till: MemoryTill) -> None:
    assert back(till, 1, 3, with_linked=False) == -270


def test_voiding_the_goods_voids_the_deposit_that_came_with_them(
    till: MemoryTill,
) -> None:
    back(till, 1, 3)

    till.use_cases.void_line(VoidLine(line_sequence=1))

    assert back(till, 1, 1) == -115


def test_goods_that_are_not_taken_back_are_refused(till: MemoryTill) -> None:
    item = msgspec.structs.replace(PEN, rules=ItemRules(is_returnable=False))
    sell(till)
    till.ledger.catalog.add(item)

    with pytest.raises(NotReturnableError, match="not taken back"):
        till.use_cases.add_return_with_receipt(
            AddReturnWithReceipt(
                series="A", number=2, line_sequence=1, quantity_micro=ONE
            )
        )
