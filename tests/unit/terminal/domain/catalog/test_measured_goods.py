"""Quantity and price follow from label, scale and what was keyed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.catalog.measured_goods import (
    MeasuredGoods,
    measure,
    net_weight,
    require_weight,
)
from terminal.domain.errors import (
    InvalidQuantityError,
    InvalidScanCodeError,
    WeightRequiredError,
)
from terminal.domain.money import Currency, line_amount
from terminal.domain.scan_code import CheckDigit, ScanCode, ScanCodeKind
from terminal.domain.tax.tax_group import single_rate

ONE = 1_000_000
EUR = Currency("EUR", 2)
HAM = CatalogItem(
    item_id="ham",
    description="Ham",
    unit="kg",
    unit_price_micro=20 * ONE,
    tax_group=single_rate("reduced", 55_000),
    is_open_price=False,
    scan_code="2100077000007",
    rules=ItemRules(is_weighed=True, tare_micro=12_000),
)
CAN = msgspec.structs.replace(HAM, unit="piece", rules=ItemRules())


def label(**says: object) -> ScanCode:
    code = ScanCode(ScanCodeKind.EMBEDDED, "2100077003459", CheckDigit.RIGHT)
    return msgspec.structs.replace(code, **says)


def test_weight_on_the_label_is_the_quantity() -> None:
    goods = measure(HAM, label(quantity_micro=345_000, unit="kg"), ONE, EUR)

    assert goods == MeasuredGoods(quantity_micro=345_000)


def test_several_packs_are_so_many_times_the_label() -> None:
    goods = measure(
        HAM,
        label(quantity_micro=345_000, unit="kg", amount_micro=6_900_000),
        3 * ONE,
        EUR,
    )

    assert goods.quantity_micro == 1_035_000
    assert goods.amount_minor == 2_070


@pytest.mark.parametrize("packs", [ONE // 2, 1, ONE + 1])
def test_part_of_a_labelled_pack_is_refused(packs: int) -> None:
    with pytest.raises(InvalidQuantityError):
        measure(HAM, label(quantity_micro=345_000, unit="kg"), packs, EUR)


def test_kilograms_become_the_item_s_grams() -> None:
    by_gram = msgspec.structs.replace(HAM, unit="g", unit_price_micro=20_000)

    goods = measure(by_gram, label(quantity_micro=345_000, unit="kg"), ONE, EUR)

    assert goods.quantity_micro == 345 * ONE


def test_weight_of_a_can_is_only_told() -> None:
    goods = measure(CAN, label(quantity_micro=400_000, unit="kg"), 2 * ONE, EUR)

    assert goods.quantity_micro == 2 * ONE


def test_price_alone_tells_how_much_was_weighed() -> None:
    goods = measure(HAM, label(amount_micro=6_900_000), ONE, EUR)

    assert goods == MeasuredGoods(quantity_micro=345_000, amount_minor=690)


def test_price_alone_is_that_of_the_piece() -> None:
    goods = measure(CAN, label(amount_micro=1_990_000), 2 * ONE, EUR)

    assert (goods.quantity_micro, goods.amount_minor) == (2 * ONE, 398)
    assert goods.unit_price_micro == 1_990_000


def test_price_of_another_day_shows_its_own_unit_price() -> None:
    # 0.345 kg at 18.00, while the item costs 20.00 today.
    goods = measure(
        HAM, label(quantity_micro=345_000, unit="kg", amount_micro=6_210_000), ONE, EUR
    )

    assert goods.amount_minor == 621
    assert goods.unit_price_micro == 18 * ONE


def test_unit_price_on_the_label_is_taken() -> None:
    goods = measure(
        HAM,
        label(quantity_micro=345_000, unit="kg", unit_price_micro=18 * ONE),
        ONE,
        EUR,
    )

    assert goods.unit_price_micro == 18 * ONE


@pytest.mark.parametrize("amount", ["amount_micro", "unit_price_micro"])
def test_price_in_another_currency_is_refused(amount: str) -> None:
    code = label(currency="CHF", quantity_micro=ONE, unit="kg", **{amount: 5 * ONE})

    with pytest.raises(InvalidScanCodeError, match="CHF"):
        measure(HAM, code, ONE, EUR)


def test_reduction_on_the_label_is_kept() -> None:
    assert measure(CAN, label(percent_off_ppm=300_000), ONE, EUR).percent_off_ppm == (
        300_000
    )


@pytest.mark.parametrize(
    ("gross", "tare", "net"),
    [(512_000, None, 500_000), (512_000, 0, 512_000), (512_000, 500_000, 12_000)],
)
def test_tare_comes_off(gross: int, tare: int | None, net: int) -> None:
    assert net_weight(HAM, gross, tare) == net


@pytest.mark.parametrize(("gross", "tare"), [(12_000, None), (5, 6), (5, -1)])
def test_nothing_without_the_packing_is_refused(gross: int, tare: int | None) -> None:
    with pytest.raises(InvalidQuantityError):
        net_weight(HAM, gross, tare)


def test_goods_by_weight_must_be_weighed_or_keyed() -> None:
    require_weight(HAM, 345_000)
    require_weight(CAN, ONE)
    with pytest.raises(WeightRequiredError):
        require_weight(HAM, ONE)


@given(
    amount=st.integers(1, 99_999),
    price=st.integers(10_000, 9_999_990_000),
)
def test_quantity_found_from_a_price_costs_that_price(amount: int, price: int) -> None:
    item = msgspec.structs.replace(HAM, unit_price_micro=price)

    goods = measure(item, label(amount_micro=amount * 10_000), ONE, EUR)

    assert goods.amount_minor == amount
    assert line_amount(goods.quantity_micro, price, EUR) == amount
