"""Remembers which workstations do not have the reference data they should have.

A till compares by itself and heals; that it says its digest at every greeting lets
whoever runs the center see the tills for which that does not help.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, select

from sync.central import feed, feed_digests
from sync.central.authentication import Workstation
from sync.central.feed import Scope
from sync.central.schema import center, feed_disagreement
from sync.protocol.messages import Hello

_DIGEST: Final = re.compile("[0-9a-f]{64}")


class Disagreement(Struct, frozen=True, kw_only=True):
    """A workstation whose rows are not those of its store.

    Attributes:
        position: Of the log, up to where it has all changes.
        digest: Its own, 64 hex digits.
        expected: The center's, 64 hex digits.
        since_ms: When it was first seen so, ms since 1970 UTC.
    """

    workstation: str
    store: str
    position: int
    digest: str
    expected: str
    since_ms: int


class Finding(Struct, frozen=True, kw_only=True):
    """What is to be remembered of one workstation; None: it agrees again."""

    workstation: str
    disagreement: Disagreement | None


def judge(
    connection: Connection,
    workstation: Workstation,
    said: Hello,
    scope: Scope,
    now_ms: int,
) -> Finding | None:
    """Compare what a greeting says; return what is new about it, mostly None.

    Only a till that has everything can be compared: digests of the past are not kept.

    Args:
        connection: Sees one state of the database.
        workstation: Who greets.
        said: The greeting.
        scope: Whose rows the workstation should have.
        now_ms: ms since 1970 UTC.
    """
    if not said.feed_cursor or not _DIGEST.fullmatch(said.feed_digest or ""):
        return None
    head: int = connection.execute(select(center.c.feed_position)).scalar_one()
    if said.feed_cursor != feed.cursor_at(scope, head):
        return None
    expected = feed_digests.digest_of(connection, scope.store)
    name = workstation.workstation
    known = connection.execute(
        select(feed_disagreement.c.since_ms).where(
            feed_disagreement.c.workstation == name
        )
    ).scalar_one_or_none()
    if said.feed_digest == expected:
        return None if known is None else Finding(workstation=name, disagreement=None)
    if known is not None:
        return None
    return Finding(
        workstation=name,
        disagreement=Disagreement(
            workstation=name,
            store=scope.store,
            position=head,
            digest=said.feed_digest or "",
            expected=expected,
            since_ms=now_ms,
        ),
    )


def note(connection: Connection, finding: Finding) -> None:
    """Remember *finding*, in a transaction that writes."""
    found = finding.disagreement
    connection.execute(
        delete(feed_disagreement).where(
            feed_disagreement.c.workstation == finding.workstation
        )
    )
    if found is not None:
        values = {name: getattr(found, name) for name in found.__struct_fields__}
        connection.execute(insert(feed_disagreement).values(values))


def list_disagreements(connection: Connection) -> list[Disagreement]:
    """Return the workstations that disagree, the longest first."""
    rows = connection.execute(
        select(feed_disagreement).order_by(
            feed_disagreement.c.since_ms, feed_disagreement.c.workstation
        )
    ).mappings()
    return [Disagreement(**row) for row in rows]


def count(connection: Connection) -> int:
    """Return how many workstations disagree."""
    return int(
        connection.execute(
            select(func.count()).select_from(feed_disagreement)
        ).scalar_one()
    )
