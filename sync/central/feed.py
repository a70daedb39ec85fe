"""Hands out reference data in checkpoints.

A cursor is opaque to the till. One that this central did not make, that belongs to
an earlier life of its database, or that is ahead of it, is answered by the beginning
of a new snapshot, never by an error: a till heals by itself.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, RowMapping, select

from sync.central.schema import ANY_STORE, center, reference_row
from sync.protocol.envelope import Natural
from sync.protocol.messages import (
    CURSOR_CHARACTERS_MAX,
    FEED_ROWS_MAX,
    FeedCheckpoint,
    FeedRow,
)

SHARD: Final = "all"


class Cursor(Struct, frozen=True, array_like=True):
    """What a cursor means.

    Attributes:
        incarnation: Of the database that gave it.
        shard: Part of the data; one for all today.
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
_decoder: Final = msgspec.json.Decoder(Cursor)


def read_feed(
    connection: Connection, scope: Scope, after: str, rows_max: int = FEED_ROWS_MAX
) -> FeedCheckpoint:
    """Return what follows the cursor *after*; empty: from the beginning.

    The connection must see one state of the database for the whole call.
    """
    head: int = connection.execute(select(center.c.feed_position)).scalar_one()
    cursor = _read_cursor(after, scope, head)
    resnapshot = cursor is None
    if cursor is None:
        cursor = Cursor(scope.incarnation, SHARD, 0, head)
    found = _select(connection, scope, cursor, head, rows_max + 1)
    complete = len(found) <= rows_max
    found = found[:rows_max]
    reached = (
        _at_head(scope.incarnation, head)
        if complete
        else Cursor(
            scope.incarnation, SHARD, found[-1]["position"], cursor.snapshot_head
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
    )


def cursor_at(incarnation: str, head: int) -> str:
    """Return the cursor of every till that has all changes up to *head*."""
    return _write_cursor(_at_head(incarnation, head))


def _at_head(incarnation: str, head: int) -> Cursor:
    # Where the snapshot began no longer matters, so that all who have everything
    # say so with the same cursor: it is the version of their prices.
    return Cursor(incarnation, SHARD, head, head)


def _select(
    connection: Connection, scope: Scope, cursor: Cursor, head: int, limit: int
) -> Sequence[RowMapping]:
    rows = reference_row.c
    answer = connection.execute(
        select(
            rows.kind, rows.key, rows.version, rows.is_deleted, rows.data, rows.position
        )
        .where(
            rows.position > cursor.position,
            rows.position <= head,
            rows.store.in_((ANY_STORE, scope.store)),
            rows.is_deleted.is_(False) | (rows.position > cursor.snapshot_head),
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
    is_ours = (cursor.incarnation, cursor.shard) == (scope.incarnation, SHARD)
    in_log = cursor.snapshot_head <= head and cursor.position <= head
    return cursor if is_ours and in_log else None
