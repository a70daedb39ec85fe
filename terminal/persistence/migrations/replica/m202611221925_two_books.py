"""Two sets of tables for reference data, one in force and one being made.

Views with the names of before show the set in force: replacing them is the one step
in which a whole change of prices becomes visible.  Each row gets the hash it was fed
with, the state a digest of each set and the cursor of what is being made.

The rows that are there have no hashes, so the feed begins anew; what is in force stays
so until that is complete.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database

_KINDS: Final = (
    "item",
    "identity",
    "tax_group",
    "price_list",
    "price",
    "promotion",
    "member",
    "exchange_rate",
    "operator",
    "setting",
    "raw_row",
)

_STEPS: Final = (
    "ALTER TABLE feed_state ADD COLUMN live TEXT NOT NULL DEFAULT 'a'",
    "ALTER TABLE feed_state ADD COLUMN next_cursor TEXT",
    "ALTER TABLE feed_state ADD COLUMN building INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed_state ADD COLUMN is_wiping INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed_state ADD COLUMN digest_a TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE feed_state ADD COLUMN digest_b TEXT NOT NULL DEFAULT ''",
    """
    UPDATE feed_state SET is_sweep_pending = 0,
        next_cursor = CASE WHEN cursor LIKE 'local:%' THEN cursor END,
        digest_a = CASE WHEN cursor IS NULL THEN printf('%064d', 0) ELSE '' END
    """,
    """
    CREATE TABLE exact_row (
        kind    TEXT NOT NULL,
        key     TEXT NOT NULL,
        version INTEGER NOT NULL,
        data    BLOB NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE search_due (
        item_key INTEGER PRIMARY KEY
    ) STRICT
    """,
)


def apply(db: "Database") -> None:
    """Make the second set beside the first."""
    for step in _STEPS:
        db.execute(step)
    for kind in _KINDS:
        db.execute(f"ALTER TABLE {kind} ADD COLUMN row_hash BLOB")
    for kind in (*_KINDS, "exact_row"):
        db.execute(f"ALTER TABLE {kind} RENAME TO {kind}_a")
        made = db.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ?"
            " AND sql IS NOT NULL ORDER BY type DESC",
            (f"{kind}_a",),
        ).fetchall()
        for type_, name, sql in made:
            second = sql.replace(f'"{kind}_a"', f'"{kind}_b"')
            if type_ == "index":
                second = second.replace(f"INDEX {name} ", f"INDEX {name}_b ", 1)
            db.execute(second)
        db.execute(f"CREATE VIEW {kind} AS SELECT * FROM {kind}_a")  # noqa: S608 - constants
