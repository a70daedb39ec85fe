"""An item is made of its rows as the till makes it of its columns."""

from __future__ import annotations

import pytest

from terminal.domain.catalog.item_rules import NO_RULES
from terminal.domain.reference_data.catalog_items import identity_of, item_of
from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.domain.tax.tax_group import single_rate

_TAX = single_rate("t", 200_000)
_ITEM = ItemData(
    item_id="w",
    description="Water",
    unit="piece",
    unit_price_micro=500_000,
    tax_group_id="t",
    plu="7",
    category="drinks",
)


def test_an_item_is_sold_in_its_base_unit() -> None:
    item = item_of(_ITEM, _TAX, scan_code="W", has_prices=True)

    assert (item.unit, item.unit_price_micro, item.base_quantity_micro) == (
        "piece",
        500_000,
        1_000_000,
    )
    assert (item.plu, item.category, item.scan_code) == ("7", "drinks", "W")
    assert item.rules is NO_RULES
    assert item.has_prices


@pytest.mark.parametrize(("own_price", "price"), [(None, 6_000_000), (5, 5)])
def test_a_pack_has_its_own_unit_and_price(own_price: int | None, price: int) -> None:
    identity = IdentityData(
        scan_code="CASE",
        item_id="w",
        unit="case",
        base_quantity_micro=12_000_000,
        unit_price_micro=own_price,
    )

    item = identity_of(_ITEM, identity, _TAX, has_prices=False)

    assert (item.unit, item.unit_price_micro, item.base_quantity_micro) == (
        "case",
        price,
        12_000_000,
    )


def test_a_further_code_of_the_base_unit_is_that_item() -> None:
    identity = IdentityData(scan_code="X", item_id="w")

    assert identity_of(_ITEM, identity, _TAX, has_prices=False) == item_of(
        _ITEM, _TAX, scan_code="X", has_prices=False
    )
