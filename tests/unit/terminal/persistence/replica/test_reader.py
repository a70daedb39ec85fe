"""The till reads reference data that another process may be writing."""

from __future__ import annotations

import pytest

from terminal.persistence.errors import WrongKeyError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from tests.unit.terminal.persistence.replica.conftest import TAX, feed_row, item


@pytest.fixture
def reader(filled: Home, keys: HomeKeys) -> ReplicaReader:
    return ReplicaReader(filled, keys)


def _ids(reader: ReplicaReader, text: str, limit: int = 10) -> list[str]:
    return [found.item_id for found in reader.search(text, limit)]


def test_no_replica_is_a_till_without_a_catalogue(home: Home, keys: HomeKeys) -> None:
    reader = ReplicaReader(home, keys)

    assert reader.find_by_scan_code("4006381333931") is None
    assert reader.search("cola", 5) == []
    assert reader.feed_position() is None
    assert reader.list_active() == []
    assert reader.counts()["item"] == 0


def test_the_catalogue_is_found_as_soon_as_it_is_there(
    home: Home, keys: HomeKeys
) -> None:
    reader = ReplicaReader(home, keys)
    before = reader.get("cola")
    with ReplicaWriter(home, keys) as writer:
        writer.put_rows([TAX, item("cola", "Cola")])

    assert before is None
    assert reader.get("cola") is not None


def test_an_item_is_found_by_every_identity(reader: ReplicaReader) -> None:
    first = reader.find_by_scan_code("4006381333931")
    second = reader.find_by_scan_code("4006381000000")

    assert first is not None
    assert second is not None
    assert first.item_id == second.item_id == "noir"
    assert second.scan_code == "4006381000000"
    assert first.unit_price_micro == 1_990_000
    assert first.tax_group.components[0].rate_ppm == 200_000


def test_an_item_is_found_by_plu_and_id(reader: ReplicaReader) -> None:
    by_plu, by_id = reader.find_by_plu("7"), reader.get("noir")

    assert by_plu is not None
    assert by_plu.plu == "7"
    assert by_plu.scan_code == ""
    assert by_id is not None
    assert by_id.scan_code == "4006381000000"


@pytest.mark.parametrize("code", ["", "ORPHAN", "ODD", "' OR 1=1 --", "4006381"])
def test_what_cannot_be_sold_is_not_found(reader: ReplicaReader, code: str) -> None:
    assert reader.find_by_scan_code(code) is None
    assert reader.find_by_plu(code) is None
    assert reader.get(code) is None


def test_names_are_found_by_the_beginnings_of_their_words(
    reader: ReplicaReader,
) -> None:
    assert _ids(reader, "choc") == ["lait", "noir"]
    assert _ids(reader, "NOI") == ["noir"]
    assert _ids(reader, "choc la") == ["lait"]
    assert _ids(reader, "ocolat") == []
    assert _ids(reader, "choc", limit=1) == ["lait"]
    assert _ids(reader, "choc", limit=0) == []


def test_chinese_names_are_found_by_any_two_characters_and_by_initials(
    reader: ReplicaReader,
) -> None:
    assert _ids(reader, "可乐") == ["cola", "pepsi"]
    assert _ids(reader, "百事") == ["pepsi"]
    assert _ids(reader, "乐可") == []
    assert _ids(reader, "kkk") == ["cola"]
    assert _ids(reader, "可乐 330") == ["cola", "pepsi"]


def test_digits_find_plu_codes_and_names(reader: ReplicaReader) -> None:
    assert _ids(reader, "7")[0] == "cola"
    assert _ids(reader, "4006381") == ["noir"]
    assert _ids(reader, "330") == ["cola", "pepsi"]
    assert _ids(reader, "٣") == []


def test_operators_come_with_their_permissions(reader: ReplicaReader) -> None:
    operator = reader.find("7")

    assert operator is not None
    assert operator.name == "Zoe"
    assert operator.permissions == frozenset({"price.key"})
    assert reader.find("8") is None
    assert reader.list_active() == reader.list_operators() == [operator]


def test_the_feed_position_follows_the_writer(
    filled: Home, keys: HomeKeys, reader: ReplicaReader
) -> None:
    before = reader.feed_position()
    again = reader.feed_position()
    with ReplicaWriter(filled, keys) as writer:
        writer.apply_rows([feed_row(item("new", "New"))], "cursor-1")

    assert before is not None
    assert before == again
    assert before.startswith("local:")
    assert reader.feed_position() == "cursor-1"


def test_a_price_changes_under_an_open_reader(
    filled: Home, keys: HomeKeys, reader: ReplicaReader
) -> None:
    before = reader.get("noir")
    with ReplicaWriter(filled, keys) as writer:
        writer.put_rows([item("noir", "Chocolat noir 70 %", unit_price_micro=1)])
        after = reader.get("noir")

    assert before is not None
    assert after is not None
    assert (before.unit_price_micro, after.unit_price_micro) == (1_990_000, 1)


def test_a_closed_reader_opens_again(reader: ReplicaReader) -> None:
    reader.close()
    reader.close()

    assert reader.get("noir") is not None


def test_the_wrong_key_is_told_and_not_taken_for_no_catalogue(
    filled: Home, keys: HomeKeys
) -> None:
    import msgspec

    wrong = msgspec.structs.replace(keys, data_key=bytes(32))

    with pytest.raises(WrongKeyError):
        ReplicaReader(filled, wrong).get("noir")


def test_counts_say_what_is_there(reader: ReplicaReader) -> None:
    assert reader.counts() == {
        "item": 5,
        "identity": 5,
        "tax_group": 1,
        "price_list": 0,
        "price": 0,
        "promotion": 0,
        "member": 0,
        "exchange_rate": 0,
        "operator": 1,
        "setting": 0,
        "raw_row": 0,
    }


def test_items_with_a_short_number_are_offered_first(
    home: Home, keys: HomeKeys
) -> None:
    with ReplicaWriter(home, keys) as writer:
        writer.put_rows(
            [
                TAX,
                item("aaa", "No number"),
                item("bbb", "Second", plu="102", category="Bread"),
                item("ccc", "First", plu="101"),
            ]
        )
    reader = ReplicaReader(home, keys)

    offered = [(category, found.item_id) for category, found in reader.first_items(3)]

    assert offered == [("", "ccc"), ("Bread", "bbb"), ("", "aaa")]
    assert len(reader.first_items(1)) == 1


def test_items_with_a_keyed_price_and_departments_are_listed(
    home: Home, keys: HomeKeys
) -> None:
    with ReplicaWriter(home, keys) as writer:
        writer.put_rows(
            [
                TAX,
                item("cola", "Cola"),
                item("gift", "Gift card", is_open_price=True),
                item("flowers", "Florist", rules={"is_open_department": True}),
            ]
        )
    reader = ReplicaReader(home, keys)

    assert [one.item_id for one in reader.list_open_items(10)] == ["flowers", "gift"]
    assert len(reader.list_open_items(1)) == 1
