"""The order in which events arrived, and the books that are made from them.

Every stored event gets its number; what an earlier program made of them is made anew
by the projector, which finds its cursor before the first event.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "m202611221901_projections"
down_revision: Final = "m202611221700_returns"

_NUMBER_EVENTS: Final = """
UPDATE raw_event SET arrival = ordered.place
FROM (
    SELECT workstation, lane, epoch, seq, row_number() OVER (
        ORDER BY received_at_ms, workstation, lane, epoch, seq
    ) AS place
    FROM raw_event
) AS ordered
WHERE raw_event.workstation = ordered.workstation
    AND raw_event.lane = ordered.lane
    AND raw_event.epoch = ordered.epoch
    AND raw_event.seq = ordered.seq
"""


def upgrade() -> None:
    """Number the events, make the tables, let the projector begin anew."""
    op.add_column(
        "raw_event",
        sa.Column("arrival", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.execute(_NUMBER_EVENTS)
    op.create_index("ux_raw_event_arrival", "raw_event", ["arrival"], unique=True)
    _make_order_tables()
    _make_books()
    op.execute(
        "INSERT INTO arrival_counter (id, arrival)"
        " SELECT 1, coalesce(max(arrival), 0) FROM raw_event"
    )
    op.execute("INSERT INTO projection_cursor (name, arrival) VALUES ('books', -1)")


def _make_order_tables() -> None:
    op.create_table(
        "arrival_counter",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("arrival", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "projection_cursor",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("arrival", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replayed_event",
        sa.Column("arrival", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("of_arrival", sa.BigInteger, nullable=False),
        sa.Column("replayed_at_ms", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("of_arrival", name="uq_replayed_event_of"),
    )
    op.create_table(
        "parked_event",
        sa.Column("of_arrival", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("needs", sa.String, primary_key=True),
    )
    op.create_index("ix_parked_event_needs", "parked_event", ["needs"])
    op.create_table(
        "projected_event",
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("workstation", sa.String, primary_key=True),
        sqlite_with_rowid=False,
    )


def _make_books() -> None:
    op.create_table(
        "order_line",
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("business_day", sa.String, nullable=False),
        sa.Column("item_id", sa.String, nullable=False),
        sa.Column("quantity_micro", sa.BigInteger, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.Column("tax_minor", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stock_movement",
        sa.Column("store", sa.String, primary_key=True),
        sa.Column("item_id", sa.String, primary_key=True),
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("business_day", sa.String, nullable=False),
        sa.Column("quantity_micro", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "posting",
        sa.Column("store", sa.String, primary_key=True),
        sa.Column("business_day", sa.String, primary_key=True),
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("currency", sa.String, nullable=False),
        sa.Column("debit_minor", sa.BigInteger, nullable=False),
        sa.Column("credit_minor", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
