"""What tills claim to hold, which runs of them spoke, and keys that two devices had.

A receipt number may now come from two lives of a till, each in an epoch of its own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "m202611221935_identity_breaks"
down_revision: Final = "m202611221921_feed_digests"

_NUMBER: Final = "uq_retail_transaction_number"


def upgrade() -> None:
    """Make the tables; numbers are unique in an epoch."""
    with op.batch_alter_table("retail_transaction") as batch:
        batch.drop_constraint(_NUMBER, type_="unique")
        batch.create_unique_constraint(
            _NUMBER, ["workstation", "epoch", "series", "number"]
        )
    op.create_table(
        "epoch_claim",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("epoch", sa.String, primary_key=True),
        sa.Column("boot_id", sa.String, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("held_seq", sa.BigInteger, nullable=False),
        sa.Column("last_number", sa.String, nullable=False),
        sa.Column("claimed_at_ms", sa.BigInteger, nullable=False),
        sa.Column("lost_at_ms", sa.BigInteger),
    )
    op.create_table(
        "agent_run",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("boot_id", sa.String, primary_key=True),
        sa.Column("first_turn", sa.BigInteger, nullable=False),
        sa.Column("heard_turn", sa.BigInteger, nullable=False),
        sa.Column("proven_turn", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "clone_alarm",
        sa.Column("workstation", sa.String, primary_key=True),
        sa.Column("public_key", sa.LargeBinary, primary_key=True),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("boot_id", sa.String, nullable=False),
        sa.Column("other_boot_id", sa.String, nullable=False),
        sa.Column("detected_at_ms", sa.BigInteger, nullable=False),
    )
