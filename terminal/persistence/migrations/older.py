"""Takes a ledger back to the schema of an older program, to try its migration.

Only what those migrations merely added goes away, and only while nothing is in it:
what is left is, byte for byte of meaning, what the older program would have left.
"""

from __future__ import annotations

from typing import Final

from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.sqlcipher import connect_cipher

# Newest first: what each of the additive migrations made.
_ADDED: Final = {
    "m202611221900_rehoming": (
        "ALTER TABLE epoch DROP COLUMN rehomed_epoch",
        "ALTER TABLE epoch DROP COLUMN rehomed_after",
        "ALTER TABLE epoch DROP COLUMN rehomed_last",
    ),
    "m202611221700_returns": (
        "DROP INDEX line_item_by_original",
        "DROP TABLE foreign_receipt",
    ),
    "m202611221650_points_and_coupons": (
        "DROP TABLE points_entry",
        "DROP TABLE redemption_back",
    ),
}
_MUST_BE_EMPTY: Final = ("foreign_receipt", "points_entry", "redemption_back")


def make_older(home: Home, keys: HomeKeys) -> tuple[str, ...]:
    """Undo the newest purely additive migrations of the ledger of *home*.

    Returns:
        The names of the migrations that the next opening will run again.

    Raises:
        HomeLockedError: The till is running.
        StorageError: The disk refuses.
    """
    with home.lock_ledger():
        connection = connect_cipher(home.ledger_path, keys.data_key)
        try:
            for table in _MUST_BE_EMPTY:
                rows = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a constant
                assert rows.fetchone()[0] == 0, table
            connection.execute("BEGIN IMMEDIATE")
            for name, statements in _ADDED.items():
                for statement in statements:
                    connection.execute(statement)
                connection.execute(
                    "DELETE FROM _sqlite_migrations WHERE name = ?", (name,)
                )
            connection.execute("COMMIT")
        finally:
            connection.close()
    return tuple(_ADDED)
