"""What came back of which sale, what is claimed, and where too much came back.

Returns that are stored already are read from their events; a center that never saw
one reads nothing.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
import sqlalchemy as sa
from alembic import op

revision: Final = "m202611221700_returns"
down_revision: Final = "m202611221600_prices_taxes_promotions"

_KEY: Final = ("workstation", "lane", "epoch", "seq")

_events: Final = sa.table(
    "raw_event", *(sa.column(name) for name in (*_KEY, "body")), sa.column("type_v")
)
_transactions: Final = sa.table(
    "retail_transaction",
    *(sa.column(name) for name in (*_KEY, "store", "business_day", "type")),
    *(sa.column(name) for name in ("event_id", "return_lines")),
)


def upgrade() -> None:
    """Make the tables and fill them from the events."""
    _make_tables()
    op.create_index(
        "ix_retail_transaction_receipt", "retail_transaction", ["series", "number"]
    )
    op.create_index("ix_retail_transaction_event", "retail_transaction", ["event_id"])
    _fill()


def _make_tables() -> None:
    op.create_table(
        "returned_line",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("business_day", sa.String, nullable=False),
        sa.Column("original_event_id", sa.String, nullable=False),
        sa.Column("original_sequence", sa.Integer, nullable=False),
        sa.Column("quantity_micro", sa.BigInteger, nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.Column("taxes", sa.Text, nullable=False),
        sa.Column("item_id", sa.String, nullable=False),
        sa.Column("named_receipt", sa.String, nullable=False),
    )
    op.create_index("ix_returned_line_event", "returned_line", ["event_id"])
    op.create_index(
        "ix_returned_line_original",
        "returned_line",
        ["original_event_id", "original_sequence"],
    )
    op.create_index("ix_returned_line_receipt", "returned_line", ["named_receipt"])
    op.create_table(
        "return_claim",
        sa.Column("transaction_id", sa.String, primary_key=True),
        sa.Column("original_event_id", sa.String, primary_key=True),
        sa.Column("line_sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("workstation", sa.String, nullable=False),
        sa.Column("quantity_micro", sa.BigInteger, nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.Column("taxes", sa.Text, nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_return_claim_original", "return_claim", ["original_event_id"])
    op.create_table(
        "over_return",
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("original_event_id", sa.String, primary_key=True),
        sa.Column("line_sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("workstation", sa.String, nullable=False),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("business_day", sa.String, nullable=False),
        sa.Column("sold_micro", sa.BigInteger, nullable=False),
        sa.Column("returned_micro", sa.BigInteger, nullable=False),
        sa.Column("sold_minor", sa.BigInteger, nullable=False),
        sa.Column("returned_minor", sa.BigInteger, nullable=False),
        sa.Column("flagged_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_over_return_store", "over_return", ["store", "flagged_at_ms"])
    op.create_table(
        "voided_transaction",
        sa.Column("event_id", sa.String, primary_key=True),
        sa.Column("by_event_id", sa.String, nullable=False),
    )


def _fill() -> None:
    connection = op.get_bind()
    columns = _transactions.c
    found = connection.execute(
        sa.select(
            columns.workstation,
            columns.store,
            columns.business_day,
            columns.type,
            columns.event_id,
            _events.c.type_v,
            _events.c.body,
        )
        .select_from(_transactions)
        .join(_events, sa.and_(*(columns[name] == _events.c[name] for name in _KEY)))
        .where(sa.or_(columns.return_lines > 0, columns.type == "transaction.voided"))
    ).all()
    voided = {}
    returned = []
    for row in found:
        body = msgspec.json.decode(row.body)
        if row.type == "transaction.voided":
            voided[body["voids"]["event_id"]] = row.event_id
            continue
        returned += [
            _returned(row, line)
            for line in body["lines"]
            if line.get("return_of") and not line.get("is_voided", False)
        ]
    if voided:
        connection.execute(
            sa.insert(_table("voided_transaction", "event_id", "by_event_id")),
            [{"event_id": of, "by_event_id": by} for of, by in voided.items()],
        )
    counting = [row for row in returned if row["event_id"] not in voided]
    if counting:
        connection.execute(sa.insert(_table("returned_line", *counting[0])), counting)


def _returned(row: Any, line: dict[str, Any]) -> dict[str, object]:
    if row.type_v == 1:
        taxes = [-line["tax_minor"]]
    else:
        taxes = [-tax["tax_minor"] for tax in line.get("taxes", ())]
    return {
        "workstation": row.workstation,
        "event_id": row.event_id,
        "sequence": line["sequence"],
        "store": row.store,
        "business_day": row.business_day,
        "original_event_id": line["return_of"]["event_id"],
        "original_sequence": line["return_of"]["line_sequence"],
        "quantity_micro": -line["quantity_micro"],
        "amount_minor": -line["amount_minor"],
        "taxes": msgspec.json.encode(taxes).decode(),
        "item_id": line["item_id"],
        "named_receipt": "",
    }


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))
