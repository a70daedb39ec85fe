"""Writes reference data: the agent from the feed, commands on a local till.

Both come through the same code, so the sale path cannot tell them apart.  A write
transaction holds at most 1,000 rows, sorted by key: that keeps the lock under
10 ms and the pages that are touched few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Final, Self, TypeVar, cast

import msgspec
from msgspec import Struct

from sync.protocol.feed_digest import EMPTY, from_hex, moved, to_hex
from sync.protocol.messages import FeedRow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.book_digest import derive_digest
from terminal.persistence.replica.book_rows import (
    PROMOTION,
    BookRows,
    FedRows,
    PutRow,
    read_rows,
)
from terminal.persistence.replica.books import BOOKS, Copying, other, show, wipe_some
from terminal.persistence.replica.connection import explained, open_for_writing
from terminal.persistence.replica.reader import Watermark
from terminal.persistence.replica.rows import (
    KINDS,
    OLDER_TAX,
    OperatorData,
    RowData,
    forms_name,
)

ROWS_MAX: Final = 1_000

_INDEX_STEP: Final = 250
"""Names that are indexed for searches in one transaction."""

_TIDY_STEPS: Final = 12
"""Steps that follow a checkpoint at once; the rest waits for a quiet moment."""

_SLICE: Final = 250
"""Rows that are written in one transaction to the book that nobody reads."""

_COPYING: Final = 1
_READY: Final = 2
_FORMS_STATE: Final = "forms"

Value = TypeVar("Value")
_SqlRow = tuple[object, ...]


class AppliedRows(Struct, frozen=True, kw_only=True):
    """What became of the rows of one checkpoint.

    Attributes:
        applied: Rows that are now in force, deletions among them.
        kept_raw: Rows this program does not understand; kept for a later one.
        digest: Of all rows of the book they went into, see
            `sync.protocol.feed_digest`; empty where it is not known.
    """

    applied: int
    kept_raw: int
    digest: str


class _State(Struct, frozen=True):
    """The one row of `feed_state`."""

    live: str
    building: int
    is_wiping: int
    cursor: str | None
    next_cursor: str | None
    revision: int
    digests: dict[str, str]

    @property
    def digest(self) -> str:
        """Of the book in force."""
        return self.digests[self.live]


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
        home.require_real()
        self._path = home.replica_path
        self._connection = open_for_writing(home.replica_path, keys.data_key)
        if self._state().building == _COPYING:
            # It ended while it copied; the feed has not moved yet.
            self._give_up_building()
        self._use_new_forms()

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
        is_complete: bool = True,
    ) -> AppliedRows:
        """Apply one checkpoint of the feed and remember its *cursor* with it.

        The till sees nothing of it before a checkpoint is complete, and then all of
        what came since the last complete one.  The newest state wins by order of
        arrival, not by version: after the center was restored its versions may be
        lower and are right all the same.

        Args:
            rows: At most `ROWS_MAX`.
            cursor: What the feed is asked with next.
            starts_snapshot: These rows begin a new snapshot: whatever it does not
                name by the time it is complete is gone.
            is_complete: Nothing follows for now.

        Raises:
            StorageError: The disk refuses; nothing of the checkpoint was applied.
        """
        assert len(rows) <= ROWS_MAX, len(rows)
        state = self._state()
        is_building = state.building == _READY
        if is_building and state.next_cursor is None and not starts_snapshot:
            # Part of a snapshot's first rows; whatever comes now does not follow it.
            self._give_up_building()
            is_building = False
        if is_complete and not is_building and not starts_snapshot:
            if not rows and cursor == state.cursor:
                return AppliedRows(applied=0, kept_raw=0, digest=state.digest)
            fed = read_rows(rows)
            with self._unit():
                result = self._apply(fed, state.live, state.digest)
                self._execute("UPDATE feed_state SET next_cursor = ?", (cursor,))
                self._put_in_force(cursor)
        else:
            if starts_snapshot or not is_building:
                self._begin_building(from_live=not starts_snapshot)
            result = self._apply_hidden(
                rows, cursor, starts_snapshot=starts_snapshot, is_complete=is_complete
            )
        for _ in range(_TIDY_STEPS):
            if not self.tidy():
                break
        return result

    def _apply_hidden(
        self,
        rows: Sequence[FeedRow],
        cursor: str,
        *,
        starts_snapshot: bool,
        is_complete: bool,
    ) -> AppliedRows:
        """Apply a checkpoint to the book that nobody reads, in short transactions.

        If the program ends between them the rows come once more: the cursor is still
        that of before, and there is none where a snapshot begins.
        """
        state = self._state()
        book = other(state.live)
        digest = state.digests[book]
        if starts_snapshot:
            digest = to_hex(EMPTY)
        elif state.building != _READY:
            digest = state.digest
        applied = kept_raw = 0
        *first, last = map(read_rows, _slices(rows))
        for fed in first:
            with self._unit():
                done = self._apply(fed, book, digest)
                self._execute("UPDATE feed_state SET building = ?", (_READY,))
                if starts_snapshot:
                    self._execute("UPDATE feed_state SET next_cursor = NULL")
            applied, kept_raw = applied + done.applied, kept_raw + done.kept_raw
            digest = done.digest
        with self._unit():
            done = self._apply(last, book, digest)
            self._execute(
                "UPDATE feed_state SET next_cursor = ?, building = ?", (cursor, _READY)
            )
            if is_complete:
                self._show_other()
                self._put_in_force(cursor)
        return AppliedRows(
            applied=applied + done.applied,
            kept_raw=kept_raw + done.kept_raw,
            digest=done.digest,
        )

    def tidy(self) -> bool:
        """Do a little of what a change leaves behind; tell whether there may be more.

        The search index follows the book in force, and the other one is emptied.
        One short transaction.

        Raises:
            StorageError: The disk refuses.
        """
        state = self._state()
        if state.building:
            return False
        with self._unit():
            is_more = self._rows_of(state.live).index_due(_INDEX_STEP)
        return is_more or self._wipe_step()

    def feed_cursor(self) -> str | None:
        """Return what the feed is asked with next, None for a new snapshot.

        That of the last checkpoint that was applied, whether it is in force or not.
        """
        return self._state().next_cursor

    def feed_digest(self) -> str:
        """Return the digest of the rows in force, 64 hex digits; empty: unknown."""
        return self._state().digest

    def rederive_digest(self) -> bool:
        """Compute the digest of the rows in force from what is on the disk.

        It takes the place of the one that was kept, so that a difference is found at
        the next complete checkpoint and everything is fetched anew.

        Returns:
            Whether they were equal.

        Raises:
            StorageError: The file cannot be read.
        """
        state = self._state()
        if not state.digest:
            return True
        with explained(self._path):
            derived = to_hex(derive_digest(self._connection, state.live))
        if derived == state.digest:
            return True
        with self._unit():
            self._execute(f"UPDATE feed_state SET digest_{state.live} = ?", (derived,))  # noqa: S608 - a constant
        return False

    def retry_raw_rows(self) -> AppliedRows:
        """Apply kept rows that an older program did not understand, or not whole.

        Rows that are still not understood stay.  More than a transaction holds become
        visible together.
        """
        with explained(self._path):
            kept = [
                FeedRow(
                    kind=kind,
                    key=key,
                    version=version,
                    deleted=False,
                    data=msgspec.Raw(data),
                )
                for kind, key, version, data in self._connection.execute(
                    "SELECT kind, key, version, data FROM raw_row"
                    " WHERE kind IN (SELECT value FROM json_each(?))"
                    " UNION SELECT kind, key, version, data FROM exact_row"
                    " ORDER BY kind, key",
                    (msgspec.json.encode(sorted({*KINDS, OLDER_TAX})).decode(),),
                ).fetchall()
            ]
        applied = 0
        if self._state().building:
            self._give_up_building()
        state = self._state()
        is_direct = len(kept) <= ROWS_MAX
        if not is_direct:
            self._begin_building(from_live=True)
        book = state.live if is_direct else other(state.live)
        digest = state.digest
        for batch in _batches(kept):
            fed = read_rows(batch)
            with self._unit():
                done = self._apply(fed, book, digest)
                if is_direct:
                    self._touch()
            applied, digest = applied + done.applied, done.digest
        if not is_direct:
            with self._unit():
                self._show_other()
                self._touch()
        left = cast("int", self._value("SELECT count(*) FROM raw_row"))
        return AppliedRows(applied=applied, kept_raw=left, digest=digest)

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
                state = self._state()
                revision = state.revision + 1
                put = [PutRow(data, revision) for data in batch]
                self._rows_of(state.live).put(put)
                if any(isinstance(data, Promotion) for data in batch):
                    self._note_promotions()
                cursor = f"local:{revision}"
                self._execute(
                    f"UPDATE feed_state SET cursor = ?, next_cursor = ?,"  # noqa: S608 - a constant
                    f" revision = ?, digest_{state.live} = '', building = 0",
                    (cursor, cursor, revision),
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

    def _use_new_forms(self) -> None:
        """Read again what an older program did not understand, or not whole."""
        forms = forms_name()
        if self.state(_FORMS_STATE) != forms:
            self.retry_raw_rows()
            self.put_state(_FORMS_STATE, forms)

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

    def _state(self) -> _State:
        with explained(self._path):
            row = self._connection.execute(
                "SELECT live, building, is_wiping, cursor, next_cursor, revision,"
                " digest_a, digest_b FROM feed_state"
            ).fetchone()
        live, building, is_wiping, cursor, next_cursor, revision, *digests = row
        return _State(
            live,
            building,
            is_wiping,
            cursor,
            next_cursor,
            revision,
            dict(zip(BOOKS, digests, strict=True)),
        )

    def _put_in_force(self, cursor: str) -> None:
        self._execute("UPDATE feed_state SET cursor = ?", (cursor,))
        self._touch()

    def _touch(self) -> None:
        """Let readers look again at what they keep in memory."""
        self._execute("UPDATE feed_state SET revision = revision + 1")

    def _rows_of(self, book: str) -> BookRows:
        return BookRows(self._connection, book, self._state().live)

    def _apply(self, fed: FedRows, book: str, digest: str) -> AppliedRows:
        """Apply rows to *book*, whose digest is *digest*, in this transaction."""
        written = self._rows_of(book).apply(fed)
        if digest:
            digest = to_hex(moved(from_hex(digest), written.gone, written.come))
        self._execute(f"UPDATE feed_state SET digest_{book} = ?", (digest,))  # noqa: S608 - a constant
        if PROMOTION in written.kinds and book == self._state().live:
            self._note_promotions()
        return AppliedRows(
            applied=written.applied, kept_raw=written.kept_raw, digest=digest
        )

    def _note_promotions(self) -> None:
        self._execute(
            "UPDATE feed_state SET promotion_revision = promotion_revision + 1"
        )

    def _give_up_building(self) -> None:
        """Leave what was being made; the feed goes on from what is in force."""
        with self._unit():
            self._execute(
                "UPDATE feed_state SET building = 0, is_wiping = 1,"
                " next_cursor = cursor"
            )

    def _begin_building(self, *, from_live: bool) -> None:
        """Make the other book ready: empty, or a copy of the one in force."""
        state = self._state()
        if state.building:
            self._give_up_building()
        while self._wipe_step():
            pass
        if not from_live:
            return
        with self._unit():
            self._execute(
                "UPDATE feed_state SET building = ?, is_wiping = 1", (_COPYING,)
            )
        copying = Copying(self._connection, state.live)
        is_more = True
        while is_more:
            with self._unit():
                is_more = copying.step()

    def _wipe_step(self) -> bool:
        """Remove some rows of the book that is not in force; tell if any are left."""
        state = self._state()
        if state.building or not state.is_wiping:
            return False
        with self._unit():
            if not wipe_some(self._connection, other(state.live), state.live):
                self._execute("UPDATE feed_state SET is_wiping = 0")
        return True

    def _show_other(self) -> None:
        """Put the other book in force, in this transaction."""
        live = self._state().live
        shown = other(live)
        differs = (
            "SELECT promotion_id, data FROM promotion_{}"
            " EXCEPT SELECT promotion_id, data FROM promotion_{}"
        )
        pairs = ((live, shown), (shown, live))
        is_changed = any(
            self._connection.execute(f"{differs.format(*pair)} LIMIT 1").fetchall()
            for pair in pairs
        )
        if is_changed:
            self._note_promotions()
        show(self._connection, shown)
        self._execute(
            "UPDATE feed_state SET live = ?, building = 0, is_wiping = 1", (shown,)
        )


def _slices(rows: Sequence[FeedRow]) -> list[Sequence[FeedRow]]:
    """Return *rows* in pieces; of no rows one piece that is empty."""
    starts = range(0, max(1, len(rows)), _SLICE)
    return [rows[start : start + _SLICE] for start in starts]


def _batches(rows: Iterable[Value]) -> Iterator[list[Value]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, ROWS_MAX)):
        yield batch
