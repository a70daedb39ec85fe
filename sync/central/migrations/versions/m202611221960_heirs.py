"""Which workstation may send what of another one's epochs."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "m202611221960_heirs"
down_revision: Final = "m202611221935_identity_breaks"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "stream_heir",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("epoch", sa.String, primary_key=True),
        sa.Column("heir", sa.String, primary_key=True),
        sa.Column("is_continued", sa.Boolean, nullable=False),
        sa.Column("added_at_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_stream_heir_heir", "stream_heir", ["heir"])
