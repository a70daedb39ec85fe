"""What item tiles show."""

from __future__ import annotations

from terminal.application.selling.sale_view import ItemView
from terminal.ui.view_models.tiles import price_text, tile_of


def _item(unit: str = "piece", *, is_open_price: bool = False) -> ItemView:
    return ItemView(
        item_id="a",
        scan_code="1",
        description="Apples",
        unit=unit,
        unit_price_micro=2_490_000,
        is_open_price=is_open_price,
        plu=None,
        currency="EUR",
        exponent=2,
    )


def test_a_price_names_what_it_is_for() -> None:
    assert price_text(_item()) == "2.49"
    assert price_text(_item("kg")) == "2.49/kg"
    assert price_text(_item(is_open_price=True)) == "open"


def test_a_tile_sells_the_code_of_its_item() -> None:
    tile = tile_of(_item())

    assert (tile.scan_code, tile.description) == ("1", "Apples")
