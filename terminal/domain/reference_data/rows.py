"""The rows of reference data that imports write, as the feed carries them.

Each kind of row has a key that is its identity within the kind.  The JSON of a row
is deterministic, so that the same row again is seen to be no change.  Readers ignore
fields they do not know: a newer center may add some.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.member.member import Member
from terminal.domain.money import MICRO
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData, rate_key
from terminal.domain.reference_data.price_key import price_key
from terminal.domain.tax.tax_group import TaxGroup

_INTEGER_MAX: Final = 2**63 - 1

Text = Annotated[str, Meta(min_length=1, max_length=1_024)]
Micro = Annotated[int, Meta(ge=-_INTEGER_MAX, le=_INTEGER_MAX)]


class ItemData(Struct, frozen=True, kw_only=True):
    """Something that is sold.

    Attributes:
        unit: Its base unit.
        unit_price_micro: Millionths of the major unit for one *unit*.
        tax_group_id: A row of kind ``tax_group``; until it is there the item cannot
            be sold.
        is_open_price: The price is keyed at every sale.
        plu: Short number for goods without a label.
        rules: None for an item whose sale demands nothing.
    """

    item_id: Text
    description: Text
    unit: Text
    unit_price_micro: Micro
    tax_group_id: Text
    is_open_price: bool = False
    plu: Text | None = None
    category: str | None = None
    rules: ItemRules | None = None


class IdentityData(Struct, frozen=True, kw_only=True):
    """A code by which the till finds an item; normalised as scans are.

    Attributes:
        unit: What the code is on, such as ``case``; None: the item's base unit.
        base_quantity_micro: Base units in one of it.
        unit_price_micro: For one of it; None: the price of its contents.
    """

    scan_code: Text
    item_id: Text
    unit: Text | None = None
    base_quantity_micro: Annotated[int, Meta(gt=0, le=_INTEGER_MAX)] = MICRO
    unit_price_micro: Micro | None = None


ReferenceRow = (
    ItemData
    | IdentityData
    | TaxGroup
    | PriceList
    | PriceRow
    | Promotion
    | Member
    | ExchangeRateData
)

KINDS: Final[dict[str, type[ReferenceRow]]] = {
    "tax_group": TaxGroup,
    "item": ItemData,
    "identity": IdentityData,
    "price_list": PriceList,
    "price": PriceRow,
    "promotion": Promotion,
    "member": Member,
    "exchange_rate": ExchangeRateData,
}

_KEY_FIELDS: Final[dict[type, str]] = {
    IdentityData: "scan_code",
    ItemData: "item_id",
    TaxGroup: "tax_group_id",
    PriceList: "price_list_id",
    Promotion: "promotion_id",
    Member: "member_id",
}
_KIND_OF: Final = {row: kind for kind, row in KINDS.items()}
# Sets come in an order of their own otherwise, and each run in another.
_encoder: Final = msgspec.json.Encoder(order="deterministic")


def kind_of(row: ReferenceRow) -> str:
    """Return the feed's name of the kind of *row*."""
    return _KIND_OF[type(row)]


def key_of(row: ReferenceRow) -> str:
    """Return the identity of *row* within its kind."""
    match row:
        case PriceRow():
            return price_key(row)
        case ExchangeRateData():
            return rate_key(row)
        case _:
            key: str = getattr(row, _KEY_FIELDS[type(row)])
            return key


def lookup_of(row: ReferenceRow) -> str:
    """Return what *row* is looked up by besides its key; empty for nothing."""
    match row:
        case PriceRow():
            return row.item_id
        case IdentityData():
            return row.item_id
        case ItemData():
            return row.plu or ""
        case Member():
            return row.code
        case _:
            return ""


def encode_row(row: ReferenceRow) -> bytes:
    """Return the JSON of *row*; equal rows give equal bytes."""
    return _encoder.encode(row)
