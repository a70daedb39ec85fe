"""What a checkpoint does to one book; books and digests have tests of their own."""

from __future__ import annotations

import msgspec

from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.book_rows import (
    BookRows,
    PutRow,
    type_kind,
)
from terminal.persistence.replica.connection import open_for_writing
from terminal.persistence.replica.rows import SettingData, exact_bytes
from tests.unit.terminal.persistence.replica.conftest import (
    OPERATOR,
    PRICING,
    TAX,
    feed_row,
    item,
)


def test_exact_bytes_are_those_of_the_feed() -> None:
    setting = SettingData(key="k", value=msgspec.Raw(b'{"a": 1}'))
    for data in (TAX, item("a", "a"), *PRICING, setting):
        assert exact_bytes(data) == bytes(feed_row(data).data), type_kind(data)
    unsorted = msgspec.structs.replace(OPERATOR, permissions=("void", "discount"))
    ordered = msgspec.structs.replace(OPERATOR, permissions=("discount", "void"))
    assert exact_bytes(unsorted) == exact_bytes(ordered)


def test_names_of_the_book_that_is_not_shown_wait_for_the_index(
    home: Home, keys: HomeKeys
) -> None:
    connection = open_for_writing(home.replica_path, keys.data_key)
    search = "SELECT rowid FROM item_search WHERE item_search MATCH 'apple'"

    BookRows(connection, "b", "a").put([PutRow(item("a", "Apple"), 1)])
    hidden = connection.execute(search).fetchall()
    shown = BookRows(connection, "b", "b")
    was_due = shown.index_due(10)

    assert hidden == []
    assert was_due
    assert not shown.index_due(10)
    assert len(connection.execute(search).fetchall()) == 1
    connection.close()
