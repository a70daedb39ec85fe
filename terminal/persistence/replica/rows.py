"""The rows of reference data, as the feed brings them and commands write them.

Most kinds are defined where imports make them, `terminal.domain.reference_data`;
operators and settings are the till's own.  Unknown fields are ignored, so that a
newer center can add some.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any, Final

import msgspec
from msgspec import Struct

from structs.decoding import convert, decode_json
from terminal.domain.reference_data import rows as reference_rows
from terminal.domain.reference_data.rows import ReferenceRow, Text


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


RowData = ReferenceRow | OperatorData | SettingData

KINDS: Final[dict[str, type[RowData]]] = {
    **reference_rows.KINDS,
    "operator": OperatorData,
    "setting": SettingData,
}

OLDER_TAX: Final = "tax_rate"


@functools.cache
def forms_name() -> str:
    """Return a name that changes when this program reads other rows than before."""
    forms = msgspec.json.schema_components(tuple(KINDS.values()))
    return hashlib.sha256(repr(forms).encode()).hexdigest()


def key_of(data: RowData) -> str:
    """Return the identity of *data* within its kind."""
    match data:
        case OperatorData():
            return data.operator_id
        case SettingData():
            return data.key
        case _:
            return reference_rows.key_of(data)


def exact_bytes(data: RowData) -> bytes:
    """Return the JSON that the columns of a book give back for *data*."""
    match data:
        case OperatorData():
            ordered = tuple(sorted(data.permissions))
            return msgspec.json.encode(
                msgspec.structs.replace(data, permissions=ordered)
            )
        case SettingData():
            return msgspec.json.encode(data)
        case _:
            return reference_rows.encode_row(data)


def decode_row(kind: str, data: bytes) -> RowData | None:
    """Return the row of a feed, None when this program does not understand it."""
    form = KINDS.get(kind)
    try:
        if form is None:
            return None
        if kind == "item" and b'"tax_group_id"' not in data:
            return _older_item(data)
        return decode_json(data, form)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def modern_kind(kind: str) -> str:
    """Return the name that a kind of an older center has today."""
    return "tax_group" if kind == OLDER_TAX else kind


def modern_data(kind: str, data: bytes) -> bytes:
    """Return the row of an older center's kind in the form of `modern_kind`."""
    if kind != OLDER_TAX:
        return data
    try:
        rate: Any = msgspec.json.decode(data)
        component = {
            "tax_id": rate["tax_rate_id"],
            "name": rate["name"],
            "rate_ppm": rate["rate_ppm"],
        }
        return msgspec.json.encode(
            {
                "tax_group_id": rate["tax_rate_id"],
                "name": rate["name"],
                "components": [component],
            }
        )
    except (msgspec.MsgspecError, UnicodeDecodeError, LookupError, TypeError):
        return data


def _older_item(data: bytes) -> RowData | None:
    """Read an item of a center that still names a single rate of tax."""
    plain: Any = msgspec.json.decode(data)
    if not isinstance(plain, dict) or "tax_rate_id" not in plain:
        return None
    plain["tax_group_id"] = plain["tax_rate_id"]
    return convert(plain, KINDS["item"])
