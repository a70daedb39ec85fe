"""Keep receipts of other tills."""

from typing import Final

from sqlite_utils import Database

_TABLES: Final = (
    # Working state: what the center said about receipts of other tills.
    """
    CREATE TABLE foreign_receipt (
        event_id    TEXT PRIMARY KEY,
        saved_at_ms INTEGER NOT NULL,
        content     BLOB NOT NULL,
        unsure      TEXT NOT NULL DEFAULT '[]'
    ) STRICT
    """,
)


def apply(db: Database) -> None:
    """Make the tables; one transaction."""
    for statement in _TABLES:
        db.execute(statement)
