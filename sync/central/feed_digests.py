"""Keeps the digest of each store's reference data as the rows change.

A store's digest is that of the rows its tills get: those of every store, but where the
store has a row of its own, that one in its place.  Kept is one number for the rows of
every store, and one for each store: the sum of its own rows less the rows they stand
in for.  The two add up, so a change for every store costs one number, not one a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from sync.central.schema import ANY_STORE, feed_digest, reference_row
from sync.protocol.feed_digest import (
    EMPTY,
    from_hex,
    moved,
    number_of,
    row_hash,
    to_hex,
)

Identity = tuple[str, str, str]
"""Kind, key and store of a row."""


class RowState(Struct, frozen=True, array_like=True):
    """What counts of a row."""

    version: int
    data: str
    is_deleted: bool


def digest_of(connection: Connection, store: str) -> str:
    """Return the digest of what the tills of *store* get, 64 hex digits."""
    digests = feed_digest.c
    found = connection.execute(
        select(digests.digest).where(digests.store.in_({ANY_STORE, store}))
    ).scalars()
    return to_hex(moved(EMPTY, 0, sum(map(from_hex, found))))


def note(
    connection: Connection,
    before: Mapping[Identity, RowState],
    after: Mapping[Identity, RowState],
) -> None:
    """Move the digests by a change of rows.

    The caller holds the lock of the log: what is read here does not change until it
    commits.

    Args:
        connection: In the transaction that makes the change.
        before: Every row, of whatever store, of the kinds and keys that change.
        after: The new states of those that change.
    """
    touched = {identity[:2] for identity in after}
    old = _hashes(before, touched)
    new = _hashes({**before, **after}, touched)
    change: dict[str, tuple[int, int]] = {}
    for kind_and_key in touched:
        was, now = old.get(kind_and_key, {}), new.get(kind_and_key, {})
        for store in was.keys() | now.keys():
            gone, come = change.get(store, (0, 0))
            change[store] = (gone + _share(was, store), come + _share(now, store))
    for store, (gone, come) in sorted(change.items()):
        if gone != come:
            _move(connection, store, gone, come)


def derive(connection: Connection, store: str) -> str:
    """Compute the digest of *store* from its rows; reads all of them."""
    rows = reference_row.c
    found = connection.execute(
        select(rows.kind, rows.key, rows.store, rows.version, rows.data)
        .where(rows.is_deleted.is_(False), rows.store.in_({ANY_STORE, store}))
        # The store's own row comes after the one it stands in for.
        .order_by(rows.kind, rows.key, rows.store)
    )
    newest: dict[tuple[str, str], int] = {}
    for row in found:
        newest[row.kind, row.key] = _number(row.kind, row.key, row.version, row.data)
    return to_hex(moved(EMPTY, 0, sum(newest.values())))


def rebuild(connection: Connection) -> None:
    """Compute every digest anew; the caller holds the lock of the log."""
    connection.execute(delete(feed_digest))
    rows = reference_row.c
    everywhere: dict[tuple[str, str], int] = {}
    sums: dict[str, tuple[int, int]] = {}
    found = connection.execute(
        select(rows.kind, rows.key, rows.store, rows.version, rows.data)
        .where(rows.is_deleted.is_(False))
        .order_by(rows.store)
    )
    for row in found:
        gone, come = sums.get(row.store, (0, 0))
        number = _number(row.kind, row.key, row.version, row.data)
        if row.store == ANY_STORE:
            everywhere[row.kind, row.key] = number
        else:
            gone += everywhere.get((row.kind, row.key), 0)
        sums[row.store] = (gone, come + number)
    for store, (gone, come) in sums.items():
        _move(connection, store, gone, come)


def _number(kind: str, key: str, version: int, data: str) -> int:
    return number_of(row_hash(kind, key, version, data.encode()))


def _hashes(
    states: Mapping[Identity, RowState], touched: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, int]]:
    """Return the numbers of the living rows, by kind and key and then store."""
    wanted = set(touched)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (kind, key, store), state in states.items():
        if state.is_deleted or (kind, key) not in wanted:
            continue
        number = _number(kind, key, state.version, state.data)
        found.setdefault((kind, key), {})[store] = number
    return found


def _share(living: Mapping[str, int], store: str) -> int:
    """Return what one kind and key adds to the number kept for *store*."""
    own = living.get(store, 0)
    if store == ANY_STORE or not own:
        return own
    return own - living.get(ANY_STORE, 0)


def _move(connection: Connection, store: str, gone: int, come: int) -> None:
    digests = feed_digest.c
    before = connection.execute(
        select(digests.digest).where(digests.store == store)
    ).scalar_one_or_none()
    digest = to_hex(moved(from_hex(before) if before else EMPTY, gone, come))
    if before is None:
        connection.execute(insert(feed_digest).values(store=store, digest=digest))
        return
    connection.execute(
        update(feed_digest).where(digests.store == store).values(digest=digest)
    )
