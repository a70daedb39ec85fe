"""The reports of devices are found without reading all events."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "m202611222010_devices"
down_revision: Final = "m202611221960_heirs"

_REPORTS: Final = sa.text("type = 'devices.reported'")


def upgrade() -> None:
    """Make the index; it holds the reports alone."""
    op.create_index(
        "ix_raw_event_devices",
        "raw_event",
        ["workstation", "arrival"],
        sqlite_where=_REPORTS,
        postgresql_where=_REPORTS,
    )
