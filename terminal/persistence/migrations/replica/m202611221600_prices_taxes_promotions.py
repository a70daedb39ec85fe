"""Tax groups instead of single rates; price lists, promotions, members, rates.

A row that was a rate of tax becomes a group of one percent tax with the same id, so
that every item keeps its tax.  The new kinds are kept as the JSON of the feed: only
their key, and a member's code, is ever looked up.  A price is looked up by its item,
with which its key begins.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database

_KINDS: Final = (
    ("tax_group", "tax_group_id"),
    ("price_list", "price_list_id"),
    ("price", "price_key"),
    ("promotion", "promotion_id"),
    ("member", "member_id"),
    ("exchange_rate", "exchange_rate_key"),
)

_STEPS: Final = (
    *(
        f"""
        CREATE TABLE {kind} (
            {key} TEXT PRIMARY KEY,
            data       TEXT NOT NULL CHECK (json_valid(data)),
            version    INTEGER NOT NULL,
            generation INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """
        for kind, key in _KINDS
    ),
    "CREATE INDEX member_code ON member (data ->> '$.code')",
    """
    INSERT INTO tax_group
    SELECT tax_rate_id,
        json_object(
            'tax_group_id', tax_rate_id,
            'name', name,
            'components', json_array(
                json_object(
                    'tax_id', tax_rate_id, 'name', name, 'rate_ppm', rate_ppm
                )
            )
        ),
        version,
        generation
    FROM tax_rate
    """,
    "DROP TABLE tax_rate",
    "ALTER TABLE item RENAME COLUMN tax_rate_id TO tax_group_id",
    "ALTER TABLE item ADD COLUMN rules TEXT CHECK (json_valid(rules))",
    """
    ALTER TABLE item ADD COLUMN has_prices INTEGER NOT NULL DEFAULT 0
        CHECK (has_prices IN (0, 1))
    """,
    "ALTER TABLE identity ADD COLUMN unit TEXT",
    """
    ALTER TABLE identity ADD COLUMN base_quantity_micro INTEGER NOT NULL
        DEFAULT 1000000 CHECK (base_quantity_micro > 0)
    """,
    "ALTER TABLE identity ADD COLUMN unit_price_micro INTEGER",
    # Counts changes of promotions alone: compiling them is work.
    "ALTER TABLE feed_state ADD COLUMN promotion_revision INTEGER NOT NULL DEFAULT 0",
)


def apply(db: "Database") -> None:
    """Change the tables; every row keeps its meaning."""
    for step in _STEPS:
        db.execute(step)
