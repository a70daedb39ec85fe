"""The digest of a book is that of what was fed, and of what the disk gives back."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.feed_digest import EMPTY, moved, number_of, row_hash, to_hex
from sync.protocol.messages import FeedRow
from terminal.domain.reference_data.rows import IdentityData
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.rows import SettingData
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

_ALL = [
    feed_row(TAX),
    feed_row(item("a", "Apple", plu="1", category="fruit")),
    feed_row(IdentityData(scan_code="A", item_id="a", unit="case"), 3),
    feed_row(msgspec.structs.replace(OPERATOR, permissions=("void", "discount"))),
    feed_row(SettingData(key="limit", value=msgspec.Raw(b'{"cash": 5}'))),
    *map(feed_row, PRICING),
]


@pytest.fixture
def writer(home: Home, keys: HomeKeys) -> ReplicaWriter:
    return ReplicaWriter(home, keys)


def _raw(kind: str, key: str, data: bytes, version: int = 1) -> FeedRow:
    return FeedRow(
        kind=kind, key=key, version=version, deleted=False, data=msgspec.Raw(data)
    )


def _digest(*rows: FeedRow) -> str:
    hashes = (
        number_of(row_hash(row.kind, row.key, row.version, bytes(row.data)))
        for row in rows
    )
    return to_hex(moved(EMPTY, 0, sum(hashes)))


def test_every_kind_counts_with_the_bytes_it_was_fed_with(
    writer: ReplicaWriter,
) -> None:
    assert writer.feed_digest() == _digest()

    result = writer.apply_rows(_ALL, "c1")

    assert result.digest == writer.feed_digest() == _digest(*_ALL)
    assert writer.rederive_digest()


def test_changes_and_deletions_move_it(writer: ReplicaWriter) -> None:
    writer.apply_rows(_ALL, "c1")
    dearer = feed_row(item("a", "Apple", unit_price_micro=9), 2)

    changes = [dearer, deletion("identity", "A"), deletion("price", "never was")]
    writer.apply_rows([*changes, dearer], "c2")

    left = [row for row in _ALL if row.kind not in {"item", "identity"}]
    assert writer.feed_digest() == _digest(*left, dearer)
    assert writer.rederive_digest()


def test_rows_of_a_newer_center_count_and_come_to_use_later(
    writer: ReplicaWriter, home: Home, keys: HomeKeys
) -> None:
    plain = bytes(feed_row(item("a", "Apple")).data)
    more = _raw("item", "a", plain[:-1] + b',"colour":"red"}', 2)
    unknown = _raw("hologram", "h", b"[1]")
    unread = _raw("item", "b", b'{"item_id":"b"}', 5)
    before = _raw("item", "b", bytes(feed_row(item("b", "Pear")).data))
    writer.apply_rows([feed_row(TAX), before], "c0")

    writer.apply_rows([more, unknown, unread], "c1")
    while_unread = writer.feed_digest()
    writer.put_state("forms", "those of an older program")
    again = ReplicaWriter(home, keys)

    expected = _digest(feed_row(TAX), more, unknown, unread)
    assert while_unread == again.feed_digest() == expected
    assert again.rederive_digest()
    readable = _raw("item", "b", bytes(feed_row(item("b", "Pear")).data), 6)
    again.apply_rows([readable, deletion("hologram", "h")], "c2")
    assert again.feed_digest() == _digest(feed_row(TAX), more, readable)
    assert again.rederive_digest()


def test_a_rate_of_an_older_center_counts_as_it_came(writer: ReplicaWriter) -> None:
    rate = _raw(
        "tax_rate", "t", b'{"tax_rate_id":"t","name":"5 %","rate_ppm":50000}', 2
    )

    writer.apply_rows([rate], "c1")

    assert writer.feed_digest() == _digest(rate)
    assert writer.rederive_digest()
    writer.apply_rows([deletion("tax_rate", "t")], "c2")
    assert writer.feed_digest() == _digest()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE item_a SET unit_price_micro = 1",
        "UPDATE identity_a SET version = 9",
        "DELETE FROM promotion_a",
        "UPDATE operator_a SET permissions = '[]'",
        "UPDATE setting_a SET value = '1'",
        "INSERT INTO price_list_a SELECT 'x', data, 1, 1, row_hash FROM price_list_a",
        "UPDATE raw_row_a SET data = x'00'",
    ],
    ids=["price", "version", "lost", "rights", "setting", "extra", "raw"],
)
def test_whatever_changed_on_the_disk_is_found(
    writer: ReplicaWriter, home: Home, keys: HomeKeys, damage: str
) -> None:
    writer.apply_rows([*_ALL, _raw("hologram", "h", b"[1]")], "c1")
    connection = connect_cipher(home.replica_path, keys.data_key)
    connection.execute(damage)
    connection.close()

    assert not writer.rederive_digest()
    # The next checkpoint tells the center's digest, and the difference is healed.
    assert writer.feed_digest() != _digest(*_ALL)
    assert writer.apply_rows([], "c2").digest == writer.feed_digest()
    assert writer.rederive_digest()


def test_a_till_of_its_own_has_no_digest(writer: ReplicaWriter) -> None:
    writer.put_rows([TAX, OPERATOR])

    assert writer.feed_digest() == ""
    assert writer.rederive_digest()
    assert writer.apply_rows(_ALL, "c1").digest == ""
    assert writer.apply_rows(_ALL, "c2", starts_snapshot=True).digest == _digest(*_ALL)
