"""Opening a ledger: the first time, after a kill, after a journey back in time."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from sync.protocol.envelope import decode_header
from sync.protocol.events import decode_body
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from terminal.persistence.errors import (
    AlteredLedgerError,
    DamagedDatabaseError,
    DatabaseTooNewError,
    ReadOnlyHomeError,
    WrongKeyError,
)
from terminal.persistence.keys.witness import WitnessKeeper
from terminal.persistence.ledger.opening import (
    HomeReference,
    open_ledger,
    require_sound_pages,
)
from terminal.persistence.ledger.page_check import PAGE_BYTES
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.ledger.sentinel import read_sentinel
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.persistence.migrations.ledger import MIGRATIONS
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.persistence.sqlcipher import connect_cipher
from tests.fakes.till_home import TillDay, TillHome


def opened_event(till: TillHome, ledger: SqlLedger) -> EpochOpened:
    reader = LedgerReader(till.home, till.keys)
    event = reader.events_after(ledger.head.epoch, 0, 1)[0]
    reader.close()
    header = decode_header(event.header)
    body = decode_body(header.type, header.type_v, event.body)
    assert isinstance(body, EpochOpened)
    return body


def put_back(till: TillHome, backup: Path) -> None:
    """Put the ledger file back as it was, as a person with a copy does."""
    till.wal_path.unlink(missing_ok=True)
    shutil.copy(backup, till.home.ledger_path)


@pytest.fixture
def backup(traded: TillHome, tmp_path: Path) -> Path:
    """A copy of the ledger from before two more sales."""
    copy = tmp_path / "ledger-before.db"
    shutil.copy(traded.home.ledger_path, copy)
    ledger = traded.open()
    day = TillDay(traded, ledger)
    day.sell()
    day.sell()
    ledger.close()
    return copy


def test_first_opening_begins_an_epoch_with_the_first_series(home: TillHome) -> None:
    ledger = home.open()

    assert ledger.head.seq == 1
    assert (ledger.head.series, ledger.head.number) == ("A", 0)
    opened = opened_event(home, ledger)
    assert (opened.reason, opened.series, opened.abandoned) == ("init", "A", ())
    assert opened.first_number == 1
    ledger.close()


def test_next_openings_go_on_in_the_same_epoch(traded: TillHome) -> None:
    first = traded.open()
    head = first.head
    first.close()

    second = traded.open()

    assert second.head == head
    second.close()


def test_epoch_takes_the_name_the_center_was_told(home: TillHome) -> None:
    ledger = open_ledger(
        home.home,
        home.keys,
        clock=home.clock,
        ids=home.ids,
        epoch_id="0123456789abcdef",
    )

    assert ledger.head.epoch == "0123456789abcdef"
    ledger.close()


def test_restored_home_always_begins_a_new_epoch(traded: TillHome) -> None:
    ledger = traded.open(new_epoch="restore")

    assert (ledger.head.seq, ledger.head.series) == (1, "B")
    assert opened_event(traded, ledger).reason == "restore"
    ledger.close()


def test_put_back_file_begins_a_new_epoch_that_continues_the_old(
    traded: TillHome, backup: Path
) -> None:
    put_back(traded, backup)

    ledger = traded.open()

    opened = opened_event(traded, ledger)
    assert opened.reason == "rollback"
    assert (ledger.head.series, ledger.head.number) == ("B", 0)
    assert {tail.source for tail in opened.abandoned} == {"sentinel", "key store"}
    assert {tail.seq for tail in opened.abandoned} == {18}
    assert {tail.number for tail in opened.abandoned} == {14}
    sale = TillDay(traded, ledger).sell()
    assert sale.seq == 2
    ledger.close()


def test_new_epoch_begins_once(traded: TillHome, backup: Path) -> None:
    put_back(traded, backup)
    ledger = traded.open()
    head = ledger.head
    ledger.close()

    again = traded.open()

    assert again.head == head
    again.close()


def test_key_store_alone_is_witness_enough(traded: TillHome, backup: Path) -> None:
    put_back(traded, backup)
    traded.home.sentinel_path.unlink()

    ledger = traded.open()

    assert ledger.head.series == "B"
    ledger.close()


def test_server_alone_is_witness_enough_and_is_heard_once(
    traded: TillHome, backup: Path
) -> None:
    ledger = traded.open()
    head = ledger.head
    ledger.close()
    writer = ReplicaWriter(traded.home, traded.keys)
    writer.set_watermark(head.epoch, head.seq, head.hash.hex())
    writer.close()
    put_back(traded, backup)
    traded.home.sentinel_path.unlink()
    keeper = WitnessKeeper(traded.home)
    known = keeper.read()
    assert known is not None
    keeper.write(msgspec.structs.replace(known, seq=0))

    ledger = traded.open()
    begun = ledger.head
    sources = [tail.source for tail in opened_event(traded, ledger).abandoned]
    ledger.close()
    again = traded.open()

    assert begun.series == "B"
    assert sources == ["central server"]
    assert again.head == begun
    again.close()


def test_deleted_ledger_does_not_give_old_numbers_again(traded: TillHome) -> None:
    traded.home.ledger_path.unlink()

    ledger = traded.open()

    assert ledger.head.series == "B"
    assert opened_event(traded, ledger).reason == "rollback"
    ledger.close()
    again = traded.open()
    assert again.head.series == "B"
    again.close()


def test_end_that_is_not_the_one_a_witness_saw_begins_a_new_epoch(
    traded: TillHome,
) -> None:
    ledger = traded.open()
    head = ledger.head
    ledger.close()
    writer = ReplicaWriter(traded.home, traded.keys)
    writer.set_watermark(head.epoch, head.seq - 1, "0" * 64)
    writer.close()

    ledger = traded.open()

    assert ledger.head.series == "B"
    ledger.close()


def test_witness_of_an_epoch_that_is_closed_here_begins_no_other(
    traded: TillHome, backup: Path
) -> None:
    sentinel = traded.home.sentinel_path.read_bytes()
    put_back(traded, backup)
    traded.open().close()
    # An old sentinel, of the epoch that was given up, finds its way back.
    traded.home.sentinel_path.write_bytes(sentinel)

    ledger = traded.open()

    assert ledger.head.series == "B"
    ledger.close()


def test_check_after_a_kill_ends_in_time_whatever_the_file_holds(
    home: TillHome,
) -> None:
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    for _ in range(60):
        day.sell(100)
    ledger.close()
    connection = connect_cipher(home.home.ledger_path, home.keys.data_key)

    require_sound_pages(connection, home.home.ledger_path, timeout_s=-1.0)
    require_sound_pages(connection, home.home.ledger_path)

    # The handler is gone: it would stop the next sale.
    assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    connection.close()


def test_sentinel_is_level_with_the_ledger_after_opening(traded: TillHome) -> None:
    ledger = traded.open()

    record = read_sentinel(traded.home.sentinel_path, traded.keys.data_key).record

    assert record is not None
    assert (record.epoch, record.seq) == (ledger.head.epoch, ledger.head.seq)
    assert record.salt == traded.home.ledger_path.read_bytes()[:16]
    ledger.close()


# What is refused.


def test_wrong_key_is_named(traded: TillHome) -> None:
    traded.keys = msgspec.structs.replace(traded.keys, data_key=bytes(32))

    with pytest.raises(WrongKeyError):
        traded.open()


def test_damaged_first_page_is_not_taken_for_a_wrong_key(traded: TillHome) -> None:
    content = bytearray(traded.home.ledger_path.read_bytes())
    content[200] ^= 1
    traded.home.ledger_path.write_bytes(content)

    with pytest.raises(DamagedDatabaseError, match="page 1"):
        traded.open()


def test_damaged_page_is_found_at_the_start_after_a_kill(traded: TillHome) -> None:
    ledger = traded.open()
    TillDay(traded, ledger).sell()
    killed = traded.home.path.with_name("killed")
    shutil.copytree(traded.home.path, killed)
    ledger.close()
    shutil.rmtree(traded.home.path)
    killed.rename(traded.home.path)
    content = bytearray(traded.home.ledger_path.read_bytes())
    content[28 * PAGE_BYTES + 300] ^= 1
    traded.home.ledger_path.write_bytes(content)

    with pytest.raises(DamagedDatabaseError, match="salvage"):
        traded.open()


def test_a_report_of_a_loss_survives_a_second_restore(
    traded: TillHome, backup: Path
) -> None:
    sentinel = traded.home.sentinel_path.read_bytes()
    put_back(traded, backup)
    ledger = traded.open()
    first = opened_event(traded, ledger).abandoned
    ledger.close()

    # The whole home goes back before anybody heard of that report.
    put_back(traded, backup)
    traded.home.sentinel_path.write_bytes(sentinel)
    ledger = traded.open()

    named = {(tail.epoch, tail.seq) for tail in opened_event(traded, ledger).abandoned}
    assert {(tail.epoch, tail.seq) for tail in first} <= named
    head = ledger.head
    ledger.close()
    again = traded.open()
    assert again.head == head
    again.close()


@pytest.mark.parametrize(
    ("column", "expected"), [("body", "hash"), ("signature", "signature")]
)
def test_altered_last_event_is_not_chained_to(
    traded: TillHome, column: str, expected: str
) -> None:
    connection = connect_cipher(traded.home.ledger_path, traded.keys.data_key)
    connection.execute("DROP TRIGGER event_is_never_updated")
    connection.execute(f"UPDATE event SET {column} = zeroblob(64) WHERE event_no = 16")
    connection.close()

    with pytest.raises(AlteredLedgerError, match=expected):
        traded.open()


def test_ledger_of_a_newer_program_is_refused(traded: TillHome) -> None:
    connection = connect_cipher(traded.home.ledger_path, traded.keys.data_key)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES (?, 'm209901010000_more', '')",
        (MIGRATIONS.rpartition(".")[2],),
    )
    connection.close()

    with pytest.raises(DatabaseTooNewError, match="m209901010000_more"):
        traded.open()
    reader = LedgerReader(traded.home, traded.keys)
    with pytest.raises(DatabaseTooNewError):
        reader.head()


def test_sentinel_that_cannot_be_written_is_a_home_that_cannot(
    traded: TillHome,
) -> None:
    traded.home.sentinel_path.unlink()
    traded.home.sentinel_path.mkdir()

    with pytest.raises((ReadOnlyHomeError, IsADirectoryError)):
        traded.open()


def test_what_the_center_confirmed_is_told_without_asking_it(home: TillHome) -> None:
    writer = ReplicaWriter(home.home, home.keys)
    writer.set_watermark("a" * 16, 7, "0" * 64)
    writer.close()
    reference = HomeReference(home.home, ReplicaReader(home.home, home.keys))

    assert reference.acknowledged() == {"a" * 16: 7}
    reference.close()


def test_a_damaged_replica_keeps_no_till_open(home: TillHome) -> None:
    ReplicaWriter(home.home, home.keys).close()
    home.home.replica_path.write_bytes(b"no database" * 1_000)
    reference = HomeReference(home.home, ReplicaReader(home.home, home.keys))

    assert reference.acknowledged() == {}
    reference.close()
