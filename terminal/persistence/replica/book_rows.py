"""Writes rows of the feed, and of a local till, into one book.

Every function runs inside a transaction of its caller.  Rows are sorted by key: that
keeps the pages that are touched few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, cast

import msgspec
from msgspec import Struct

from sync.protocol.feed_digest import number_of, row_hash
from sync.protocol.messages import FeedRow
from terminal.domain.pricing.price_list import PriceRow
from terminal.domain.reference_data.price_key import price_key_range
from terminal.domain.reference_data.rows import (
    IdentityData,
    ItemData,
    ReferenceRow,
    encode_row,
)
from terminal.persistence.dbapi import Connection
from terminal.persistence.replica.books import KEY_COLUMNS
from terminal.persistence.replica.rows import (
    KINDS,
    OperatorData,
    RowData,
    SettingData,
    decode_row,
    exact_bytes,
    key_of,
    modern_data,
    modern_kind,
)
from terminal.persistence.replica.search_text import index_words

PROMOTION: Final = "promotion"
_PRICE: Final = "price"
# Rows were swept by it before there were two books; the columns are still there.
_GENERATION: Final = 1

_SqlRow = tuple[object, ...]
_Key = tuple[str, str]


class Written(Struct, frozen=True, kw_only=True):
    """What became of some rows.

    Attributes:
        applied: Rows that were put or deleted.
        kept_raw: Rows this program does not understand; kept for a later one.
        gone: Sum of the hashes of what these rows took the place of.
        come: Sum of their own.
        kinds: Which kinds they were of.
    """

    applied: int
    kept_raw: int
    gone: int
    come: int
    kinds: frozenset[str]


class PutRow(Struct, frozen=True):
    """A row to write; *hash* is None on a till without a center."""

    data: RowData
    version: int
    hash: bytes | None = None


_KIND_OF: Final[dict[type[RowData], str]] = {data: kind for kind, data in KINDS.items()}


def type_kind(data: RowData) -> str:
    """Return the feed's name of the kind of *data*."""
    return _KIND_OF[type(data)]


class FedRows(Struct, frozen=True, kw_only=True):
    """Rows of the feed, read before the lock is taken.

    Attributes:
        keys: Kind and key of all of them.
        put: Those that are understood.
        deleted: Those that are gone.
        raw: Those that are not understood, with their hashes.
        exact: Those whose bytes their columns will not give back.
        come: Sum of the hashes.
    """

    keys: list[_Key]
    put: list[PutRow]
    deleted: list[_Key]
    raw: list[tuple[FeedRow, bytes]]
    exact: list[FeedRow]
    come: int


def read_rows(rows: Iterable[FeedRow]) -> FedRows:
    """Return *rows* ready to be written; of several states of a row the last counts."""
    newest = {(modern_kind(row.kind), row.key): row for row in rows}
    fed = FedRows(keys=sorted(newest), put=[], deleted=[], raw=[], exact=[], come=0)
    come = 0
    for kind, key in fed.keys:
        row = newest[kind, key]
        if row.deleted:
            fed.deleted.append((kind, key))
            continue
        content = bytes(row.data)
        # The kind as it was fed: that is what the center's digest counts.
        hashed = row_hash(row.kind, key, row.version, content)
        come += number_of(hashed)
        data = _decoded(row)
        if data is None:
            fed.raw.append((row, hashed))
            continue
        fed.put.append(PutRow(data, row.version, hashed))
        if exact_bytes(data) != content:
            fed.exact.append(row)
    return msgspec.structs.replace(fed, come=come)


class BookRows:
    """Writes into *book*; *live* is the one that the till reads.

    The search index is one for both books and follows the one in force: what changes
    names in the other is noted, and indexed when that is in force.
    """

    def __init__(self, connection: Connection, book: str, live: str) -> None:
        self._connection = connection
        self._book = book
        self._live = live

    def apply(self, fed: FedRows) -> Written:
        """Apply rows of the feed."""
        gone = self._hashes_of(fed.keys)
        self._delete(fed.deleted)
        if self._has_any("raw_row"):
            understood = [(type_kind(row.data), key_of(row.data)) for row in fed.put]
            self._forget("raw_row", understood)
        if self._has_any("exact_row"):
            self._forget("exact_row", fed.keys)
        self._keep_raw(fed.raw)
        self._keep_exact(fed.exact)
        self.put(fed.put)
        return Written(
            applied=len(fed.put) + len(fed.deleted),
            kept_raw=len(fed.raw),
            gone=gone,
            come=fed.come,
            kinds=frozenset(kind for kind, _ in fed.keys),
        )

    def put(self, rows: Sequence[PutRow]) -> None:
        """Write rows that are understood."""
        by_kind: dict[str, dict[str, PutRow]] = {}
        for row in rows:
            by_kind.setdefault(type_kind(row.data), {})[key_of(row.data)] = row
        writers: dict[str, Callable[[list[PutRow]], None]] = {
            "operator": self._put_operators,
            "setting": self._put_settings,
            "item": self._put_items,
            "identity": self._put_identities,
        }
        for kind, some in by_kind.items():
            sorted_rows = [row for _, row in sorted(some.items())]
            if kind in writers:
                writers[kind](sorted_rows)
            else:
                self._put_documents(kind, sorted_rows)
        if _PRICE in by_kind:
            self._note_prices([row.data for row in by_kind[_PRICE].values()])

    def index_due(self, limit: int) -> bool:
        """Let the search index follow the book; tell whether anything was due."""
        due = self._rows("SELECT item_key FROM search_due LIMIT ?", (limit,))
        if not due:
            return False
        names = self._rows(
            f"SELECT item_key, description FROM item_{self._book}"  # noqa: S608 - constants
            " WHERE item_key IN (SELECT value FROM json_each(?))",
            _listed([key for (key,) in due]),
        )
        words = [(key, index_words(description)) for key, description in names]
        many = self._connection.executemany
        many("DELETE FROM item_search WHERE rowid = ?", due)
        many("INSERT INTO item_search (rowid, words) VALUES (?, ?)", words)
        many("DELETE FROM search_due WHERE item_key = ?", due)
        return True

    # Inside.

    def _rows(self, statement: str, values: _SqlRow = ()) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()

    def _has_any(self, table: str) -> bool:
        return bool(self._rows(f"SELECT 1 FROM {table}_{self._book} LIMIT 1"))  # noqa: S608 - constants

    def _hashes_of(self, keys: list[_Key]) -> int:
        """Return the sum of the hashes that the book has under *keys*."""
        by_kind: dict[str, list[str]] = {}
        for kind, key in keys:
            by_kind.setdefault(kind, []).append(key)
        total = 0
        has_raw = self._has_any("raw_row")
        for kind, some in by_kind.items():
            if kind in KEY_COLUMNS:
                found = self._rows(
                    f"SELECT row_hash FROM {kind}_{self._book}"  # noqa: S608 - constants
                    f" WHERE row_hash IS NOT NULL AND {KEY_COLUMNS[kind]}"
                    " IN (SELECT value FROM json_each(?))",
                    _listed(some),
                )
                total += sum(number_of(each) for (each,) in found)
            if not has_raw:
                continue
            found = self._rows(
                f"SELECT row_hash FROM raw_row_{self._book} WHERE kind = ?"  # noqa: S608 - constants
                " AND row_hash IS NOT NULL"
                " AND key IN (SELECT value FROM json_each(?))",
                (kind, *_listed(some)),
            )
            total += sum(number_of(each) for (each,) in found)
        return total

    def _put_items(self, rows: list[PutRow]) -> None:
        items = [(cast("ItemData", row.data), row) for row in rows]
        item_ids = [item.item_id for item, _ in items]
        live = self._known_items(self._live, item_ids)
        known = live
        if self._book != self._live:
            known = live | self._known_items(self._book, item_ids)
        next_key: int = self._rows(
            "SELECT 1 + max((SELECT ifnull(max(item_key), 0) FROM item_a),"
            " (SELECT ifnull(max(item_key), 0) FROM item_b))"
        )[0][0]
        values: list[_SqlRow] = []
        renamed: list[tuple[int, str | None, str]] = []
        for item, row in items:
            key, old_name = known.get(item.item_id, (next_key, None))
            if old_name is None:
                next_key += 1
            # Most changes are prices; only a new name costs work in the index.
            if old_name != item.description:
                renamed.append((key, old_name, item.description))
            values.append(
                (
                    item.item_id,
                    key,
                    item.description,
                    item.unit,
                    item.unit_price_micro,
                    item.tax_group_id,
                    item.is_open_price,
                    item.plu,
                    item.category,
                    row.version,
                    _GENERATION,
                    _rules_text(item),
                    row.hash,
                    # A price may have come before its item.
                    *price_key_range(item.item_id),
                )
            )
        self._connection.executemany(_PUT_ITEM.format(book=self._book), values)
        self._index(renamed)

    def _index(self, renamed: list[tuple[int, str | None, str]]) -> None:
        many = self._connection.executemany
        keys = [(key,) for key, _, _ in renamed]
        if self._book != self._live:
            many("INSERT OR IGNORE INTO search_due VALUES (?)", keys)
            return
        unsearched = [(key,) for key, old, _ in renamed if old is not None]
        searched = [(key, index_words(name)) for key, _, name in renamed]
        many("DELETE FROM item_search WHERE rowid = ?", unsearched)
        many("INSERT INTO item_search (rowid, words) VALUES (?, ?)", searched)
        many("DELETE FROM search_due WHERE item_key = ?", keys)

    def _known_items(
        self, book: str, item_ids: list[str]
    ) -> dict[str, tuple[int, str]]:
        rows = self._rows(
            f"SELECT item_id, item_key, description FROM item_{book}"  # noqa: S608 - constants
            " WHERE item_id IN (SELECT value FROM json_each(?))",
            _listed(item_ids),
        )
        return {item_id: (key, description) for item_id, key, description in rows}

    def _put_identities(self, rows: list[PutRow]) -> None:
        identities = [(cast("IdentityData", row.data), row) for row in rows]
        self._connection.executemany(
            f"INSERT INTO identity_{self._book} (scan_code, item_id, version,"  # noqa: S608 - constants
            " generation, unit, base_quantity_micro, unit_price_micro, row_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (scan_code) DO UPDATE SET item_id = excluded.item_id,"
            " version = excluded.version, unit = excluded.unit,"
            " base_quantity_micro = excluded.base_quantity_micro,"
            " unit_price_micro = excluded.unit_price_micro,"
            " row_hash = excluded.row_hash",
            [
                (
                    d.scan_code,
                    d.item_id,
                    row.version,
                    _GENERATION,
                    d.unit,
                    d.base_quantity_micro,
                    d.unit_price_micro,
                    row.hash,
                )
                for d, row in identities
            ],
        )

    def _put_documents(self, kind: str, rows: list[PutRow]) -> None:
        """Write rows that are kept as the JSON of the feed."""
        column = KEY_COLUMNS[kind]
        self._connection.executemany(
            f"INSERT INTO {kind}_{self._book} VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - constants
            f" ON CONFLICT ({column}) DO UPDATE SET data = excluded.data,"
            " version = excluded.version, row_hash = excluded.row_hash",
            [
                (
                    key_of(row.data),
                    encode_row(cast("ReferenceRow", row.data)).decode(),
                    row.version,
                    _GENERATION,
                    row.hash,
                )
                for row in rows
            ],
        )

    def _note_prices(self, rows: list[RowData]) -> None:
        """Let the items of *rows* know that they may be on a price list."""
        item_ids = sorted({row.item_id for row in rows if isinstance(row, PriceRow)})
        self._connection.execute(
            f"UPDATE item_{self._book} SET has_prices = 1 WHERE has_prices = 0"  # noqa: S608 - constants
            " AND item_id IN (SELECT value FROM json_each(?))",
            _listed(item_ids),
        )

    def _put_operators(self, rows: list[PutRow]) -> None:
        operators = [(cast("OperatorData", row.data), row) for row in rows]
        self._connection.executemany(
            f"INSERT OR REPLACE INTO operator_{self._book}"  # noqa: S608 - constants
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    data.operator_id,
                    data.name,
                    data.role,
                    msgspec.json.encode(sorted(data.permissions)).decode(),
                    data.pin_hash,
                    data.is_active,
                    data.language,
                    row.version,
                    _GENERATION,
                    row.hash,
                )
                for data, row in operators
            ],
        )

    def _put_settings(self, rows: list[PutRow]) -> None:
        settings = [(cast("SettingData", row.data), row) for row in rows]
        self._connection.executemany(
            f"INSERT OR REPLACE INTO setting_{self._book} VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - constants
            [
                (d.key, bytes(d.value).decode(), row.version, _GENERATION, row.hash)
                for d, row in settings
            ],
        )

    def _keep_raw(self, rows: Iterable[tuple[FeedRow, bytes]]) -> None:
        """Keep what is not understood; an older state of it stays in force."""
        for row, hashed in rows:
            kind = modern_kind(row.kind)
            if kind in KEY_COLUMNS:
                self._connection.execute(
                    f"UPDATE {kind}_{self._book} SET row_hash = NULL"  # noqa: S608 - constants
                    f" WHERE {KEY_COLUMNS[kind]} = ?",
                    (row.key,),
                )
            self._connection.execute(
                f"INSERT OR REPLACE INTO raw_row_{self._book}"  # noqa: S608 - constants
                " VALUES (?, ?, ?, ?, ?, ?)",
                (row.kind, row.key, row.version, bytes(row.data), _GENERATION, hashed),
            )

    def _keep_exact(self, rows: Iterable[FeedRow]) -> None:
        self._connection.executemany(
            f"INSERT OR REPLACE INTO exact_row_{self._book} VALUES (?, ?, ?, ?)",  # noqa: S608 - constants
            [(row.kind, row.key, row.version, bytes(row.data)) for row in rows],
        )

    def _forget(self, table: str, keys: Sequence[_Key]) -> None:
        self._connection.executemany(
            f"DELETE FROM {table}_{self._book} WHERE kind = ? AND key = ?",  # noqa: S608 - constants
            keys,
        )

    def _delete(self, keys: Sequence[_Key]) -> None:
        self._forget("raw_row", keys)
        for kind, key in keys:
            column = KEY_COLUMNS.get(kind)
            if column is None:
                continue
            if kind == "item":
                self._unindex(key)
            self._connection.execute(
                f"DELETE FROM {kind}_{self._book} WHERE {column} = ?",  # noqa: S608 - constants
                (key,),
            )

    def _unindex(self, item_id: str) -> None:
        # Of the other book it is found out when the one in force is emptied.
        if self._book == self._live:
            self._connection.execute(
                "DELETE FROM item_search WHERE rowid ="  # noqa: S608 - constants
                f" (SELECT item_key FROM item_{self._book} WHERE item_id = ?)",
                (item_id,),
            )


_PUT_ITEM: Final = (
    "INSERT INTO item_{book} (item_id, item_key, description, unit, unit_price_micro,"
    " tax_group_id, is_open_price, plu, category, version, generation, rules,"
    " row_hash, has_prices) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " EXISTS (SELECT 1 FROM price_{book} WHERE price_key >= ? AND price_key < ?))"
    " ON CONFLICT (item_id) DO UPDATE SET description = excluded.description,"
    " unit = excluded.unit, unit_price_micro = excluded.unit_price_micro,"
    " tax_group_id = excluded.tax_group_id, is_open_price = excluded.is_open_price,"
    " plu = excluded.plu, category = excluded.category, rules = excluded.rules,"
    " version = excluded.version, row_hash = excluded.row_hash"
)


def _listed(values: Sequence[object]) -> tuple[str]:
    return (msgspec.json.encode(values).decode(),)


def _rules_text(item: ItemData) -> str | None:
    rules = item.rules
    return None if rules is None else msgspec.json.encode(rules).decode()


def _decoded(row: FeedRow) -> RowData | None:
    """Return the row's data, None when this program does not understand it."""
    kind = modern_kind(row.kind)
    data = decode_row(kind, modern_data(row.kind, bytes(row.data)))
    if data is None:
        return None
    # A row that names itself differently could shadow another one.
    return data if key_of(data) == row.key else None
