"""Hands out reference data in checkpoints.

A cursor is opaque to the till. One that this central did not make, that belongs to
an earlier life of its database or to another store, that is ahead of the log, or from
before tombstones that are forgotten, is answered by the beginning of a new snapshot,
never by an error: a till heals by itself.

A till knows rows by kind and key alone. Where both its store and every store have one,
it gets that of its store; when that one goes, the other comes in its place.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, RowMapping, and_, case, func, select

from structs.decoding import json_decoder
from sync.central import feed_digests
from sync.central.errors import FeedHeldError
from sync.central.schema import ANY_STORE, center, reference_row
from sync.protocol.envelope import Natural
from sync.protocol.messages import (
    CURSOR_CHARACTERS_MAX,
    FEED_ROWS_MAX,
    FeedCheckpoint,
    FeedRow,
)

_SHARD_DIGITS: Final = 16


class Cursor(Struct, frozen=True, array_like=True):
    """What a cursor means.

    Attributes:
        incarnation: Of the database that gave it.
        shard: Part of the data: whose rows; a till that moves to another store
            begins anew.
        position: Every change up to here was handed out.
        snapshot_head: End of the log when the snapshot began. Rows that were deleted
            up to there were never handed out, so their tombstones are left out.
    """

    incarnation: str
    shard: str
    position: Natural
    snapshot_head: Natural


class Scope(Struct, frozen=True):
    """Who asks: only rows of every store and of this one are handed out."""

    tenant: str
    incarnation: str
    store: str


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = json_decoder(Cursor)


def read_feed(
    connection: Connection,
    scope: Scope,
    after: str,
    rows_max: int = FEED_ROWS_MAX,
    *,
    now_ms: int | None = None,
) -> FeedCheckpoint:
    """Return what follows the cursor *after*; empty: from the beginning.

    The connection must see one state of the database for the whole call.

    Args:
        connection: To read with.
        scope: Who asks.
        after: The cursor asked with, whatever it is.
        rows_max: Most rows of the answer.
        now_ms: ms since 1970 UTC; None where nothing else changes the data.

    Raises:
        FeedHeldError: An import is under way; ask again when it is done.
    """
    state = connection.execute(
        select(
            center.c.feed_position, center.c.feed_pruned, center.c.feed_held_until_ms
        )
    ).one()
    if now_ms is not None and now_ms < state.feed_held_until_ms:
        raise FeedHeldError
    head: int = state.feed_position
    cursor = _read_cursor(after, scope, head)
    if cursor is not None and _misses_tombstones(cursor, state.feed_pruned):
        cursor = None
    resnapshot = cursor is None
    if cursor is None:
        cursor = Cursor(scope.incarnation, _shard_of(scope.store), 0, head)
    found = _select(connection, scope, cursor, head, rows_max + 1)
    complete = len(found) <= rows_max
    found = found[:rows_max]
    reached = (
        _at_head(scope, head)
        if complete
        else Cursor(
            scope.incarnation,
            cursor.shard,
            found[-1]["position"],
            cursor.snapshot_head,
        )
    )
    return FeedCheckpoint(
        tenant=scope.tenant,
        store=scope.store,
        incarnation=scope.incarnation,
        after=after,
        cursor=_write_cursor(reached),
        resnapshot=resnapshot,
        complete=complete,
        rows=tuple(map(_feed_row, found)),
        digest=feed_digests.digest_of(connection, scope.store) if complete else "",
    )


def cursor_at(scope: Scope, head: int) -> str:
    """Return the cursor of every till of the scope that has all changes to *head*."""
    return _write_cursor(_at_head(scope, head))


def _at_head(scope: Scope, head: int) -> Cursor:
    # Where the snapshot began no longer matters, so that all who have everything
    # say so with the same cursor: it is the version of their prices.
    return Cursor(scope.incarnation, _shard_of(scope.store), head, head)


def _shard_of(store: str) -> str:
    # A name may be longer than a cursor has room for.
    return hashlib.sha256(store.encode()).hexdigest()[:_SHARD_DIGITS]


def _misses_tombstones(cursor: Cursor, pruned: int) -> bool:
    """Tell whether a row may be gone of which this cursor's till is not told."""
    return max(cursor.position, cursor.snapshot_head) < pruned


def _select(
    connection: Connection, scope: Scope, cursor: Cursor, head: int, limit: int
) -> Sequence[RowMapping]:
    rows = reference_row.c
    own = reference_row.alias("own")
    everywhere = reference_row.alias("everywhere")
    is_own_gone = and_(rows.store != ANY_STORE, rows.is_deleted.is_(True))
    stands_in = everywhere.c.key.is_not(None)
    has_own = (
        select(own.c.key)
        .where(
            own.c.kind == rows.kind,
            own.c.key == rows.key,
            own.c.store == scope.store,
            own.c.is_deleted.is_(False),
        )
        .exists()
    )
    answer = connection.execute(
        select(
            rows.kind,
            rows.key,
            func.coalesce(everywhere.c.version, rows.version).label("version"),
            case((stands_in, False), else_=rows.is_deleted).label("is_deleted"),
            func.coalesce(everywhere.c.data, rows.data).label("data"),
            rows.position,
        )
        .select_from(
            reference_row.outerjoin(
                everywhere,
                and_(
                    is_own_gone,
                    everywhere.c.kind == rows.kind,
                    everywhere.c.key == rows.key,
                    everywhere.c.store == ANY_STORE,
                    everywhere.c.is_deleted.is_(False),
                ),
            )
        )
        .where(
            rows.position > cursor.position,
            rows.position <= head,
            rows.store.in_({ANY_STORE, scope.store}),
            rows.is_deleted.is_(False) | (rows.position > cursor.snapshot_head),
            (rows.store == scope.store) | ~has_own,
        )
        .order_by(rows.position)
        .limit(limit)
    )
    return answer.mappings().all()


def _feed_row(row: RowMapping) -> FeedRow:
    return FeedRow(
        kind=row["kind"],
        key=row["key"],
        version=row["version"],
        deleted=row["is_deleted"],
        data=msgspec.Raw(row["data"].encode("utf-8")),
    )


def _write_cursor(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(_encoder.encode(cursor)).decode("ascii")


def _read_cursor(text: str, scope: Scope, head: int) -> Cursor | None:
    if len(text) > CURSOR_CHARACTERS_MAX:
        return None
    try:
        data = base64.b64decode(text.encode("utf-8"), altchars=b"-_", validate=True)
        cursor = _decoder.decode(data)
    except (binascii.Error, msgspec.DecodeError, UnicodeError):
        return None
    ours = (scope.incarnation, _shard_of(scope.store))
    is_ours = (cursor.incarnation, cursor.shard) == ours
    in_log = cursor.snapshot_head <= head and cursor.position <= head
    return cursor if is_ours and in_log else None
