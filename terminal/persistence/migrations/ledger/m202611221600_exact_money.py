"""Make room for what version 2 of a sale tells: modifiers, all taxes, rounding.

Columns at the end with a default: SQLite adds them without rewriting a row, and a
line without anything special stays as short as it was.
"""

from typing import Final

from sqlite_utils import Database

_COLUMNS: Final = (
    # Gross and rounding are the tenders; promotions and manual modifiers together.
    ("retail_transaction", "rounding_minor INTEGER NOT NULL DEFAULT 0"),
    ("retail_transaction", "discount_minor INTEGER NOT NULL DEFAULT 0"),
    ("retail_transaction", "member_id TEXT"),
    # JSON of the promotions, for a void to take their uses back; NULL for none.
    ("retail_transaction", "promotions BLOB"),
    # Foreign cash: what lies in the drawer of that currency.
    ("line_item", "currency TEXT"),
    ("line_item", "foreign_minor INTEGER"),
    # What a line has besides the columns, as JSON; NULL for nothing.
    ("line_item", "detail BLOB"),
    # JSON array, tax by tax, on a sold line with several taxes; NULL for nothing.
    ("line_item", "returned_taxes BLOB"),
)

# How often promotions and coupons were used in transactions that were not voided;
# the member is '' for a stranger.
_TABLES: Final = (
    """
    CREATE TABLE promotion_use (
        promotion_id TEXT NOT NULL,
        member_id    TEXT NOT NULL,
        uses         INTEGER NOT NULL,
        amount_minor INTEGER NOT NULL,
        PRIMARY KEY (promotion_id, member_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE coupon_use (
        code      TEXT NOT NULL,
        member_id TEXT NOT NULL,
        uses      INTEGER NOT NULL,
        PRIMARY KEY (code, member_id)
    ) STRICT, WITHOUT ROWID
    """,
)

_VIEWS: Final = (
    "DROP VIEW sale_line",
    """
    CREATE VIEW sale_line AS
    SELECT line_no / 16384 AS event_no, line_no % 16384 AS sequence, type AS kind,
        name AS item_id, quantity_micro, amount_minor, tax_rate_id, tax_rate_ppm,
        tax_minor, is_voided, of_event_no, of_sequence,
        returned_micro, returned_minor, returned_tax_minor, returned_taxes, detail
    FROM line_item WHERE type IN ('sale', 'return')
    """,
    "DROP VIEW tender_line",
    """
    CREATE VIEW tender_line AS
    SELECT line_no / 16384 AS event_no, line_no % 16384 - 8192 AS sequence,
        name AS method, amount_minor, given_minor, change_minor, currency,
        foreign_minor
    FROM line_item WHERE type = 'tender'
    """,
)


def apply(db: Database) -> None:
    """Add columns and tables; runs in the runner's transaction."""
    for table, column in _COLUMNS:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for statement in _TABLES + _VIEWS:
        db.execute(statement)
