"""The two sets of tables that hold reference data: one in force, one being made.

A *book* is one set, named `a` or `b`.  The till reads through views that show the book
in force; `show` replaces them, and with that one step a whole change of prices becomes
visible, however many short transactions made it.  The other book is empty unless a
change is under way, and is emptied again in short steps afterwards.
"""

from __future__ import annotations

from typing import Final

from terminal.persistence.dbapi import Connection

BOOKS: Final = ("a", "b")

STEP_ROWS: Final = 1_000
"""Most rows that are copied or removed in one transaction."""

KEY_COLUMNS: Final[dict[str, str]] = {
    "item": "item_id",
    "identity": "scan_code",
    "tax_group": "tax_group_id",
    "price_list": "price_list_id",
    "price": "price_key",
    "promotion": "promotion_id",
    "member": "member_id",
    "exchange_rate": "exchange_rate_key",
    "operator": "operator_id",
    "setting": "key",
}

RAW_TABLES: Final = ("raw_row", "exact_row")
"""Rows as they came: those that were not understood, and those whose columns here
do not give back the exact bytes."""

_COLUMNS: Final[dict[str, str]] = {
    **KEY_COLUMNS,
    **dict.fromkeys(RAW_TABLES, "kind, key"),
}


def other(book: str) -> str:
    """Return the name of the other book."""
    return BOOKS[book == BOOKS[0]]


def show(connection: Connection, book: str) -> None:
    """Let every reader see *book* from the end of this transaction on."""
    for table in _COLUMNS:
        connection.execute(f"DROP VIEW {table}")
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM {table}_{book}")  # noqa: S608 - constants


def wipe_some(connection: Connection, book: str, live: str) -> bool:
    """Remove some rows of *book*; tell whether there were any.

    Items that *live* does not have are noted for the search index.
    """
    for table, columns in _COLUMNS.items():
        some = f"SELECT {columns} FROM {table}_{book} LIMIT {STEP_ROWS}"  # noqa: S608 - constants
        if table == "item":
            connection.execute(
                "INSERT OR IGNORE INTO search_due SELECT item_key FROM"  # noqa: S608 - constants
                f" (SELECT item_key, item_id FROM item_{book} LIMIT {STEP_ROWS}) AS gone"
                f" WHERE NOT EXISTS (SELECT 1 FROM item_{live} AS kept"
                " WHERE kept.item_id = gone.item_id"
                " AND kept.item_key = gone.item_key)"
            )
        wiped = connection.execute(
            f"DELETE FROM {table}_{book} WHERE ({columns}) IN ({some})"  # noqa: S608 - constants
        )
        if wiped.rowcount:
            return True
    return False


class Copying:
    """Copies one book into the other, which is empty, some rows at a time."""

    def __init__(self, connection: Connection, book: str) -> None:
        self._connection = connection
        self._from = book
        self._to = other(book)
        self._tables = list(_COLUMNS)

    def step(self) -> bool:
        """Copy some rows; tell whether there may be more."""
        while self._tables:
            table = self._tables[0]
            columns = _COLUMNS[table]
            order = f"ORDER BY {columns}"
            last = self._connection.execute(
                f"SELECT {columns} FROM {table}_{self._to}"  # noqa: S608 - constants
                f" {order.replace(',', ' DESC,')} DESC LIMIT 1"
            ).fetchall()
            places = ", ".join("?" * len(columns.split(",")))
            after = f"WHERE ({columns}) > ({places})" if last else ""
            copied = self._connection.execute(
                f"INSERT INTO {table}_{self._to} SELECT * FROM {table}_{self._from}"  # noqa: S608 - constants
                f" {after} {order} LIMIT {STEP_ROWS}",
                last[0] if last else (),
            )
            if copied.rowcount:
                return True
            self._tables.pop(0)
        return False
