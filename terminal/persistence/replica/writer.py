"""Writes reference data: the agent from the feed, commands on a local till.

Both come through the same code, so the sale path cannot tell them apart.  A write
transaction holds at most 1,000 rows, sorted by key: that keeps the lock under
10 ms and the pages that are touched few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Final, Self, TypeVar, cast

import msgspec
from msgspec import Struct

from sync.protocol.messages import FeedRow
from terminal.domain.pricing.price_list import PriceRow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.price_key import price_key_range
from terminal.domain.reference_data.rows import (
    IdentityData,
    ItemData,
    ReferenceRow,
    encode_row,
)
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.connection import explained, open_for_writing
from terminal.persistence.replica.reader import Watermark
from terminal.persistence.replica.rows import (
    KINDS,
    OperatorData,
    RowData,
    SettingData,
    decode_row,
    key_of,
    modern_data,
    modern_kind,
)
from terminal.persistence.replica.search_text import index_words

ROWS_MAX: Final = 1_000

Value = TypeVar("Value")
_SqlRow = tuple[object, ...]


class AppliedRows(Struct, frozen=True, kw_only=True):
    """What became of the rows of one checkpoint.

    Attributes:
        applied: Rows that are now in force, deletions among them.
        kept_raw: Rows this program does not understand; kept for a later one.
    """

    applied: int
    kept_raw: int


class _Versioned(Struct, frozen=True):
    data: RowData
    version: int


class ReplicaWriter:
    """The one writer of ``replica.db``; the caller holds ``home.lock_replica()``.

    Belongs to the thread that made it.  Every method is a transaction of its own,
    durable when it returns, or an error that says why nothing was changed.
    """

    def __init__(self, home: Home, keys: HomeKeys) -> None:
        """Open the replica, making it when there is none.

        Raises:
            StorageError: The key does not fit, or the disk refuses.
        """
        self._path = home.replica_path
        self._connection = open_for_writing(home.replica_path, keys.data_key)
        with explained(self._path):
            # A crash may have come between the end of a snapshot and its sweep.
            self._sweep()
        # What an older program kept may be understood by this one.
        self.retry_raw_rows()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Move everything into the main file and let go of it."""
        try:
            with explained(self._path):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._connection.close()

    # The feed.

    def apply_rows(
        self,
        rows: Sequence[FeedRow],
        cursor: str,
        *,
        starts_snapshot: bool = False,
        ends_snapshot: bool = False,
    ) -> AppliedRows:
        """Apply one checkpoint of the feed and remember its *cursor* with it.

        The newest state wins by order of arrival, not by version: after the
        center was restored its versions may be lower and are right all the same.

        Args:
            rows: At most `ROWS_MAX`.
            cursor: What the feed is asked with next.
            starts_snapshot: These rows begin a new snapshot.
            ends_snapshot: The snapshot is complete with these rows: whatever it
                did not name is removed, in transactions of their own.

        Raises:
            StorageError: The disk refuses; nothing of the checkpoint was applied.
        """
        assert len(rows) <= ROWS_MAX, len(rows)
        with self._unit():
            if starts_snapshot:
                self._execute("UPDATE feed_state SET generation = generation + 1")
            result = self._apply(rows)
            self._execute(
                "UPDATE feed_state SET cursor = ?, revision = revision + 1,"
                " is_sweep_pending = max(is_sweep_pending, ?)",
                (cursor, ends_snapshot),
            )
        with explained(self._path):
            self._sweep()
        return result

    def feed_cursor(self) -> str | None:
        """Return the cursor of the last checkpoint applied, None before the first."""
        return cast("str | None", self._value("SELECT cursor FROM feed_state"))

    def retry_raw_rows(self) -> AppliedRows:
        """Apply kept rows that an older program did not understand.

        Rows that are still not understood stay.
        """
        with explained(self._path):
            kept = self._connection.execute(
                "SELECT kind, key, version, data FROM raw_row"
                " WHERE kind IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(sorted(KINDS)).decode(),),
            ).fetchall()
        applied = 0
        for batch in _batches(kept):
            rows = [
                FeedRow(
                    kind=kind,
                    key=key,
                    version=version,
                    deleted=False,
                    data=msgspec.Raw(data),
                )
                for kind, key, version, data in batch
            ]
            with self._unit():
                applied += self._apply(rows).applied
                self._touch()
        left = cast("int", self._value("SELECT count(*) FROM raw_row"))
        return AppliedRows(applied=applied, kept_raw=left)

    # A till of its own, without a center.

    def put_rows(self, rows: Iterable[RowData]) -> int:
        """Write rows of a local till; return how many.

        The rows may be more than a transaction holds: each thousand is durable by
        itself, and writing the same rows again changes nothing.

        Raises:
            StorageError: The disk refuses; earlier thousands are kept.
        """
        count = 0
        for batch in _batches(rows):
            with self._unit():
                revision = self._revision() + 1
                self._put([_Versioned(data, revision) for data in batch])
                if any(isinstance(data, Promotion) for data in batch):
                    self._note_promotions()
                self._execute(
                    "UPDATE feed_state SET cursor = ?, revision = ?",
                    (f"local:{revision}", revision),
                )
            count += len(batch)
        return count

    def put_items(
        self, items: Iterable[ItemData], identities: Iterable[IdentityData] = ()
    ) -> int:
        """Write items and the codes they are found by; see `put_rows`."""
        return self.put_rows(items) + self.put_rows(identities)

    def put_operator(self, operator: OperatorData) -> None:
        """Write one operator; see `put_rows`."""
        self.put_rows([operator])

    # What the agent keeps.

    def set_watermark(
        self, epoch: str, seq: int, hash_hex: str | None, archived_seq: int = 0
    ) -> None:
        """Remember how far the center said it has *epoch*."""
        with self._unit():
            self._execute(
                "INSERT INTO watermark VALUES (?, ?, ?, ?)"
                " ON CONFLICT (epoch) DO UPDATE SET seq = excluded.seq,"
                " hash = excluded.hash, archived_seq = excluded.archived_seq",
                (epoch, seq, hash_hex, archived_seq),
            )

    def watermarks(self) -> list[Watermark]:
        """Return how far the center has each epoch, as it was last told."""
        with explained(self._path):
            rows = self._connection.execute(
                "SELECT epoch, seq, hash, archived_seq FROM watermark"
            ).fetchall()
        return [
            Watermark(epoch=epoch, seq=seq, hash=digest, archived_seq=archived)
            for epoch, seq, digest, archived in rows
        ]

    def put_verdicts(
        self, epoch: str, verdicts: Iterable[tuple[int, str, str | None]]
    ) -> None:
        """Remember what became of pushed events: (seq, verdict, code).

        Only what is not simply ``applied`` takes room; an event that is applied
        later, after a repair at the center, is forgotten again.
        """
        all_verdicts = list(verdicts)
        with self._unit():
            self._connection.executemany(
                "DELETE FROM verdict WHERE epoch = ? AND seq = ?",
                [(epoch, seq) for seq, _, _ in all_verdicts],
            )
            self._connection.executemany(
                "INSERT INTO verdict VALUES (?, ?, ?, ?)",
                [(epoch, *row) for row in all_verdicts if row[1] != "applied"],
            )

    def add_request(self, request_id: str, kind: str, data: object) -> None:
        """Ask the till to record something; the same *request_id* only once."""
        text = msgspec.json.encode(data).decode()
        with self._unit():
            self._execute(
                "INSERT INTO request (request_id, kind, data) VALUES (?, ?, ?)"
                " ON CONFLICT (request_id) DO NOTHING",
                (request_id, kind, text),
            )

    def put_state(self, key: str, value: str) -> None:
        """Keep a small fact of the agent, such as the center's incarnation."""
        with self._unit():
            self._execute(
                "INSERT INTO agent_state VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def state(self, key: str) -> str | None:
        """Return what `put_state` kept under *key*."""
        statement = "SELECT value FROM agent_state WHERE key = ?"
        return cast("str | None", self._value(statement, (key,)))

    # Inside.

    @contextmanager
    def _unit(self) -> Iterator[None]:
        """Run one transaction; leaving by an exception undoes it."""
        with explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _execute(self, statement: str, values: _SqlRow = ()) -> None:
        self._connection.execute(statement, values)

    def _value(self, statement: str, values: _SqlRow = ()) -> object:
        with explained(self._path):
            rows = self._connection.execute(statement, values).fetchall()
        return rows[0][0] if rows else None

    def _revision(self) -> int:
        return cast("int", self._value("SELECT revision FROM feed_state"))

    def _generation(self) -> int:
        return cast("int", self._value("SELECT generation FROM feed_state"))

    def _touch(self) -> None:
        self._execute("UPDATE feed_state SET revision = revision + 1")

    def _apply(self, rows: Sequence[FeedRow]) -> AppliedRows:
        # The last state of a key wins, and the order by key keeps pages together.
        newest = {(modern_kind(row.kind), row.key): row for row in rows}
        put: list[_Versioned] = []
        deleted: list[tuple[str, str]] = []
        raw: list[FeedRow] = []
        for (kind, key), row in sorted(newest.items()):
            if row.deleted:
                deleted.append((kind, key))
                continue
            data = _decoded(row)
            if data is None:
                raw.append(row)
            else:
                put.append(_Versioned(data, row.version))
        self._delete(deleted)
        self._keep_raw(raw)
        self._forget_raw([(type_kind(row.data), key_of(row.data)) for row in put])
        self._put(put)
        if any(kind == _PROMOTION for kind, _ in newest):
            self._note_promotions()
        return AppliedRows(applied=len(put) + len(deleted), kept_raw=len(raw))

    def _put(self, rows: Sequence[_Versioned]) -> None:
        generation = self._generation()
        by_kind: dict[str, dict[str, _Versioned]] = {}
        for row in rows:
            by_kind.setdefault(type_kind(row.data), {})[key_of(row.data)] = row
        writers: dict[str, Callable[[list[_Versioned], int], None]] = {
            "operator": self._put_operators,
            "setting": self._put_settings,
            "item": self._put_items,
            "identity": self._put_identities,
        }
        for kind, some in by_kind.items():
            sorted_rows = [row for _, row in sorted(some.items())]
            if kind in writers:
                writers[kind](sorted_rows, generation)
            else:
                self._put_documents(kind, sorted_rows, generation)
        if _PRICE in by_kind:
            self._note_prices([row.data for row in by_kind[_PRICE].values()])

    def _put_items(self, rows: list[_Versioned], generation: int) -> None:
        items = [(cast("ItemData", row.data), row.version) for row in rows]
        known = self._known_items([item.item_id for item, _ in items])
        next_key = cast(
            "int", self._value("SELECT ifnull(max(item_key), 0) + 1 FROM item")
        )
        values: list[_SqlRow] = []
        unsearched: list[tuple[int]] = []
        searched: list[tuple[int, str]] = []
        for item, version in items:
            key, old_name = known.get(item.item_id, (next_key, None))
            if old_name is None:
                next_key += 1
            # Most changes are prices; only a new name costs work in the index.
            if old_name != item.description:
                searched.append((key, index_words(item.description)))
                if old_name is not None:
                    unsearched.append((key,))
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
                    version,
                    generation,
                    _rules_text(item),
                    # A price may have come before its item.
                    *price_key_range(item.item_id),
                )
            )
        many = self._connection.executemany
        many(_PUT_ITEM, values)
        many("DELETE FROM item_search WHERE rowid = ?", unsearched)
        many("INSERT INTO item_search (rowid, words) VALUES (?, ?)", searched)

    def _known_items(self, item_ids: list[str]) -> dict[str, tuple[int, str]]:
        rows = self._connection.execute(
            "SELECT item_id, item_key, description FROM item"
            " WHERE item_id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(item_ids).decode(),),
        ).fetchall()
        return {item_id: (key, description) for item_id, key, description in rows}

    def _put_identities(self, rows: list[_Versioned], generation: int) -> None:
        identities = [(cast("IdentityData", row.data), row.version) for row in rows]
        self._connection.executemany(
            "INSERT INTO identity (scan_code, item_id, version, generation, unit,"
            " base_quantity_micro, unit_price_micro) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (scan_code) DO UPDATE SET item_id = excluded.item_id,"
            " version = excluded.version, generation = excluded.generation,"
            " unit = excluded.unit,"
            " base_quantity_micro = excluded.base_quantity_micro,"
            " unit_price_micro = excluded.unit_price_micro",
            [
                (
                    d.scan_code,
                    d.item_id,
                    v,
                    generation,
                    d.unit,
                    d.base_quantity_micro,
                    d.unit_price_micro,
                )
                for d, v in identities
            ],
        )

    def _put_documents(
        self, kind: str, rows: list[_Versioned], generation: int
    ) -> None:
        """Write rows that are kept as the JSON of the feed."""
        column = _KEY_COLUMNS[kind]
        self._connection.executemany(
            f"INSERT INTO {kind} VALUES (?, ?, ?, ?)"  # noqa: S608 - constants
            f" ON CONFLICT ({column}) DO UPDATE SET data = excluded.data,"
            " version = excluded.version, generation = excluded.generation",
            [
                (
                    key_of(row.data),
                    encode_row(cast("ReferenceRow", row.data)).decode(),
                    row.version,
                    generation,
                )
                for row in rows
            ],
        )

    def _note_prices(self, rows: list[RowData]) -> None:
        """Let the items of *rows* know that they may be on a price list."""
        item_ids = sorted({row.item_id for row in rows if isinstance(row, PriceRow)})
        self._execute(
            "UPDATE item SET has_prices = 1 WHERE has_prices = 0"
            " AND item_id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(item_ids).decode(),),
        )

    def _note_promotions(self) -> None:
        self._execute(
            "UPDATE feed_state SET promotion_revision = promotion_revision + 1"
        )

    def _put_operators(self, rows: list[_Versioned], generation: int) -> None:
        operators = [(cast("OperatorData", row.data), row.version) for row in rows]
        self._connection.executemany(
            "INSERT OR REPLACE INTO operator VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    data.operator_id,
                    data.name,
                    data.role,
                    msgspec.json.encode(sorted(data.permissions)).decode(),
                    data.pin_hash,
                    data.is_active,
                    data.language,
                    version,
                    generation,
                )
                for data, version in operators
            ],
        )

    def _put_settings(self, rows: list[_Versioned], generation: int) -> None:
        settings = [(cast("SettingData", row.data), row.version) for row in rows]
        self._connection.executemany(
            "INSERT OR REPLACE INTO setting VALUES (?, ?, ?, ?)",
            [(d.key, bytes(d.value).decode(), v, generation) for d, v in settings],
        )

    def _keep_raw(self, rows: Sequence[FeedRow]) -> None:
        generation = self._generation()
        self._connection.executemany(
            "INSERT OR REPLACE INTO raw_row VALUES (?, ?, ?, ?, ?)",
            [
                (row.kind, row.key, row.version, bytes(row.data), generation)
                for row in rows
            ],
        )

    def _forget_raw(self, keys: Sequence[tuple[str, str]]) -> None:
        self._connection.executemany(
            "DELETE FROM raw_row WHERE kind = ? AND key = ?", keys
        )

    def _delete(self, keys: Sequence[tuple[str, str]]) -> None:
        self._forget_raw(keys)
        for kind, key in keys:
            column = _KEY_COLUMNS.get(kind)
            if column is None:
                continue
            if kind == "item":
                self._execute(
                    "DELETE FROM item_search WHERE rowid ="
                    " (SELECT item_key FROM item WHERE item_id = ?)",
                    (key,),
                )
            self._execute(f"DELETE FROM {kind} WHERE {column} = ?", (key,))  # noqa: S608 - constants

    def _sweep(self) -> None:
        """Remove what a finished snapshot did not name, a thousand rows at a time."""
        if not self._value("SELECT is_sweep_pending FROM feed_state"):
            return
        generation = self._generation()
        for kind, column in _KEY_COLUMNS.items():
            last = ""
            while True:
                rows = self._connection.execute(
                    f"SELECT {column} FROM {kind} WHERE generation < ?"  # noqa: S608 - constants
                    f" AND {column} > ? ORDER BY {column} LIMIT ?",
                    (generation, last, ROWS_MAX),
                ).fetchall()
                if not rows:
                    break
                with self._unit():
                    self._delete([(kind, key) for (key,) in rows])
                    if kind == _PROMOTION:
                        self._note_promotions()
                    self._touch()
                last = rows[-1][0]
        with self._unit():
            self._execute("DELETE FROM raw_row WHERE generation < ?", (generation,))
            self._execute(
                "UPDATE feed_state SET is_sweep_pending = 0, revision = revision + 1"
            )


_PRICE: Final = "price"
_PROMOTION: Final = "promotion"

_PUT_ITEM: Final = (
    "INSERT INTO item (item_id, item_key, description, unit, unit_price_micro,"
    " tax_group_id, is_open_price, plu, category, version, generation, rules,"
    " has_prices) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " EXISTS (SELECT 1 FROM price WHERE price_key >= ? AND price_key < ?))"
    " ON CONFLICT (item_id) DO UPDATE SET description = excluded.description,"
    " unit = excluded.unit, unit_price_micro = excluded.unit_price_micro,"
    " tax_group_id = excluded.tax_group_id, is_open_price = excluded.is_open_price,"
    " plu = excluded.plu, category = excluded.category, rules = excluded.rules,"
    " version = excluded.version, generation = excluded.generation"
)

_KEY_COLUMNS: Final[dict[str, str]] = {
    "item": "item_id",
    "identity": "scan_code",
    "tax_group": "tax_group_id",
    "price_list": "price_list_id",
    "price": "price_key",
    "promotion": "promotion_id",
    "member": "member_id",
    "exchange_rate": "exchange_rate_key",
    "operator": "operator_id",
    "setting": "key",
}

_KIND_OF: Final[dict[type[RowData], str]] = {data: kind for kind, data in KINDS.items()}


def _rules_text(item: ItemData) -> str | None:
    rules = item.rules
    return None if rules is None else msgspec.json.encode(rules).decode()


def type_kind(data: RowData) -> str:
    """Return the feed's name of the kind of *data*."""
    return _KIND_OF[type(data)]


def _decoded(row: FeedRow) -> RowData | None:
    """Return the row's data, None when this program does not understand it."""
    kind = modern_kind(row.kind)
    data = decode_row(kind, modern_data(row.kind, bytes(row.data)))
    if data is None:
        return None
    # A row that names itself differently could shadow another one.
    return data if key_of(data) == row.key else None


def _batches(rows: Iterable[Value]) -> Iterator[list[Value]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, ROWS_MAX)):
        yield batch
