"""Let tills be counted by tender, and tender move without a sale.

New projections follow from events that older programs never wrote, so they begin
empty.  What older events do say (the currency of a period, the goods that came back,
where a settlement stands) is read from them here, so that the projections are again
those that a rebuild would make.
"""

from typing import Final

from sqlite_utils import Database

_TABLES: Final = (
    """
    CREATE TABLE tender_control (
        event_no       INTEGER PRIMARY KEY,
        series         TEXT NOT NULL,
        number         INTEGER NOT NULL,
        event_id       TEXT NOT NULL UNIQUE,
        kind           TEXT NOT NULL,
        till_period_id TEXT NOT NULL,
        business_day   TEXT NOT NULL,
        operator_id    TEXT NOT NULL,
        method         TEXT NOT NULL,
        currency       TEXT NOT NULL,
        amount_minor   INTEGER NOT NULL,
        reason         TEXT NOT NULL,
        reference      TEXT,
        voids_event_id TEXT,
        voided_by      TEXT,
        at_ms          INTEGER NOT NULL,
        UNIQUE (series, number)
    ) STRICT
    """,
    """
    CREATE INDEX tender_control_by_period ON tender_control (till_period_id)
    """,
    """
    CREATE TABLE till_count (
        event_no       INTEGER PRIMARY KEY,
        till_period_id TEXT NOT NULL,
        count_number   INTEGER NOT NULL
    ) STRICT
    """,
    # The body of the settlement stays where it is: in its event.
    """
    CREATE TABLE settlement (
        event_no       INTEGER PRIMARY KEY,
        z_number       INTEGER NOT NULL,
        event_id       TEXT NOT NULL,
        till_period_id TEXT NOT NULL,
        copies         INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    # A row only where tender of another currency was taken: most sales write none.
    """
    CREATE TABLE foreign_total (
        till_period_id TEXT NOT NULL,
        method         TEXT NOT NULL,
        currency       TEXT NOT NULL,
        amount_minor   INTEGER NOT NULL,
        value_minor    INTEGER NOT NULL,
        PRIMARY KEY (till_period_id, method, currency)
    ) STRICT, WITHOUT ROWID
    """,
)

_COLUMNS: Final = (
    "ALTER TABLE till_period ADD COLUMN currency TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE control_total ADD COLUMN returns_minor INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE control_total ADD COLUMN discounts_minor INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE control_total ADD COLUMN rounding_minor INTEGER NOT NULL DEFAULT 0",
)

_FROM_OLDER_EVENTS: Final = (
    """
    UPDATE till_period SET currency = (
        SELECT json_extract(CAST(body AS TEXT), '$.currency') FROM event
        WHERE event_no = opened_event_no
    )
    """,
    """
    INSERT INTO settlement (event_no, z_number, event_id, till_period_id)
    SELECT event_no, json_extract(CAST(body AS TEXT), '$.z_number'),
        json_extract(CAST(header AS TEXT), '$.event_id'),
        json_extract(CAST(body AS TEXT), '$.till_period_id')
    FROM event WHERE json_extract(CAST(header AS TEXT), '$.type') = 'till.settled'
    """,
    # What came back, less what a void of the same period gave out again.
    """
    WITH back (event_id, amount_minor) AS (
        SELECT event_id, sum(line_item.amount_minor)
        FROM retail_transaction JOIN line_item
            ON line_no BETWEEN event_no * 16384 AND event_no * 16384 + 8191
        WHERE type = 'return' AND NOT is_voided GROUP BY event_id
    ), change (till_period_id, amount_minor) AS (
        SELECT till_period_id, amount_minor FROM back
        JOIN retail_transaction USING (event_id)
        UNION ALL
        SELECT voiding.till_period_id, -amount_minor FROM back
        JOIN retail_transaction AS voided USING (event_id)
        JOIN retail_transaction AS voiding ON voiding.event_id = voided.voided_by
    )
    UPDATE control_total SET returns_minor = ifnull((
        SELECT sum(amount_minor) FROM change
        WHERE change.till_period_id = control_total.till_period_id
    ), 0) WHERE tender = ''
    """,
)


def apply(db: Database) -> None:
    """Make the tables and fill what older events say; one transaction."""
    for statement in _TABLES + _COLUMNS + _FROM_OLDER_EVENTS:
        db.execute(statement)
