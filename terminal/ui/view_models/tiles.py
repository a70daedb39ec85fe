"""What the item tiles show."""

from __future__ import annotations

import msgspec

from terminal.application.selling.sale_view import ItemView
from terminal.ui.support.money_text import format_unit_price, is_piece
from terminal.ui.support.translation import tr


class TileItem(msgspec.Struct, frozen=True):
    """One tile: what it sells and how it looks."""

    scan_code: str
    description: str
    price: str
    icon: str = ""


class TileGroup(msgspec.Struct, frozen=True):
    """The tiles of one tab."""

    name: str
    items: tuple[TileItem, ...]


def price_text(item: ItemView) -> str:
    """Return ``1.89/kg``, ``0.45`` or the word for a price that is keyed."""
    if item.is_open_price:
        return tr("open")
    price = format_unit_price(item.unit_price_micro, item.exponent)
    return price if is_piece(item.unit) else f"{price}/{item.unit}"


def tile_of(item: ItemView) -> TileItem:
    """Return the tile of an item."""
    return TileItem(item.scan_code, item.description, price_text(item))
