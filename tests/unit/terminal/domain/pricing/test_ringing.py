"""A label means the same goods at a till and in a basket that was sent."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem
from terminal.domain.catalog.measured_goods import MeasuredGoods
from terminal.domain.errors import LinkedItemError
from terminal.domain.pricing.price_modifier import LABEL_REDUCTION
from terminal.domain.pricing.ringing import (
    GoodsAtHand,
    add_goods,
    find_scanned,
    label_day,
)
from terminal.domain.scan_code import ScanCodeKind, parse
from terminal.domain.scan_code.check_digit import check_digit
from terminal.domain.transaction.line_item import PriceSource
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from tests.fakes.reference_data import EUR, PEN

ONE = 1_000_000
NOBODY: dict[str, CatalogItem] = {}
LABEL = "210007700345" + check_digit("210007700345")


def found_among(
    *items: CatalogItem, code: str = LABEL
) -> tuple[str, int | None] | None:
    found = find_scanned(
        parse(code),
        {item.scan_code: item for item in items}.get,
        {item.plu: item for item in items if item.plu is not None}.get,
    )
    return None if found is None else (found.item.item_id, found.code.quantity_micro)


def item(item_id: str, scan_code: str, plu: str | None = None) -> CatalogItem:
    return msgspec.structs.replace(
        PEN, item_id=item_id, scan_code=scan_code, plu=plu, unit="kg"
    )


def transaction() -> RetailTransaction:
    return RetailTransaction(
        TransactionHeader(
            transaction_id="t1",
            operator_id="m1",
            session_id="s1",
            till_period_id="p1",
            business_day="2030-03-17",
            opened_at_ms=1,
            currency=EUR,
            tax_mode=TaxMode.INCLUSIVE,
        )
    )


def test_label_is_looked_up_whole_then_without_its_weight_then_by_number() -> None:
    base = parse(LABEL).base_code
    assert base is not None
    whole = item("whole", LABEL)
    bare = item("bare", base)
    numbered = item("numbered", "X", "77")

    assert found_among(whole, bare, numbered) == ("whole", None)
    assert found_among(bare, numbered) == ("bare", 345_000)
    assert found_among(numbered) == ("numbered", 345_000)
    assert found_among(item("padded", "X", "00077")) == ("padded", 345_000)
    assert found_among() is None


def test_item_of_its_own_is_no_label() -> None:
    found = find_scanned(parse(LABEL), {LABEL: PEN}.get, NOBODY.get)

    assert found is not None
    assert found.code.kind is ScanCodeKind.IN_STORE


def test_gs1_code_keeps_what_it_says() -> None:
    code = parse("]d201040063813339311730031710L7")

    found = find_scanned(code, {PEN.scan_code: PEN}.get, NOBODY.get)

    assert found is not None
    assert found.code.expires_on == date(2030, 3, 17)
    assert label_day(code) == "2030-03-17"
    assert label_day(None) is None


def test_price_of_a_label_and_its_reduction_are_on_the_line() -> None:
    basket = transaction()

    line = add_goods(
        basket,
        GoodsAtHand(
            PEN,
            MeasuredGoods(
                quantity_micro=ONE, unit_price_micro=990_000, percent_off_ppm=300_000
            ),
        ),
        NOBODY.get,
        lambda: 7,
    )

    assert (line.price_source, line.unit_price_micro) == (PriceSource.LABEL, 990_000)
    assert line.priced_at_ms == 7
    assert line.manual is not None
    assert (line.manual.reason_code, line.manual.rate_ppm) == (LABEL_REDUCTION, 300_000)


def test_instant_is_fixed_only_where_a_list_may_have_a_price() -> None:
    basket = transaction()
    listed = msgspec.structs.replace(PEN, has_prices=True)
    goods = MeasuredGoods(quantity_micro=ONE)

    plain = add_goods(basket, GoodsAtHand(PEN, goods), NOBODY.get, lambda: 1 // 0)
    asked = add_goods(basket, GoodsAtHand(listed, goods), NOBODY.get, lambda: 7)

    assert plain.priced_at_ms is None
    assert asked.priced_at_ms == 7


def test_linked_item_must_be_known() -> None:
    bottle = msgspec.structs.replace(
        PEN, rules=ItemRules(linked_items=(LinkedItem(item_id="deposit"),))
    )
    goods = GoodsAtHand(bottle, MeasuredGoods(quantity_micro=2 * ONE))
    deposit = msgspec.structs.replace(PEN, item_id="deposit")

    with pytest.raises(LinkedItemError):
        add_goods(transaction(), goods, NOBODY.get, lambda: 1)
    basket = transaction()
    line = add_goods(basket, goods, {"deposit": deposit}.get, lambda: 1)

    assert [(one.item_id, one.quantity_micro) for one in basket.lines] == [
        ("pen", 2 * ONE),
        ("deposit", 2 * ONE),
    ]
    assert basket.linked_lines(line.sequence) == (2,)
