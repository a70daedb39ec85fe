"""Create the ledger: events, projections and working state.

Three kinds of tables, told apart by who may lose them:

* ``event`` is the truth.  Triggers forbid UPDATE and DELETE, and INSERT anywhere
  but at the end, so that a mistake in this program cannot rewrite history.
* Projections follow from the events and are written in the same commit.  They are
  clustered by their natural keys and have few indexes: every further B-tree costs
  each sale one more encrypted page.
* Working state (open and suspended baskets, print jobs) is no fact.

``event_no`` counts all events of the file from 1 without a gap.  An epoch's events
lie in one run, so (epoch, seq) leads to ``event_no`` by arithmetic alone.
"""

from typing import Final

from sqlite_utils import Database

_EVENTS: Final = (
    """
    CREATE TABLE event (
        event_no  INTEGER PRIMARY KEY,
        epoch_no  INTEGER NOT NULL,
        seq       INTEGER NOT NULL,
        header    BLOB NOT NULL,
        body      BLOB NOT NULL,
        prev      BLOB NOT NULL,
        hash      BLOB NOT NULL,
        signature BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    """
    CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    """
    CREATE TRIGGER event_is_appended BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE event_no >= NEW.event_no)
    BEGIN SELECT RAISE(ABORT, 'events are only appended'); END
    """,
    # Original events that a salvage brought from a damaged ledger: their bytes,
    # hashes and signatures stay as they were, numbered as they were.  `event_no` is
    # where the fact stands in this ledger; NULL for what only belonged to the old one.
    """
    CREATE TABLE archived_event (
        epoch     TEXT NOT NULL,
        seq       INTEGER NOT NULL,
        event_no  INTEGER UNIQUE,
        header    BLOB NOT NULL,
        body      BLOB NOT NULL,
        prev      BLOB NOT NULL,
        hash      BLOB NOT NULL,
        signature BLOB NOT NULL,
        PRIMARY KEY (epoch, seq)
    ) STRICT, WITHOUT ROWID
    """,
)

_PROJECTIONS: Final = (
    """
    CREATE TABLE epoch (
        epoch_no       INTEGER PRIMARY KEY,
        epoch          TEXT NOT NULL UNIQUE,
        first_event_no INTEGER NOT NULL,
        parent_epoch   TEXT,
        parent_seq     INTEGER,
        parent_hash    TEXT,
        reason         TEXT NOT NULL,
        series         TEXT NOT NULL UNIQUE,
        first_number   INTEGER NOT NULL,
        public_key     TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE retail_transaction (
        series           TEXT NOT NULL,
        number           INTEGER NOT NULL,
        event_no         INTEGER NOT NULL,
        event_id         TEXT NOT NULL UNIQUE,
        kind             TEXT NOT NULL,
        business_day     TEXT NOT NULL,
        till_period_id   TEXT NOT NULL,
        operator_id      TEXT NOT NULL,
        completed_at_ms  INTEGER NOT NULL,
        gross_minor      INTEGER NOT NULL,
        tax_minor        INTEGER NOT NULL,
        source_reference TEXT,
        voided_by        TEXT,
        copies           INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (series, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX retail_transaction_by_source_reference
    ON retail_transaction (source_reference) WHERE source_reference IS NOT NULL
    """,
    # The lines of a retail transaction (items, tenders, taxes) share one B-tree:
    # three would cost each sale two more pages.  Its key ascends with the events,
    # and a rowid that ascends is the one insertion that splits no page:
    # event_no * 16384 + sequence, tenders from 8192, taxes from 12288.  `name` is the
    # item, the method of tender or the tax rate; the views give each its own names.
    """
    CREATE TABLE line_item (
        line_no            INTEGER PRIMARY KEY,
        type               TEXT NOT NULL,
        name               TEXT NOT NULL,
        amount_minor       INTEGER NOT NULL,
        tax_minor          INTEGER,
        quantity_micro     INTEGER,
        tax_rate_id        TEXT,
        tax_rate_ppm       INTEGER,
        given_minor        INTEGER,
        change_minor       INTEGER,
        is_voided          INTEGER,
        of_event_no        INTEGER,
        of_sequence        INTEGER,
        returned_micro     INTEGER,
        returned_minor     INTEGER,
        returned_tax_minor INTEGER
    ) STRICT
    """,
    # The row with tender '' holds the whole of the period, the others one tender.
    """
    CREATE TABLE control_total (
        business_day   TEXT NOT NULL,
        till_period_id TEXT NOT NULL,
        tender         TEXT NOT NULL,
        finished       INTEGER NOT NULL DEFAULT 0,
        amount_minor   INTEGER NOT NULL DEFAULT 0,
        tax_minor      INTEGER NOT NULL DEFAULT 0,
        quantity_micro INTEGER NOT NULL DEFAULT 0,
        sale_lines     INTEGER NOT NULL DEFAULT 0,
        return_lines   INTEGER NOT NULL DEFAULT 0,
        voided_lines   INTEGER NOT NULL DEFAULT 0,
        cancelled      INTEGER NOT NULL DEFAULT 0,
        voided         INTEGER NOT NULL DEFAULT 0,
        no_sales       INTEGER NOT NULL DEFAULT 0,
        reprints       INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (business_day, till_period_id, tender)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE business_day (
        opened_event_no INTEGER PRIMARY KEY,
        business_day    TEXT NOT NULL,
        opened_event_id TEXT NOT NULL,
        opened_at_ms    INTEGER NOT NULL,
        closed_at_ms    INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE till_period (
        opened_event_no INTEGER PRIMARY KEY,
        till_period_id  TEXT NOT NULL UNIQUE,
        business_day    TEXT NOT NULL,
        opened_event_id TEXT NOT NULL,
        opened_at_ms    INTEGER NOT NULL,
        loan_minor      INTEGER NOT NULL,
        settled_at_ms   INTEGER,
        z_number        INTEGER,
        expected_minor  INTEGER,
        counted_minor   INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE session (
        opened_event_no INTEGER PRIMARY KEY,
        session_id      TEXT NOT NULL,
        operator_id     TEXT NOT NULL,
        name            TEXT NOT NULL,
        role            TEXT NOT NULL,
        permissions     TEXT NOT NULL,
        language        TEXT NOT NULL,
        opened_at_ms    INTEGER NOT NULL,
        closed_at_ms    INTEGER
    ) STRICT
    """,
    # The open ones alone: found without reading the years before.
    """
    CREATE INDEX session_open ON session (opened_event_no)
    WHERE closed_at_ms IS NULL
    """,
    """
    CREATE TABLE sign_on_failure (
        operator_id       TEXT PRIMARY KEY,
        failures          INTEGER NOT NULL,
        last_at_ms        INTEGER NOT NULL,
        last_monotonic_ms INTEGER NOT NULL,
        boot_id           TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # What the agent asked for and was done, so that it is done once.
    """
    CREATE TABLE recorded_request (
        request_id TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID
    """,
)

_VIEWS: Final = (
    # The numbers of a series are dense, so its last one is the greatest.
    """
    CREATE VIEW number_series AS
    SELECT series, ifnull(
        (SELECT max(number) FROM retail_transaction
         WHERE retail_transaction.series = epoch.series),
        first_number - 1
    ) AS last_number FROM epoch
    """,
    """
    CREATE VIEW sale_line AS
    SELECT line_no / 16384 AS event_no, line_no % 16384 AS sequence, type AS kind,
        name AS item_id, quantity_micro, amount_minor, tax_rate_id, tax_rate_ppm,
        tax_minor, is_voided, of_event_no, of_sequence,
        returned_micro, returned_minor, returned_tax_minor
    FROM line_item WHERE type IN ('sale', 'return')
    """,
    """
    CREATE VIEW tender_line AS
    SELECT line_no / 16384 AS event_no, line_no % 16384 - 8192 AS sequence,
        name AS method, amount_minor, given_minor, change_minor
    FROM line_item WHERE type = 'tender'
    """,
    """
    CREATE VIEW tax_line AS
    SELECT line_no / 16384 AS event_no, line_no % 16384 - 12288 AS sequence,
        name AS tax_rate_id, tax_rate_ppm, amount_minor AS taxable_minor, tax_minor
    FROM line_item WHERE type = 'tax'
    """,
)

_WORKING_STATE: Final = (
    # Sequence 0 of a basket is what belongs to the transaction as a whole, the
    # others are its lines: one B-tree and mostly one page for a whole basket.
    """
    CREATE TABLE basket_part (
        basket_no INTEGER NOT NULL,
        sequence  INTEGER NOT NULL,
        content   BLOB NOT NULL,
        PRIMARY KEY (basket_no, sequence)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE suspended_basket (
        basket_no       INTEGER PRIMARY KEY,
        suspended_at_ms INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE print_job (
        job_no        INTEGER PRIMARY KEY,
        job_id        TEXT NOT NULL,
        kind          TEXT NOT NULL,
        state         TEXT NOT NULL,
        document      BLOB,
        created_at_ms INTEGER NOT NULL
    ) STRICT
    """,
)


def apply(db: Database) -> None:
    """Make every table; runs in the runner's transaction."""
    for statement in _EVENTS + _PROJECTIONS + _VIEWS + _WORKING_STATE:
        db.execute(statement)
