"""The feed and the commands of a local till write by one code."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.messages import FeedRow
from terminal.domain.reference_data.rows import IdentityData
from terminal.persistence.errors import DiskFullError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.connection import open_for_reading
from terminal.persistence.replica.reader import ReplicaReader, Watermark
from terminal.persistence.replica.rows import RowData, SettingData
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.persistence.sqlcipher import connect_cipher
from tests.unit.terminal.persistence.replica.conftest import (
    OPERATOR,
    PRICING,
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


def _snapshot(*names: str) -> list[FeedRow]:
    return [feed_row(TAX), *(feed_row(item(name, name)) for name in names)]


def test_a_checkpoint_is_applied_whole_with_its_cursor(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    rows = [
        feed_row(IdentityData(scan_code="96385074", item_id="noir")),
        feed_row(item("noir", "Chocolat noir")),
        feed_row(SettingData(key="limit", value=msgspec.Raw(b'{"cash": 5}'))),
        feed_row(OPERATOR),
        feed_row(TAX),
    ]

    result = writer.apply_rows(rows, "c1")

    found = reader.find_by_scan_code("96385074")
    assert (result.applied, result.kept_raw) == (5, 0)
    assert found is not None
    assert found.description == "Chocolat noir"
    assert reader.settings() == {"limit": {"cash": 5}}
    assert reader.find("7") is not None
    assert writer.feed_cursor() == "c1"


def test_the_same_checkpoint_twice_changes_nothing(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    rows = _snapshot("a", "b")
    writer.apply_rows(rows, "c1")
    before = reader.counts()

    writer.apply_rows(rows, "c1")

    assert reader.counts() == before
    assert [found.item_id for found in reader.search("a", 5)] == ["a"]


def test_the_last_state_of_a_key_in_a_checkpoint_wins(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    rows = [
        *_snapshot("old"),
        feed_row(item("old", "renamed"), 2),
        feed_row(item("gone", "gone")),
        deletion("item", "gone"),
    ]

    writer.apply_rows(rows, "c1")

    assert [found.description for found in reader.search("renamed", 5)] == ["renamed"]
    assert reader.search("old", 5) == []
    assert reader.get("gone") is None


def test_a_new_name_replaces_the_old_one_in_the_search(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows(_snapshot("cocoa"), "c1")

    writer.apply_rows([feed_row(item("cocoa", "Kakao"), 2)], "c2")

    assert reader.search("cocoa", 5) == []
    assert [found.item_id for found in reader.search("kakao", 5)] == ["cocoa"]


def test_a_deleted_row_is_gone_everywhere(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows(
        [*_snapshot("a"), feed_row(IdentityData(scan_code="96385074", item_id="a"))],
        "c1",
    )

    writer.apply_rows([deletion("item", "a"), deletion("identity", "96385074")], "c2")

    assert reader.get("a") is None
    assert reader.search("a", 5) == []
    assert reader.counts()["identity"] == 0


def test_rows_that_are_not_understood_are_kept_for_a_later_program(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    unknown_kind = FeedRow(
        kind="promotion", key="p", version=1, deleted=False, data=msgspec.Raw(b"[1]")
    )
    unknown_shape = FeedRow(
        kind="item", key="i", version=1, deleted=False, data=msgspec.Raw(b'{"a": 1}')
    )
    other_name = msgspec.structs.replace(feed_row(item("x", "x")), key="y")

    result = writer.apply_rows([unknown_kind, unknown_shape, other_name], "c1")

    assert (result.applied, result.kept_raw) == (0, 3)
    assert reader.counts()["raw_row"] == 3
    assert reader.get("x") is None


def test_a_kept_row_is_forgotten_when_a_better_one_comes_or_it_is_deleted(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    raw = FeedRow(
        kind="item", key="i", version=1, deleted=False, data=msgspec.Raw(b'{"a": 1}')
    )
    strange = msgspec.structs.replace(raw, kind="promotion")
    writer.apply_rows([raw, strange], "c1")

    writer.apply_rows([feed_row(item("i", "i")), deletion("promotion", "i")], "c2")

    assert reader.counts()["raw_row"] == 0


def test_kept_rows_are_applied_once_the_program_understands_them(
    home: Home, keys: HomeKeys, writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows(_snapshot(), "c1")
    connection = connect_cipher(home.replica_path, keys.data_key)
    connection.execute(
        "INSERT INTO raw_row_a VALUES ('item', 'i', 1, ?, 1, ?), ('later', 'l', 1, ?,"
        " 1, ?)",
        (msgspec.json.encode(item("i", "Item")), bytes(32), b"1", bytes(32)),
    )
    connection.close()

    result = writer.retry_raw_rows()

    assert (result.applied, result.kept_raw) == (1, 1)
    assert reader.get("i") is not None
    assert reader.counts()["raw_row"] == 1


def test_a_finished_snapshot_sweeps_away_what_it_did_not_name(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    kept_raw = FeedRow(
        kind="later", key="l", version=1, deleted=False, data=msgspec.Raw(b"1")
    )
    writer.apply_rows([*_snapshot("a", "b", "c"), feed_row(OPERATOR), kept_raw], "c1")

    writer.apply_rows(_snapshot("a"), "c2", starts_snapshot=True, is_complete=False)
    during = reader.counts()["item"]
    writer.apply_rows([feed_row(item("c", "c"))], "c3")

    assert during == 3
    assert reader.get("a") is not None
    assert reader.get("b") is None
    assert reader.search("b", 5) == []
    assert reader.get("c") is not None
    assert reader.find("7") is None
    assert reader.counts()["raw_row"] == 0


@pytest.mark.slow
def test_large_snapshots_are_swept_in_small_steps(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows([TAX, *(item(f"i{number:05}", "x") for number in range(2_500))])

    writer.apply_rows([feed_row(item("i01234", "x"))], "c", starts_snapshot=True)

    assert reader.counts()["item"] == 1


def test_a_local_till_writes_more_than_a_transaction_holds(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    items = [item(f"i{number:04}", "same name") for number in range(1_001)]
    codes = [IdentityData(scan_code=f"C{i.item_id}", item_id=i.item_id) for i in items]
    writer.put_rows([TAX])

    count = writer.put_items(items, codes)

    assert count == 2_002
    assert reader.counts()["item"] == 1_001
    found = reader.find_by_scan_code("Ci1000")
    assert found is not None
    assert found.item_id == "i1000"
    assert writer.feed_cursor() == reader.feed_position()


def test_the_same_key_twice_in_one_batch_is_written_once(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_rows([TAX, item("a", "first"), item("a", "second")])

    assert [found.description for found in reader.search("second", 5)] == ["second"]
    assert reader.search("first", 5) == []


def test_an_operator_is_replaced_as_a_whole(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.put_operator(OPERATOR)
    writer.put_operator(msgspec.structs.replace(OPERATOR, is_active=False))

    assert reader.list_active() == []
    assert len(reader.list_operators()) == 1


def test_watermarks_are_what_the_center_said_last(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.set_watermark("e1", 5, "ab", 3)
    writer.set_watermark("e1", 2, "cd")

    expected = [Watermark(epoch="e1", seq=2, hash="cd", archived_seq=0)]
    assert writer.watermarks() == reader.watermarks() == expected


def test_only_verdicts_that_need_attention_are_kept(
    home: Home, keys: HomeKeys, writer: ReplicaWriter
) -> None:
    writer.put_verdicts(
        "e1", [(1, "applied", None), (2, "quarantined", "unknown_type")]
    )
    writer.put_verdicts("e1", [(3, "duplicate", "same_event")])
    writer.put_verdicts("e1", [(2, "applied", None)])

    connection = open_for_reading(home.replica_path, keys.data_key)
    assert connection is not None
    rows = connection.execute("SELECT * FROM verdict").fetchall()
    connection.close()
    assert rows == [("e1", 3, "duplicate", "same_event")]


def test_a_request_is_asked_once_and_read_in_order(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.add_request("r1", "clock_jump", {"ms": 5})
    writer.add_request("r2", "fork", {})
    writer.add_request("r1", "clock_jump", {"ms": 9})

    requests = reader.requests_after(0)

    assert [(r.request_id, r.kind) for r in requests] == [
        ("r1", "clock_jump"),
        ("r2", "fork"),
    ]
    assert bytes(requests[0].data) == b'{"ms":5}'
    assert reader.requests_after(requests[-1].sequence) == []


def test_the_agent_keeps_small_facts(writer: ReplicaWriter) -> None:
    writer.put_state("incarnation", "a")
    writer.put_state("incarnation", "b")

    assert writer.state("incarnation") == "b"
    assert writer.state("absent") is None


def test_closing_moves_everything_into_the_one_file(
    home: Home, writer: ReplicaWriter
) -> None:
    writer.put_rows([TAX])

    writer.close()

    wal = home.path / "replica.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0


def test_a_full_disk_undoes_the_checkpoint_at_hand_and_keeps_the_rest(
    home: Home, keys: HomeKeys, writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    writer.apply_rows(_snapshot("first"), "c1")
    pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
    # SQLite answers SQLITE_FULL at this limit as it does on a full disk.
    writer._connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    many = [feed_row(item(f"i{n:03}", "x" * 500)) for n in range(900)]

    with pytest.raises(DiskFullError, match="everything before it is kept"):
        writer.apply_rows(many, "c2")

    assert writer.feed_cursor() == "c1"
    assert reader.counts()["item"] == 1
    assert reader.get("first") is not None


def test_every_kind_has_its_own_table(
    writer: ReplicaWriter, reader: ReplicaReader
) -> None:
    rows: list[RowData] = [item("a", "a"), OPERATOR, TAX, *PRICING]

    writer.put_rows(rows)

    assert {kind for kind, count in reader.counts().items() if count} == {
        "item",
        "operator",
        "tax_group",
        "price_list",
        "price",
        "promotion",
        "member",
        "exchange_rate",
    }
