"""The rows of reference data, as the feed brings them and commands write them.

Unknown fields are ignored, so that a newer center can add some.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

_INTEGER_MAX: Final = 2**63 - 1

Text = Annotated[str, Meta(min_length=1, max_length=1_024)]
Micro = Annotated[int, Meta(ge=-_INTEGER_MAX, le=_INTEGER_MAX)]


class ItemData(Struct, frozen=True, kw_only=True):
    """Something that is sold.

    Attributes:
        unit_price_micro: Millionths of the major unit for one *unit*.
        tax_rate_id: A row of kind ``tax_rate``; until it is there the item cannot
            be sold.
        is_open_price: The price is keyed at every sale.
        plu: Short number for goods without a label.
    """

    item_id: Text
    description: Text
    unit: Text
    unit_price_micro: Micro
    tax_rate_id: Text
    is_open_price: bool = False
    plu: Text | None = None
    category: str | None = None


class IdentityData(Struct, frozen=True, kw_only=True):
    """A code by which the till finds an item; normalised as scans are."""

    scan_code: Text
    item_id: Text


class TaxRateData(Struct, frozen=True, kw_only=True):
    """A rate of tax; 200,000 millionths are 20 %."""

    tax_rate_id: Text
    name: str
    rate_ppm: Annotated[int, Meta(ge=0, le=_INTEGER_MAX)]


class OperatorData(Struct, frozen=True, kw_only=True):
    """Somebody who may sign on.

    Attributes:
        permissions: Granted besides those of the role.
        pin_hash: argon2id; never the PIN.
    """

    operator_id: Text
    name: Text
    role: Text
    permissions: tuple[str, ...] = ()
    pin_hash: str = ""
    is_active: bool = True
    language: str = "en"


class SettingData(Struct, frozen=True, kw_only=True):
    """A setting that the center gives to all its tills."""

    key: Text
    value: msgspec.Raw


Kind = Literal["item", "identity", "tax_rate", "operator", "setting"]
RowData = ItemData | IdentityData | TaxRateData | OperatorData | SettingData

KINDS: Final[dict[str, type[RowData]]] = {
    "tax_rate": TaxRateData,
    "operator": OperatorData,
    "setting": SettingData,
    "item": ItemData,
    "identity": IdentityData,
}


def key_of(data: RowData) -> str:
    """Return the identity of *data* within its kind."""
    match data:
        case ItemData():
            return data.item_id
        case IdentityData():
            return data.scan_code
        case TaxRateData():
            return data.tax_rate_id
        case OperatorData():
            return data.operator_id
        case SettingData():
            return data.key
