"""What tells one price from another, and how the prices of an item are found."""

from __future__ import annotations

from typing import Final

import msgspec

from terminal.domain.pricing.price_list import PriceRow

_encode: Final = msgspec.json.Encoder().encode


def price_key(row: PriceRow) -> str:
    """Return the key of a price: its list, unit, least quantity and first instant.

    A JSON array that begins with the item's id: the prices of an item are a range
    of keys, see `price_key_range`.
    """
    parts = (
        row.item_id,
        row.price_list_id,
        row.unit,
        row.quantity_min_micro,
        row.starts_at_ms,
    )
    return _encode(parts).decode()


def price_key_range(item_id: str) -> tuple[str, str]:
    """Return the first key of an item's prices and the first one after them.

    In the order of the bytes of UTF-8, as SQLite compares texts.
    """
    begin = f"[{_encode(item_id).decode()}"
    return f"{begin},", f"{begin}-"
