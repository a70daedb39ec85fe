"""The ledger of a running till: witnesses, checkpoints, and what a fault leaves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.protocol.envelope import Header, StoredEvent, decode_header
from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from terminal.application.ports.clock import TimeEstimate
from terminal.persistence.dbapi import DatabaseError
from terminal.persistence.errors import (
    DamagedDatabaseError,
    FaultOutcome,
    StorageFaultError,
    UnrecordableStepError,
)
from terminal.persistence.keys.witness import WitnessKeeper
from terminal.persistence.ledger.page_check import PAGE_BYTES
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.ledger.sentinel import SentinelRecord, read_sentinel
from terminal.persistence.ledger.sql_ledger import (
    SENTINEL_EVENTS_MAX,
    WAL_ALARM_BYTES,
    SqlLedger,
    WalState,
    compare_with_acknowledged,
)
from terminal.persistence.sqlcipher import connect_cipher
from tests.fakes.till_home import TillDay, TillHome


@pytest.fixture
def ledger(home: TillHome) -> Iterator[SqlLedger]:
    ledger = home.open()
    yield ledger
    ledger.close()


@pytest.fixture
def day(home: TillHome, ledger: SqlLedger) -> TillDay:
    day = TillDay(home, ledger)
    day.open()
    return day


def sentinel(home: TillHome) -> SentinelRecord:
    record = read_sentinel(home.home.sentinel_path, home.keys.data_key).record
    assert record is not None
    return record


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the descriptors that this process makes durable by itself."""
    seen: list[int] = []
    real = os.fsync

    def sync(descriptor: int) -> None:
        seen.append(descriptor)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    return seen


# Clocks.


def test_events_carry_the_centers_time_as_soon_as_it_is_known(
    home: TillHome, ledger: SqlLedger, day: TillDay
) -> None:
    before = day.sell()
    home.clock.center = TimeEstimate(1_932_000_000_000, 25)
    after = day.sell()

    reader = LedgerReader(home.home, home.keys)
    try:
        events = reader.events_after(after.epoch, before.seq - 1, 10)
    finally:
        reader.close()
    by_seq = {header.seq: header for header in map(_header, events)}
    assert (by_seq[before.seq].t_est, by_seq[before.seq].t_err) == (None, None)
    told = by_seq[after.seq]
    assert (told.t_est, told.t_err) == (1_932_000_000_000, 25)
    assert told.t_wall != told.t_est


def _header(event: StoredEvent) -> Header:
    return decode_header(event.header)


# Witnesses.


def test_sentinel_follows_every_final_commit(
    home: TillHome, ledger: SqlLedger, day: TillDay
) -> None:
    sale = day.sell()

    record = sentinel(home)

    assert (record.epoch, record.seq) == (sale.epoch, sale.seq)
    assert record.hash.hex() == sale.hash_hex
    assert (record.series, record.number) == ("A", 1)
    assert ledger.head.number == 1


def test_sentinel_does_not_move_without_a_commit(
    home: TillHome, ledger: SqlLedger, day: TillDay
) -> None:
    before = sentinel(home)

    with ledger.final() as uow:
        uow.numbers.next()
    with ledger.draft() as uow:
        uow.commit()

    assert sentinel(home) == before


def test_sentinel_is_synced_every_64_events_and_at_sign_off(
    day: TillDay, syncs: list[int]
) -> None:
    for _ in range(2 * SENTINEL_EVENTS_MAX):
        day.sell(1)
    by_count = len(syncs)
    day.sign_off()

    assert by_count == 2
    assert len(syncs) == 3


def test_settlement_syncs_the_sentinel_tells_the_key_store_and_empties_the_wal(
    home: TillHome, day: TillDay, syncs: list[int]
) -> None:
    day.sell()
    settled = day.settle()

    witness = WitnessKeeper(home.home).read()

    assert syncs
    assert witness is not None
    assert (witness.epoch, witness.seq) == (settled.epoch, settled.seq)
    assert (witness.series, witness.number) == ("A", 1)
    assert home.wal_path.stat().st_size == 0


def test_sentinel_that_cannot_be_written_costs_no_sale(
    home: TillHome,
    ledger: SqlLedger,
    day: TillDay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", refuse)
        sale = day.sell()
    behind = sentinel(home)
    failure = ledger.sentinel_failure
    day.sell()

    assert failure is not None
    assert behind.seq == sale.seq - 1
    assert ledger.sentinel_failure is None
    assert sentinel(home).seq == sale.seq + 1


def test_closing_tells_every_witness_and_may_be_repeated(home: TillHome) -> None:
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    day.sell()

    ledger.close()
    ledger.close()

    witness = WitnessKeeper(home.home).read()
    assert witness is not None
    assert witness.seq == sentinel(home).seq == 5
    assert not home.wal_path.exists()


def test_closing_empties_the_wal_beside_an_agent_that_keeps_the_file_open(
    home: TillHome,
) -> None:
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    reader = LedgerReader(home.home, home.keys)
    assert len(reader.epochs()) == 1
    day.sell()

    ledger.close()

    assert home.wal_path.stat().st_size == 0
    head = reader.head()
    assert head is not None
    assert head.last_seq == 5
    reader.close()


# Checkpoints.


def test_idle_checkpoint_brings_the_open_basket_into_the_file(
    home: TillHome, ledger: SqlLedger, day: TillDay
) -> None:
    day.sell()

    state = ledger.checkpoint_passive()

    assert state.frames == state.checkpointed > 0
    assert state.bytes > 0
    assert not state.is_alarming


@pytest.mark.parametrize("is_left", [False, True])
def test_a_commit_makes_no_checkpoint_when_they_are_left_to_the_caller(
    home: TillHome, ledger: SqlLedger, *, is_left: bool
) -> None:
    ledger.truncate()
    before = home.home.ledger_path.stat().st_size
    if is_left:
        ledger.leave_checkpoints()

    with ledger.draft() as unit:
        # Twelve hundred pages: more than SQLite leaves in the WAL by itself.
        ledger.connection.execute(
            "INSERT INTO basket_part VALUES (9, 1, zeroblob(?))", (1_200 * PAGE_BYTES,)
        )
        unit.commit()

    assert (home.home.ledger_path.stat().st_size == before) is is_left
    ledger.checkpoint_passive()
    assert home.home.ledger_path.stat().st_size > before


def test_truncation_waits_briefly_for_a_reader_and_goes_on(
    home: TillHome, ledger: SqlLedger, day: TillDay
) -> None:
    day.sell()
    reader = connect_cipher(home.home.ledger_path, home.keys.data_key, read_only=True)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchall()
    day.sell()

    held = ledger.truncate()
    reader.execute("COMMIT")
    free = ledger.truncate()

    assert held.bytes > 0
    assert free.bytes == 0
    timeout = ledger.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    assert timeout == 5_000
    reader.close()


def test_wal_beyond_its_limit_is_alarming() -> None:
    assert WalState(1, 1, WAL_ALARM_BYTES + 1).is_alarming


# Faults.


def test_damage_under_a_running_till_stops_it_with_one_message(
    home: TillHome, tmp_path: Path
) -> None:
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    sold = [day.sell(9) for _ in range(40)]
    ledger.close()
    ledger = home.open()
    content = bytearray(home.home.ledger_path.read_bytes())
    for page in range(30, len(content) // PAGE_BYTES):
        content[page * PAGE_BYTES + 100] ^= 1
    home.home.ledger_path.write_bytes(content)

    def look() -> None:
        with ledger.draft() as uow:
            for sale in sold:
                uow.finished.find_by_event_id(sale.event_id)

    with pytest.raises(DamagedDatabaseError, match="salvage") as first:
        look()
    with pytest.raises(DamagedDatabaseError) as second, ledger.final():
        pass

    assert second.value is first.value
    with pytest.raises(DamagedDatabaseError):
        ledger.checkpoint_passive()
    ledger.close()


def test_an_event_that_breaks_a_rule_is_undone_and_the_till_sells_on(
    ledger: SqlLedger, day: TillDay
) -> None:
    head = ledger.head
    body = NoSaleRecorded(
        till_period_id="p", operator_id="7", session_id="s", reason="change", at_ms=1
    )
    needs = tuple(f"01c19f0d-0000-7000-8000-{number:012x}" for number in range(600))

    with pytest.raises(UnrecordableStepError, match="16384 bytes"), ledger.final() as u:
        u.events.append(body, deps=needs)

    assert ledger.head == head
    day.sell(9)
    assert ledger.head.event_no == head.event_no + 1


def io_error() -> DatabaseError:
    error = DatabaseError("disk I/O error")
    error.sqlite_errorcode = 10 | 4 << 8  # SQLITE_IOERR_FSYNC
    return error


def test_disk_fault_closes_looks_again_and_sells_no_more(
    ledger: SqlLedger, day: TillDay
) -> None:
    day.sell()

    fault = ledger.failed_to_commit(io_error())

    assert isinstance(fault, StorageFaultError)
    assert fault.outcome is FaultOutcome.UNDONE
    with pytest.raises(StorageFaultError), ledger.final():
        pass


def test_commit_that_reached_the_disk_after_all_is_said(
    home: TillHome, ledger: SqlLedger, day: TillDay
) -> None:
    acknowledged = ledger.head
    day.sell()

    outcome = compare_with_acknowledged(ledger.connection, acknowledged)

    assert outcome is FaultOutcome.RECORDED


def test_lost_events_are_said(home: TillHome, ledger: SqlLedger, day: TillDay) -> None:
    day.sell()
    head = ledger.head
    connection = ledger.connection
    connection.execute("DROP TRIGGER event_is_never_updated")
    connection.execute("UPDATE event SET body = x'00' WHERE event_no = 5")
    altered = compare_with_acknowledged(connection, head)
    connection.execute("DROP TRIGGER event_is_never_deleted")
    connection.execute("DELETE FROM event WHERE event_no = 5")
    removed = compare_with_acknowledged(connection, head)

    assert altered is FaultOutcome.LOST
    assert removed is FaultOutcome.LOST


def test_ledger_that_cannot_be_opened_again_is_said(
    home: TillHome, ledger: SqlLedger
) -> None:
    away = home.home.ledger_path.with_name("away.db")
    ledger.checkpoint_passive()
    os.replace(home.home.ledger_path, away)  # noqa: PTH105 - a fault, not a path
    home.home.ledger_path.mkdir()

    fault = ledger.failed(io_error())

    assert isinstance(fault, StorageFaultError)
    assert fault.outcome is FaultOutcome.UNKNOWN


def test_settlement_stands_when_the_checkpoint_after_it_fails(
    ledger: SqlLedger, day: TillDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: SqlLedger, mode: str) -> WalState:
        assert mode == "TRUNCATE"
        raise self.failed(io_error())

    monkeypatch.setattr(SqlLedger, "_checkpoint", fail)
    day.sell()

    settled = day.settle()

    assert ledger.head.seq == settled.seq
    with pytest.raises(StorageFaultError), ledger.final():
        pass
    ledger.close()


@pytest.mark.parametrize("outcome", FaultOutcome, ids=lambda one: one.name)
def test_fault_between_steps_speaks_of_no_step(outcome: FaultOutcome) -> None:
    fault = StorageFaultError(Path("ledger.db"), "disk I/O error", outcome)

    told = fault.between_steps()

    is_undone = outcome is FaultOutcome.UNDONE
    assert told.outcome is (FaultOutcome.KEPT if is_undone else outcome)
    assert "was not recorded" not in str(told)
