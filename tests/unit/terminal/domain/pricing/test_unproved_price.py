"""Goods without receipt are worth the lowest price of the last days."""

import pytest

from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.pricing.unproved_price import lowest_price
from tests.fakes.reference_data import PEN

LISTS = {
    "all": PriceList(price_list_id="all", name="All"),
    "gold": PriceList(
        price_list_id="gold", name="Gold", member_tiers=frozenset({"gold"})
    ),
    "away": PriceList(price_list_id="away", name="Away", stores=frozenset({"S-99"})),
    "past": PriceList(price_list_id="past", name="Past", ends_at_ms=50),
}
PERIOD = (100, 200)


def row(list_id: str = "all", price: int = 500_000, **more: object) -> PriceRow:
    values = {"item_id": PEN.item_id, "unit": PEN.unit, **more}
    return PriceRow(price_list_id=list_id, unit_price_micro=price, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "price"),
    [
        ([], PEN.unit_price_micro),
        ([row()], 500_000),
        ([row(price=9_000_000)], PEN.unit_price_micro),
        ([row(ends_at_ms=101)], 500_000),
        ([row(ends_at_ms=100)], PEN.unit_price_micro),
        ([row(starts_at_ms=199)], 500_000),
        ([row(starts_at_ms=200)], PEN.unit_price_micro),
        ([row("gold", 400_000), row()], 400_000),
        ([row("away")], PEN.unit_price_micro),
        ([row("past")], PEN.unit_price_micro),
        ([row("gone")], PEN.unit_price_micro),
        ([row(unit="case")], PEN.unit_price_micro),
        ([row(quantity_min_micro=6_000_000)], 500_000),
    ],
)
def test_lowest_price_of_the_period(rows: list[PriceRow], price: int) -> None:
    assert lowest_price(PEN, rows, LISTS, "S-01", PERIOD) == price
