"""What the till sees while a feed is applied: the old prices, then the new ones."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.messages import FeedRow
from terminal.domain.reference_data.rows import IdentityData
from terminal.persistence.errors import DiskFullError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica import books
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.persistence.sqlcipher import connect_cipher
from tests.unit.terminal.persistence.replica.conftest import (
    HALF,
    OPERATOR,
    SUMMER,
    SUMMER_PRICE,
    TAX,
    deletion,
    feed_row,
    item,
)


@pytest.fixture
def writer(home: Home, keys: HomeKeys) -> ReplicaWriter:
    return ReplicaWriter(home, keys)


@pytest.fixture
def reader(home: Home, keys: HomeKeys) -> ReplicaReader:
    return ReplicaReader(home, keys)


def _goods(*names: str, price: int = 1) -> list[FeedRow]:
    return [
        feed_row(each)
        for name in names
        for each in (
            item(name, f"{name} goods", unit_price_micro=price),
            IdentityData(scan_code=f"C-{name}", item_id=name),
        )
    ]


def _prices(reader: ReplicaReader, *names: str) -> list[int | None]:
    found = [reader.find_by_scan_code(f"C-{name}") for name in names]
    return [each.unit_price_micro if each else None for each in found]


def test_a_change_in_pieces_is_seen_when_it_is_complete(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("a", "b")], "c1")
    before = _prices(reader, "a", "b")

    writer.apply_rows(_goods("a", price=7), "c2", is_complete=False)
    during = _prices(reader, "a", "b"), reader.feed_position(), writer.feed_cursor()
    writer.apply_rows(
        [*_goods("n", price=7), deletion("identity", "C-b")], "c3", is_complete=False
    )
    still = _prices(reader, "a", "b", "n"), reader.feed_position()
    writer.apply_rows(_goods("z", price=7), "c4")

    assert before == [1, 1]
    assert during == ([1, 1], "c1", "c2")
    assert still == ([1, 1, None], "c1")
    assert _prices(reader, "a", "b", "n", "z") == [7, None, 7, 7]
    assert reader.feed_position() == writer.feed_cursor() == "c4"
    assert reader.find("7") is None


def test_searches_follow_the_names_that_are_in_force(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("apple", "pear", "plum")], "c1")

    renamed = feed_row(item("apple", "Boskoop"))
    writer.apply_rows(
        [renamed, deletion("item", "plum"), *_goods("quince")], "c2", is_complete=False
    )
    during = [bool(reader.search(name, 5)) for name in ("apple", "plum")]
    writer.apply_rows([], "c3")

    assert during == [True, True]
    assert [found.item_id for found in reader.search("boskoop", 5)] == ["apple"]
    assert [found.item_id for found in reader.search("quince", 5)] == ["quince"]
    assert [found.item_id for found in reader.search("goods", 5)] == ["pear", "quince"]
    assert reader.search("plum", 5) == []


def test_a_snapshot_replaces_everything_at_once(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), feed_row(OPERATOR), *_goods("a", "b")], "c1")

    writer.apply_rows([feed_row(TAX)], "n1", starts_snapshot=True, is_complete=False)
    during = _prices(reader, "a", "b")
    writer.apply_rows(_goods("b", price=5), "n2")

    assert during == [1, 1]
    assert _prices(reader, "a", "b") == [None, 5]
    assert reader.find("7") is None
    assert [found.item_id for found in reader.search("goods", 5)] == ["b"]


def test_promotions_and_lists_switch_with_the_rest(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), feed_row(HALF), *_goods("noir")], "c1")
    book = reader.promotions()

    prices = [feed_row(SUMMER), feed_row(SUMMER_PRICE)]
    writer.apply_rows(prices, "c2", is_complete=False)
    during = reader.price_lists(), reader.prices("noir")
    writer.apply_rows([feed_row(item("x", "x"))], "c3")
    kept = reader.promotions()
    writer.apply_rows([deletion("promotion", "half")], "c4", is_complete=False)
    not_yet = reader.promotions()
    writer.apply_rows([], "c5")

    assert during == ({}, ())
    assert list(reader.price_lists()) == ["summer"]
    assert reader.prices("noir") == (SUMMER_PRICE,)
    found = reader.get("noir")
    assert found is not None
    assert found.has_prices
    assert book is kept is not_yet
    assert reader.promotions() is not book


@pytest.mark.parametrize("starts_snapshot", [False, True], ids=["tail", "snapshot"])
def test_a_change_goes_on_after_the_process_died(
    home: Home,
    keys: HomeKeys,
    writer: ReplicaWriter,
    reader: ReplicaReader,
    *,
    starts_snapshot: bool,
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("a")], "c1")
    writer.apply_rows(
        [feed_row(TAX), *_goods("b")],
        "c2",
        starts_snapshot=starts_snapshot,
        is_complete=False,
    )

    again = ReplicaWriter(home, keys)
    during = _prices(reader, "a", "b"), again.feed_cursor()
    again.apply_rows(_goods("c"), "c3")

    assert during == ([1, None], "c2")
    assert _prices(reader, "a", "b", "c") == [None if starts_snapshot else 1, 1, 1]
    assert again.rederive_digest()


def test_a_copy_that_was_cut_off_is_begun_anew(
    home: Home, keys: HomeKeys, writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("a", "b")], "c1")
    connection = connect_cipher(home.replica_path, keys.data_key)
    connection.execute("UPDATE feed_state SET building = 1, is_wiping = 1")
    connection.execute("INSERT INTO item_b SELECT * FROM item_a WHERE item_id = 'b'")
    connection.execute("UPDATE item_b SET unit_price_micro = 666")
    connection.close()

    again = ReplicaWriter(home, keys)
    cursor = again.feed_cursor()
    again.apply_rows(_goods("c"), "c2", is_complete=False)
    again.apply_rows([], "c3")

    assert cursor == "c1"
    assert _prices(reader, "a", "b", "c") == [1, 1, 1]
    assert again.rederive_digest()


def test_a_new_snapshot_drops_the_one_that_was_under_way(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("a")], "c1")
    writer.apply_rows(_goods("b"), "n1", starts_snapshot=True, is_complete=False)

    writer.apply_rows([feed_row(TAX)], "m1", starts_snapshot=True, is_complete=False)
    writer.apply_rows(_goods("c"), "m2")

    assert _prices(reader, "a", "b", "c") == [None, None, 1]
    assert writer.rederive_digest()


def test_a_full_disk_while_a_snapshot_begins_leaves_a_feed_that_goes_on(
    home: Home, keys: HomeKeys, writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("a")], "c1")
    writer.apply_rows(_goods("b"), "n1", starts_snapshot=True, is_complete=False)
    pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
    writer._connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    many = [feed_row(item(f"i{n:03}", "x" * 500)) for n in range(900)]

    with pytest.raises(DiskFullError):
        writer.apply_rows(many, "m1", starts_snapshot=True, is_complete=False)
    writer._connection.execute("PRAGMA max_page_count = 1000000").fetchall()
    cursor = writer.feed_cursor()
    writer.apply_rows(_goods("d"), "c2")

    assert cursor == "c1"
    assert _prices(reader, "a", "b", "d") == [1, None, 1]


def test_more_than_a_step_is_copied_and_emptied(
    home: Home, keys: HomeKeys, writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    rows = [feed_row(TAX), *(feed_row(item(f"i{n:04}", "x")) for n in range(1_499))]
    strange = [
        FeedRow(kind="later", key=str(n), version=1, deleted=False, data=b"1")  # type: ignore[arg-type]  # bytes are what Raw holds
        for n in range(3)
    ]
    for first in range(0, len(rows), 500):
        writer.apply_rows(rows[first : first + 500], f"c{first}", is_complete=False)
    writer.apply_rows(
        [msgspec.structs.replace(each, data=msgspec.Raw(b"1")) for each in strange], "d"
    )

    writer.apply_rows([feed_row(item("i0001", "y"), 2)], "e", is_complete=False)
    writer.apply_rows([], "f")
    while writer.tidy():
        pass

    assert reader.counts()["item"] == 1_499
    assert reader.counts()["raw_row"] == 3
    assert writer.rederive_digest()
    connection = connect_cipher(home.replica_path, keys.data_key, read_only=True)
    live = connection.execute("SELECT live FROM feed_state").fetchone()[0]
    left = [
        connection.execute(
            f"SELECT count(*) FROM {table}_{books.other(live)}"
        ).fetchone()[0]
        for table in (*books.KEY_COLUMNS, *books.RAW_TABLES)
    ]
    connection.close()
    assert sum(left) == 0


@pytest.mark.parametrize("starts_snapshot", [False, True], ids=["tail", "snapshot"])
def test_rows_of_a_checkpoint_that_was_cut_off_come_once_more(
    home: Home,
    keys: HomeKeys,
    writer: ReplicaWriter,
    reader: ReplicaReader,
    monkeypatch: pytest.MonkeyPatch,
    *,
    starts_snapshot: bool,
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("a")], "c1")
    names = [f"n{number:03}" for number in range(400)]
    rows = [feed_row(TAX), *_goods(*names)]
    cut = CutOff(writer, after=2)
    monkeypatch.setattr(writer, "_connection", cut)

    with pytest.raises(EndedError):
        writer.apply_rows(
            rows, "c2", starts_snapshot=starts_snapshot, is_complete=False
        )

    again = ReplicaWriter(home, keys)
    asks_with = again.feed_cursor()
    during = _prices(reader, "a", "n000")
    again.apply_rows(rows, "c2", starts_snapshot=starts_snapshot, is_complete=False)
    again.apply_rows([], "c3")

    assert cut.commits == 2
    assert asks_with == (None if starts_snapshot else "c1")
    assert during == [1, None]
    assert _prices(reader, "a", "n399") == [None if starts_snapshot else 1, 1]
    assert again.rederive_digest()


def test_a_tail_does_not_follow_a_snapshot_that_was_cut_off(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows([feed_row(TAX), *_goods("a")], "c1")
    writer.apply_rows(_goods("b"), "n1", starts_snapshot=True, is_complete=False)
    writer._connection.execute("UPDATE feed_state SET next_cursor = NULL")

    writer.apply_rows(_goods("c"), "c2")

    assert _prices(reader, "a", "b", "c") == [1, None, 1]
    assert writer.rederive_digest()


class EndedError(Exception):
    """The process ended here."""


class CutOff:
    """A connection that ends after some commits of rows."""

    def __init__(self, writer: ReplicaWriter, after: int) -> None:
        self._real = writer._connection
        self._after = after
        self.commits = 0
        self._has_rows = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def executemany(self, statement: str, values: list[tuple[object, ...]]) -> object:
        self._has_rows = True
        return self._real.executemany(statement, values)

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> object:
        if statement == "BEGIN IMMEDIATE" and self.commits == self._after:
            raise EndedError
        if statement == "COMMIT" and self._has_rows:
            self.commits += 1
            self._has_rows = False
        return self._real.execute(statement, values)
