"""Reads prices and price lists from CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.reference_data.cells import (
    instant_ms,
    price_micro,
    quantity_micro,
    require_order,
    text_of,
    whole_number,
    words,
)
from terminal.domain.reference_data.csv_table import Columns, read_table
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.price_key import price_key
from terminal.domain.reference_data.take_rows import take_rows

PRICE_COLUMNS: Final = Columns(
    (
        "item_id",
        "price_list",
        "unit",
        "unit_price",
        "quantity_min",
        "starts_at",
        "ends_at",
    ),
    ("item_id", "price_list", "unit_price"),
)
PRICE_LIST_COLUMNS: Final = Columns(
    (
        "price_list",
        "name",
        "priority",
        "stores",
        "customer_groups",
        "member_tiers",
        "channels",
        "starts_at",
        "ends_at",
    ),
    ("price_list", "name"),
)

_ID_CHARACTERS_MAX: Final = 80
_NAME_CHARACTERS_MAX: Final = 200
_WORD_CHARACTERS_MAX: Final = 64
_UNIT_CHARACTERS_MAX: Final = 16


def read_prices(text: str) -> Iterator[tuple[int, PriceRow | RefusedRow]]:
    """Yield every row as a price or as refused.

    ``unit`` is ``piece`` when absent; a period without ``starts_at`` or ``ends_at``
    is open on that side.

    Raises:
        CatalogFileError: The header is not that of prices.
    """
    return take_rows(read_table(text, PRICE_COLUMNS), _price, price_key)


def read_price_lists(text: str) -> Iterator[tuple[int, PriceList | RefusedRow]]:
    """Yield every row as a price list or as refused; an empty scope is for all.

    Raises:
        CatalogFileError: The header is not that of price lists.
    """
    return take_rows(
        read_table(text, PRICE_LIST_COLUMNS), _price_list, lambda row: row.price_list_id
    )


def _price(cells: dict[str, str]) -> PriceRow:
    starts_at_ms, ends_at_ms = _window(cells)
    return PriceRow(
        item_id=text_of("item_id", cells["item_id"], _ID_CHARACTERS_MAX),
        price_list_id=text_of("price_list", cells["price_list"], _ID_CHARACTERS_MAX),
        unit=text_of("unit", cells.get("unit", "") or "piece", _UNIT_CHARACTERS_MAX),
        unit_price_micro=price_micro("unit_price", cells["unit_price"]),
        quantity_min_micro=quantity_micro(
            "quantity_min", cells.get("quantity_min", "")
        ),
        starts_at_ms=starts_at_ms,
        ends_at_ms=ends_at_ms,
    )


def _price_list(cells: dict[str, str]) -> PriceList:
    starts_at_ms, ends_at_ms = _window(cells)
    return PriceList(
        price_list_id=text_of("price_list", cells["price_list"], _ID_CHARACTERS_MAX),
        name=text_of("name", cells["name"], _NAME_CHARACTERS_MAX),
        priority=whole_number("priority", cells.get("priority", "")),
        stores=_scope("stores", cells),
        customer_groups=_scope("customer_groups", cells),
        member_tiers=_scope("member_tiers", cells),
        channels=_scope("channels", cells),
        starts_at_ms=starts_at_ms,
        ends_at_ms=ends_at_ms,
    )


def _window(cells: dict[str, str]) -> tuple[int | None, int | None]:
    """Return when the row starts and ends; None is open."""
    starts_at_ms = instant_ms("starts_at", cells.get("starts_at", ""))
    ends_at_ms = instant_ms("ends_at", cells.get("ends_at", ""))
    require_order(starts_at_ms, ends_at_ms)
    return starts_at_ms, ends_at_ms


def _scope(column: str, cells: dict[str, str]) -> frozenset[str] | None:
    return frozenset(words(column, cells.get(column, ""), _WORD_CHARACTERS_MAX)) or None
