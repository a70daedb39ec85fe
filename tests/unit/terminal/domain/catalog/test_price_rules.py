"""Prices that a person made stay in bounds and are held against the cost."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.catalog.price_rules import is_below_cost, require_price_within
from terminal.domain.errors import PriceOutOfBoundsError
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind, single_rate

ONE = 1_000_000
PIECE = CatalogItem(
    item_id="pan",
    description="Pan",
    unit="piece",
    unit_price_micro=12 * ONE,
    tax_group=single_rate("standard", 200_000),
    is_open_price=False,
    scan_code="4006381333931",
    rules=ItemRules(
        cost_micro=5 * ONE, price_min_micro=6 * ONE, price_max_micro=20 * ONE
    ),
)
CASE = msgspec.structs.replace(PIECE, unit="case", base_quantity_micro=4 * ONE)


@pytest.mark.parametrize(
    ("item", "price", "is_taken"),
    [
        (PIECE, 6 * ONE, True),
        (PIECE, 6 * ONE - 1, False),
        (PIECE, 20 * ONE, True),
        (PIECE, 20 * ONE + 1, False),
        (CASE, 24 * ONE, True),
        (CASE, 24 * ONE - 1, False),
        (CASE, 80 * ONE + 1, False),
        (msgspec.structs.replace(PIECE, rules=ItemRules()), 0, True),
    ],
)
def test_bounds_are_for_each_base_unit(
    item: CatalogItem, price: int, is_taken: bool
) -> None:
    if is_taken:
        require_price_within(item, price)
        return
    with pytest.raises(PriceOutOfBoundsError):
        require_price_within(item, price)


def test_refusal_says_a_price_that_would_be_taken() -> None:
    third = msgspec.structs.replace(PIECE, base_quantity_micro=333_333)
    with pytest.raises(PriceOutOfBoundsError) as caught:
        require_price_within(third, 1)

    lowest = caught.value.details["price_min_micro"]
    assert isinstance(lowest, int)
    require_price_within(third, lowest)


def test_cost_is_compared_without_the_included_tax() -> None:
    # 6.00 with 20 % included is 5.00 without.
    assert not is_below_cost(PIECE, 6 * ONE, ONE, is_inclusive=True)
    assert is_below_cost(PIECE, 6 * ONE - 1_000, ONE, is_inclusive=True)
    assert not is_below_cost(PIECE, 5 * ONE, ONE, is_inclusive=False)
    assert is_below_cost(PIECE, 5 * ONE - 1, ONE, is_inclusive=False)


def test_cost_counts_base_units_and_quantity() -> None:
    # Half a case is two pieces: 10.00 of cost.
    assert not is_below_cost(CASE, 10 * ONE, ONE // 2, is_inclusive=False)
    assert is_below_cost(CASE, 10 * ONE - 1, ONE // 2, is_inclusive=False)


def test_fixed_tax_in_the_price_is_no_income() -> None:
    eco = TaxGroup(
        tax_group_id="eco",
        name="",
        components=(
            TaxComponent(
                tax_id="eco",
                name="",
                kind=TaxKind.FIXED,
                amount_micro=ONE,
                is_included=True,
            ),
        ),
    )
    taxed = msgspec.structs.replace(PIECE, tax_group=eco)

    assert not is_below_cost(taxed, 6 * ONE, ONE, is_inclusive=False)
    assert is_below_cost(taxed, 6 * ONE - 1, ONE, is_inclusive=False)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_without_a_known_cost_nothing_is_below_it(amount: int, quantity: int) -> None:
    unknown = msgspec.structs.replace(PIECE, rules=ItemRules())

    assert not is_below_cost(unknown, amount, quantity, is_inclusive=True)
