"""Begin the central database: tills, raw events, projections, reference data."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "m202611221200_begin"
down_revision: Final = None


def upgrade() -> None:
    """Make the first tables."""
    _make_tills()
    _make_events()
    _make_projections()
    _make_reference_data()


def _make_tills() -> None:
    op.create_table(
        "center",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("incarnation", sa.String, nullable=False),
        sa.Column("administrator_token_hash", sa.String, nullable=False),
        sa.Column("feed_position", sa.BigInteger, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "workstation",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("is_suspended", sa.Boolean, nullable=False),
        sa.Column("enrolled_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "workstation_key",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("public_key", sa.LargeBinary, primary_key=True),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("added_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("code_hash", sa.String, primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("workstation", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger, nullable=False),
        sa.Column("used_at_ms", sa.BigInteger),
    )


def _make_events() -> None:
    op.create_table(
        "stream",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("epoch", sa.String, primary_key=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("parent_epoch", sa.String),
        sa.Column("parent_seq", sa.BigInteger),
        sa.Column("parent_hash", sa.String),
        sa.Column("hw", sa.BigInteger, nullable=False),
        sa.Column("hw_hash", sa.LargeBinary, nullable=False),
        sa.Column("archived_hw", sa.BigInteger, nullable=False),
        sa.Column("first_seen_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "raw_event",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("epoch", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.String, nullable=False),
        sa.Column("effect_id", sa.String),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("type_v", sa.BigInteger, nullable=False),
        sa.Column("business_day", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("header", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("prev", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("received_at_ms", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("workstation", "effect_id", name="uq_raw_event_effect"),
    )
    op.create_table(
        "quarantine",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("epoch", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("since_ms", sa.BigInteger, nullable=False),
    )


def _make_projections() -> None:
    op.create_table(
        "retail_transaction",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("lane", sa.String, primary_key=True),
        sa.Column("epoch", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("business_day", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("event_id", sa.String, nullable=False),
        sa.Column("series", sa.String, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.String, nullable=False),
        sa.Column("gross_minor", sa.BigInteger, nullable=False),
        sa.Column("tax_minor", sa.BigInteger, nullable=False),
        sa.Column("sale_lines", sa.Integer, nullable=False),
        sa.Column("return_lines", sa.Integer, nullable=False),
        sa.Column("tenders", sa.Text, nullable=False),
        sa.UniqueConstraint(
            "workstation", "series", "number", name="uq_retail_transaction_number"
        ),
    )
    op.create_index(
        "ix_retail_transaction_day", "retail_transaction", ["store", "business_day"]
    )
    op.create_table(
        "control_day",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("business_day", sa.String, primary_key=True),
        sa.Column("is_applied", sa.Boolean, primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("events", sa.BigInteger, nullable=False),
        sa.Column("transactions", sa.BigInteger, nullable=False),
        sa.Column("sale_lines", sa.BigInteger, nullable=False),
        sa.Column("return_lines", sa.BigInteger, nullable=False),
        sa.Column("gross_minor", sa.BigInteger, nullable=False),
        sa.Column("tax_minor", sa.BigInteger, nullable=False),
        sa.Column("quantity_micro", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_control_day_store", "control_day", ["store", "business_day"])
    op.create_table(
        "control_tender",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("business_day", sa.String, primary_key=True),
        sa.Column("is_applied", sa.Boolean, primary_key=True),
        sa.Column("method", sa.String, primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "ix_control_tender_store", "control_tender", ["store", "business_day"]
    )


def _make_reference_data() -> None:
    op.create_table(
        "reference_row",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("store", sa.String, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False, unique=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("is_deleted", sa.Boolean, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger, nullable=False),
    )
