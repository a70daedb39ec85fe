"""Remember members' points, and what goods that came back gave back of promotions."""

from typing import Final

from sqlite_utils import Database

_TABLES: Final = (
    """
    CREATE TABLE points_entry (
        event_no        INTEGER NOT NULL,
        entry_no        INTEGER NOT NULL,
        member_id       TEXT NOT NULL,
        kind            TEXT NOT NULL,
        points          INTEGER NOT NULL,
        amount_minor    INTEGER NOT NULL,
        line_sequence   INTEGER NOT NULL,
        tender_sequence INTEGER NOT NULL,
        of_event_id     TEXT NOT NULL,
        PRIMARY KEY (event_no, entry_no)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX points_entry_by_member ON points_entry (member_id, event_no, points)
    """,
    """
    CREATE INDEX points_entry_by_original ON points_entry (of_event_id)
        WHERE of_event_id <> ''
    """,
    """
    CREATE TABLE redemption_back (
        of_event_id  TEXT NOT NULL,
        promotion_id TEXT NOT NULL,
        amount_minor INTEGER NOT NULL,
        uses         INTEGER NOT NULL,
        PRIMARY KEY (of_event_id, promotion_id)
    ) STRICT, WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Make the tables; programs before recorded nothing of it."""
    for statement in _TABLES:
        db.execute(statement)
