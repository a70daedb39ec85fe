"""Keep receipts of other tills, and the points that members earned and burned here.

Programs before this schema wrote no points, so that projection begins empty.
"""

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
    # One row a movement and its mirror; nothing is ever changed.
    """
    CREATE TABLE points_entry (
        event_no  INTEGER NOT NULL,
        sequence  INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        rule_id   TEXT NOT NULL,
        points    INTEGER NOT NULL,
        PRIMARY KEY (event_no, sequence)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX points_entry_by_member ON points_entry (member_id)
    """,
)


def apply(db: Database) -> None:
    """Make the tables; one transaction."""
    for statement in _TABLES:
        db.execute(statement)
