"""Create reference data, the state of the feed and what the agent keeps.

``generation`` counts snapshots: what a finished snapshot did not name again is
swept away.  ``item_search`` holds words only, no texts; its rowid is the item_key.
Items are stored by their id (WITHOUT ROWID): a scan then walks two trees and not
three, and each page it does not find in the cache must be decrypted.
Nothing refers by foreign key: a feed may bring an identity before its item.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database

_STEPS: Final = (
    """
    CREATE TABLE item (
        item_id          TEXT PRIMARY KEY,
        item_key         INTEGER NOT NULL UNIQUE,
        description      TEXT NOT NULL,
        unit             TEXT NOT NULL,
        unit_price_micro INTEGER NOT NULL,
        tax_rate_id      TEXT NOT NULL,
        is_open_price    INTEGER NOT NULL CHECK (is_open_price IN (0, 1)),
        plu              TEXT,
        category         TEXT,
        version          INTEGER NOT NULL,
        generation       INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX item_plu ON item (plu) WHERE plu IS NOT NULL",
    """
    CREATE TABLE identity (
        scan_code  TEXT PRIMARY KEY,
        item_id    TEXT NOT NULL,
        version    INTEGER NOT NULL,
        generation INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX identity_item ON identity (item_id)",
    """
    CREATE TABLE tax_rate (
        tax_rate_id TEXT PRIMARY KEY,
        name        TEXT NOT NULL,
        rate_ppm    INTEGER NOT NULL CHECK (rate_ppm >= 0),
        version     INTEGER NOT NULL,
        generation  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE operator (
        operator_id TEXT PRIMARY KEY,
        name        TEXT NOT NULL,
        role        TEXT NOT NULL,
        permissions TEXT NOT NULL CHECK (json_valid(permissions)),
        pin_hash    TEXT NOT NULL,
        is_active   INTEGER NOT NULL CHECK (is_active IN (0, 1)),
        language    TEXT NOT NULL,
        version     INTEGER NOT NULL,
        generation  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE setting (
        key        TEXT PRIMARY KEY,
        value      TEXT NOT NULL CHECK (json_valid(value)),
        version    INTEGER NOT NULL,
        generation INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE raw_row (
        kind       TEXT NOT NULL,
        key        TEXT NOT NULL,
        version    INTEGER NOT NULL,
        data       BLOB NOT NULL,
        generation INTEGER NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE feed_state (
        id               INTEGER PRIMARY KEY CHECK (id = 1),
        cursor           TEXT,
        revision         INTEGER NOT NULL,
        generation       INTEGER NOT NULL,
        is_sweep_pending INTEGER NOT NULL CHECK (is_sweep_pending IN (0, 1))
    ) STRICT
    """,
    "INSERT INTO feed_state VALUES (1, NULL, 0, 1, 0)",
    """
    CREATE TABLE watermark (
        epoch        TEXT PRIMARY KEY,
        seq          INTEGER NOT NULL,
        hash         TEXT,
        archived_seq INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE verdict (
        epoch   TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        code    TEXT,
        PRIMARY KEY (epoch, seq)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE request (
        sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id TEXT NOT NULL UNIQUE,
        kind       TEXT NOT NULL,
        data       TEXT NOT NULL CHECK (json_valid(data))
    ) STRICT
    """,
    """
    CREATE TABLE agent_state (
        key   TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE item_search USING fts5 (
        words,
        content = '',
        contentless_delete = 1,
        prefix = '2 3',
        tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
)


def apply(db: "Database") -> None:
    """Create every table of the replica."""
    for step in _STEPS:
        db.execute(step)
