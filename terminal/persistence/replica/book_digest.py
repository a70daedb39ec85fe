"""Computes the digest of a book from what its columns give back.

The kept digest says what was written; this one says what is there to sell by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from structs.decoding import json_decoder
from sync.protocol.feed_digest import EMPTY, moved, number_of, row_hash
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.reference_data.rows import IdentityData, ItemData, encode_row
from terminal.persistence.dbapi import Connection
from terminal.persistence.replica.books import KEY_COLUMNS
from terminal.persistence.replica.rows import (
    decode_row,
    exact_bytes,
    modern_data,
    modern_kind,
)

_ROWS_A_READ: Final = 1_000

_decode_rules: Final = json_decoder(ItemRules).decode
_encode: Final = msgspec.json.Encoder().encode


def derive_digest(connection: Connection, book: str) -> int:
    """Return the digest of *book*; reads every row, some at a time."""
    exact = {
        (modern_kind(kind), key): (kind, bytes(data))
        for kind, key, data in connection.execute(
            f"SELECT kind, key, data FROM exact_row_{book}"  # noqa: S608 - constants
        ).fetchall()
    }
    total = 0
    for kind in KEY_COLUMNS:
        encode = _ENCODERS.get(kind, _document)
        for key, version, content in _walk(connection, book, kind):
            name, fed = kind, encode(content)
            if (kind, key) in exact:
                # An older center's row counts under the name it came by.
                name, came = exact[kind, key]
                fed = came if _gives(name, came) == fed else fed
            total += number_of(row_hash(name, key, version, fed))
    raw = connection.execute(
        f"SELECT kind, key, version, data FROM raw_row_{book}"  # noqa: S608 - constants
    ).fetchall()
    for kind, key, version, data in raw:
        total += number_of(row_hash(kind, key, version, bytes(data)))
    return moved(EMPTY, 0, total)


def _walk(
    connection: Connection, book: str, kind: str
) -> Iterator[tuple[str, int, Any]]:
    """Yield key, version and columns of the rows that were fed."""
    column = KEY_COLUMNS[kind]
    columns = _CONTENT.get(kind, "data")
    last = ""
    while True:
        rows = connection.execute(
            f"SELECT {column}, version, row_hash IS NULL, {columns}"  # noqa: S608 - constants
            f" FROM {kind}_{book} WHERE {column} > ? ORDER BY {column} LIMIT ?",
            (last, _ROWS_A_READ),
        ).fetchall()
        for row in rows:
            # Without a hash it is an old state of a row that is kept raw.
            if not row[2]:
                yield row[0], row[1], row[3:] if kind in _CONTENT else row[3]
        if len(rows) < _ROWS_A_READ:
            return
        last = rows[-1][0]


def _gives(kind: str, came: bytes) -> bytes | None:
    """Return the bytes of a row, that came in a form of its own, in today's form."""
    data = decode_row(modern_kind(kind), modern_data(kind, came))
    return None if data is None else exact_bytes(data)


def _document(data: str) -> bytes:
    return data.encode()


def _item(columns: Any) -> bytes:
    return encode_row(
        ItemData(
            item_id=columns[0],
            description=columns[1],
            unit=columns[2],
            unit_price_micro=columns[3],
            tax_group_id=columns[4],
            is_open_price=bool(columns[5]),
            plu=columns[6],
            category=columns[7],
            rules=None if columns[8] is None else _decode_rules(columns[8]),
        )
    )


def _identity(columns: Any) -> bytes:
    return encode_row(
        IdentityData(
            scan_code=columns[0],
            item_id=columns[1],
            unit=columns[2],
            base_quantity_micro=columns[3],
            unit_price_micro=columns[4],
        )
    )


def _operator(columns: Any) -> bytes:
    return _encode(
        {
            "operator_id": columns[0],
            "name": columns[1],
            "role": columns[2],
            "permissions": msgspec.Raw(columns[3].encode()),
            "pin_hash": columns[4],
            "is_active": bool(columns[5]),
            "language": columns[6],
        }
    )


def _setting(columns: Any) -> bytes:
    return _encode({"key": columns[0], "value": msgspec.Raw(columns[1].encode())})


_ENCODERS: Final[dict[str, Callable[[Any], bytes]]] = {
    "item": _item,
    "identity": _identity,
    "operator": _operator,
    "setting": _setting,
}

_CONTENT: Final[dict[str, str]] = {
    "item": "item_id, description, unit, unit_price_micro, tax_group_id,"
    " is_open_price, plu, category, rules",
    "identity": "scan_code, item_id, unit, base_quantity_micro, unit_price_micro",
    "operator": "operator_id, name, role, permissions, pin_hash, is_active, language",
    "setting": "key, value",
}
