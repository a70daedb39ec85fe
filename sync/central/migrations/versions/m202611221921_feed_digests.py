"""Digests of reference data, and until where tombstones are forgotten.

The digests of the rows that are there already are computed from them.
"""

from __future__ import annotations

import hashlib
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "m202611221921_feed_digests"
down_revision: Final = "m202611221901_projections"

_MODULUS: Final = 1 << 256

_digests: Final = sa.table("feed_digest", sa.column("store"), sa.column("digest"))


def upgrade() -> None:
    """Make the tables and fill them from the rows."""
    for name in ("feed_pruned", "feed_held_until_ms"):
        zero = sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
        op.add_column("center", zero)
    op.create_index(
        "ix_reference_row_deleted", "reference_row", ["is_deleted", "changed_at_ms"]
    )
    op.create_table(
        "feed_digest",
        sa.Column("store", sa.String, primary_key=True),
        sa.Column("digest", sa.String, nullable=False),
    )
    op.create_table(
        "feed_disagreement",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("expected", sa.String, nullable=False),
        sa.Column("since_ms", sa.BigInteger, nullable=False),
    )
    _fill()


def _fill() -> None:
    rows = sa.table(
        "reference_row",
        *(sa.column(name) for name in ("kind", "key", "store", "version", "data")),
        sa.column("is_deleted", sa.Boolean),
    )
    found = op.get_bind().execute(
        sa.select(rows)
        .where(rows.c.is_deleted.is_(sa.false()))
        # Those of every store first: others stand in for them.
        .order_by(rows.c.store)
    )
    everywhere: dict[tuple[str, str], int] = {}
    sums: dict[str, int] = {}
    for row in found:
        number = _number(row.kind, row.key, row.version, row.data)
        if row.store == "":
            everywhere[row.kind, row.key] = number
        else:
            number -= everywhere.get((row.kind, row.key), 0)
        sums[row.store] = (sums.get(row.store, 0) + number) % _MODULUS
    if sums:
        op.bulk_insert(
            _digests,
            [
                {"store": store, "digest": f"{total:064x}"}
                for store, total in sums.items()
            ],
        )


def _number(kind: str, key: str, version: int, data: str) -> int:
    name, identity = kind.encode(), key.encode("utf-8", "surrogatepass")
    text = (
        len(name).to_bytes(8, "big")
        + name
        + len(identity).to_bytes(8, "big")
        + identity
        + version.to_bytes(8, "big")
        + data.encode()
    )
    return int.from_bytes(hashlib.sha256(text).digest(), "big")
