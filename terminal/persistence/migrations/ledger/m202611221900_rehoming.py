"""Remember which epoch carries the end of which other one again."""

from typing import Final

from sqlite_utils import Database

_COLUMNS: Final = (
    "rehomed_epoch TEXT",
    "rehomed_after INTEGER",
    "rehomed_last INTEGER",
)


def apply(db: Database) -> None:
    """Add the columns; programs before never appended an event again."""
    for column in _COLUMNS:
        db.execute(f"ALTER TABLE epoch ADD COLUMN {column}")
