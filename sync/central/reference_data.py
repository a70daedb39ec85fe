"""Changes reference data; every change goes to the end of the change log.

Positions are given under the lock of the `center` row, in the transaction that makes
the change: a reader that has seen a position has seen every one below it. With them
move the digests, and tombstones that no till can need any more are forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from sync.central import feed_digests
from sync.central.feed_digests import Identity, RowState
from sync.central.schema import ANY_STORE, center, reference_row

TOMBSTONE_KEPT_MS: Final = 90 * 24 * 60 * 60 * 1000
"""A till that was away for longer begins a new snapshot."""

_KEYS_A_QUERY: Final = 500
_FIRST_VERSION: Final = 1


class Change(Struct, frozen=True, kw_only=True):
    """The wanted state of one row.

    Attributes:
        kind: As in the feed; see `sync.protocol.messages.FeedRow`.
        key: Identity within the kind.
        data: JSON of the row; None to delete it.
        store: Who gets it; empty: every store.
        lookup: What the row is found by besides its key; follows from *data*.
    """

    kind: str
    key: str
    data: str | None
    store: str = ANY_STORE
    lookup: str = ""


class Changed(Struct, kw_only=True):
    """How many rows were added, altered, or already as wanted."""

    added: int = 0
    altered: int = 0
    unchanged: int = 0

    def include(self, other: Changed) -> None:
        """Add the counts of *other*."""
        self.added += other.added
        self.altered += other.altered
        self.unchanged += other.unchanged


def put(connection: Connection, changes: Iterable[Change], now_ms: int) -> Changed:
    """Make *changes*; rows that are already so stay where they are in the log.

    Of several changes of one row the last counts.
    """
    wanted = {(each.kind, each.key, each.store): each for each in changes}
    _lock(connection)
    known = _find(connection, list(wanted))
    due: list[tuple[Change, int]] = []
    for identity, change in wanted.items():
        before = known.get(identity)
        state = (change.data or "null", change.data is None)
        if before is None and change.data is not None:
            due.append((change, _FIRST_VERSION))
        elif before is not None and (before.data, before.is_deleted) != state:
            due.append((change, before.version + 1))
    if due:
        feed_digests.note(
            connection,
            known,
            {
                (each.kind, each.key, each.store): _state(each, version)
                for each, version in due
            },
        )
        # In the order of the changes: where a row moves from one store to another,
        # its tombstone must come first.
        first = _reserve(connection, len(due))
        _write(
            connection,
            [
                _row(change, version, position, now_ms)
                for position, (change, version) in enumerate(due, first)
            ],
        )
        prune(connection, now_ms)
    added = sum(version == _FIRST_VERSION for _, version in due)
    return Changed(
        added=added, altered=len(due) - added, unchanged=len(wanted) - len(due)
    )


def find(connection: Connection, kind: str, key: str) -> dict[str, str]:
    """Return the data of the living rows of *kind* and *key* by store."""
    rows = reference_row.c
    found = connection.execute(
        select(rows.store, rows.data).where(
            rows.kind == kind, rows.key == key, rows.is_deleted.is_(False)
        )
    ).all()
    return {row.store: row.data for row in found}


def prune(connection: Connection, now_ms: int) -> int:
    """Forget tombstones older than `TOMBSTONE_KEPT_MS`; return how many.

    Cursors of before the last of them are answered by a new snapshot from now on.
    """
    rows = reference_row.c
    is_old = rows.is_deleted.is_(True) & (
        rows.changed_at_ms < now_ms - TOMBSTONE_KEPT_MS
    )
    last = connection.execute(select(func.max(rows.position)).where(is_old)).scalar()
    if last is None:
        return 0
    pruned = connection.execute(delete(reference_row).where(is_old)).rowcount
    connection.execute(
        update(center).where(center.c.feed_pruned < last).values(feed_pruned=last)
    )
    return pruned


def _lock(connection: Connection) -> None:
    """Keep every other change away until commit; SQLite does so already."""
    connection.execute(select(center.c.id).with_for_update())


def _state(change: Change, version: int) -> RowState:
    return RowState(version, change.data or "null", change.data is None)


def _find(
    connection: Connection, identities: list[Identity]
) -> dict[Identity, RowState]:
    """Return the rows of these kinds and keys, of every store."""
    rows = reference_row.c
    by_kind: dict[str, list[str]] = {}
    for kind, key, _store in identities:
        by_kind.setdefault(kind, []).append(key)
    found = {}
    for kind, keys in by_kind.items():
        for some in _slices(keys):
            answer = connection.execute(
                select(
                    rows.key, rows.store, rows.version, rows.data, rows.is_deleted
                ).where(rows.kind == kind, rows.key.in_(some))
            )
            for row in answer:
                state = RowState(row.version, row.data, row.is_deleted)
                found[kind, row.key, row.store] = state
    return found


def _slices(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    starts = range(0, len(keys), _KEYS_A_QUERY)
    return (keys[start : start + _KEYS_A_QUERY] for start in starts)


def _reserve(connection: Connection, count: int) -> int:
    """Return the first of *count* new positions; holds the lock until commit."""
    connection.execute(
        update(center).values(feed_position=center.c.feed_position + count)
    )
    last: int = connection.execute(select(center.c.feed_position)).scalar_one()
    return last - count + 1


def _row(change: Change, version: int, position: int, now_ms: int) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "key": change.key,
        "store": change.store,
        "position": position,
        "version": version,
        "is_deleted": change.data is None,
        "data": change.data or "null",
        "changed_at_ms": now_ms,
        "lookup": change.lookup,
    }


def _write(connection: Connection, changed: list[dict[str, Any]]) -> None:
    added = [row for row in changed if row["version"] == _FIRST_VERSION]
    altered = [row for row in changed if row["version"] != _FIRST_VERSION]
    if added:
        connection.execute(insert(reference_row), added)
    if altered:
        rows = reference_row.c
        keys = ("kind", "key", "store")
        connection.execute(
            update(reference_row).where(
                rows.kind == bindparam("at_kind"),
                rows.key == bindparam("at_key"),
                rows.store == bindparam("at_store"),
            ),
            [
                {f"at_{name}": row[name] for name in keys}
                | {name: value for name, value in row.items() if name not in keys}
                for row in altered
            ],
        )
