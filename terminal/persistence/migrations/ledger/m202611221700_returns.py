"""Keep receipts of other tills, and find what came back of a sale."""

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
    # Only lines that came back of a sale of this ledger have one.
    """
    CREATE INDEX line_item_by_original ON line_item (of_event_no)
        WHERE of_event_no IS NOT NULL
    """,
)


def apply(db: Database) -> None:
    """Make table and index; one transaction."""
    for statement in _TABLES:
        db.execute(statement)
