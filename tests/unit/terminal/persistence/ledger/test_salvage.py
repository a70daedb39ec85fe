"""A damaged ledger gives up every event that still verifies, and stays untouched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sync.protocol.envelope import event_hash
from sync.protocol.events import decode_body, encode_body
from sync.protocol.signature import Signer
from terminal.persistence.dbapi import Connection
from terminal.persistence.errors import DatabaseMissingError
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.page_check import PAGE_BYTES
from terminal.persistence.ledger.page_scavenger import FoundEvent, PageScavenger
from terminal.persistence.ledger.salvage import (
    LostEvents,
    NothingToSalvageError,
    SalvageReport,
    salvage_ledger,
)
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.locks import HomeLockedError
from terminal.persistence.sqlcipher import connect_cipher
from tests.fakes.till_home import TillDay, TillHome, return_line, sale_line


def salvage(till: TillHome, target: Path) -> SalvageReport:
    return salvage_ledger(till.home, till.keys, target, clock=till.clock, ids=till.ids)


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def spoil(path: Path, *pages: int) -> None:
    """Change one byte in the middle of each page."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE_BYTES + 2_000] ^= 1
    path.write_bytes(content)


def head_of(till: TillHome) -> tuple[str, int]:
    connection = connect_cipher(
        till.home.ledger_path, till.keys.data_key, read_only=True
    )
    epoch, seq = connection.execute(
        "SELECT epoch, seq FROM event JOIN epoch USING (epoch_no)"
        " ORDER BY event_no DESC LIMIT 1"
    ).fetchone()
    connection.close()
    return epoch, seq


def reopened(path: Path, till: TillHome) -> TillHome:
    """Return the salvaged home as a till."""
    new = TillHome.__new__(TillHome)
    new.clock, new.ids = till.clock, till.ids
    new.home = Home.load(path)
    new.keys = load_keys(new.home)
    return new


def test_events_of_two_lives_with_one_number_all_come_over(
    traded: TillHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, seq = head_of(traded)
    found = PageScavenger.events

    def numbered_alike(scavenger: PageScavenger) -> Iterator[FoundEvent]:
        for each in found(scavenger):
            yield each._replace(event_no=1 + each.event_no // 4)

    monkeypatch.setattr(PageScavenger, "events", numbered_alike)
    monkeypatch.setattr("terminal.persistence.ledger.salvage._ROWS_A_READ", 3)

    report = salvage(traded, tmp_path / "new")

    assert report.brought == seq - 1
    assert report.lost == ()


def test_a_sound_ledger_comes_over_whole(traded: TillHome, tmp_path: Path) -> None:
    epoch, seq = head_of(traded)

    report = salvage(traded, tmp_path / "new")

    assert report.verifies
    assert report.found == seq
    assert report.brought == seq - 1  # The opening of the old epoch is not a fact.
    assert report.lost == ()
    assert report.altered == ()
    assert report.series == "B"
    assert report.epoch != epoch


@pytest.mark.parametrize("page", [1, 2, 4])
def test_damage_of_schema_and_inner_pages_loses_nothing(
    traded: TillHome, tmp_path: Path, page: int
) -> None:
    verify_ledger(traded.home, traded.keys)
    _, seq = head_of(traded)
    spoil(traded.home.ledger_path, page)
    before = checksum(traded.home.ledger_path)

    report = salvage(traded, tmp_path / "new")

    assert report.verifies
    assert report.found == seq
    assert report.lost == ()
    assert checksum(traded.home.ledger_path) == before


def test_damaged_events_are_listed_by_number_and_all_others_come_over(
    traded: TillHome, tmp_path: Path
) -> None:
    verify_ledger(traded.home, traded.keys)
    epoch, seq = head_of(traded)
    path = traded.home.ledger_path
    pages = path.stat().st_size // PAGE_BYTES
    spoil(path, *range(25, pages + 1, 4))

    report = salvage(traded, tmp_path / "new")

    lost = sum(one.last_seq - one.first_seq + 1 for one in report.lost)
    assert 0 < lost < seq
    assert report.found == seq - lost
    assert report.verifies
    assert all(one.epoch == epoch for one in report.lost)


def test_events_that_are_only_in_the_wal_come_over(
    traded: TillHome, tmp_path: Path
) -> None:
    ledger = traded.open()
    TillDay(traded, ledger).sell(10)
    # As a killed till leaves it: the newest pages are in the WAL alone.
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("ledger.db", "ledger.db-wal"):
        (killed / name).write_bytes((traded.home.path / name).read_bytes())
    ledger.close()
    for name in ("ledger.db", "ledger.db-wal"):
        (traded.home.path / name).write_bytes((killed / name).read_bytes())
    spoil(traded.home.ledger_path, 1)

    report = salvage(traded, tmp_path / "new")

    assert report.found == 17
    assert report.lost == ()
    assert report.verifies


def test_cut_end_is_listed_from_what_the_sentinel_knows(
    traded: TillHome, tmp_path: Path
) -> None:
    epoch, seq = head_of(traded)
    path = traded.home.ledger_path
    path.write_bytes(path.read_bytes()[: -6 * PAGE_BYTES])

    report = salvage(traded, tmp_path / "new")

    assert report.lost
    assert report.lost[-1].last_seq == seq
    assert report.lost[-1].epoch == epoch


def test_event_signed_again_is_left_behind_and_named(
    traded: TillHome, tmp_path: Path
) -> None:
    connection = connect_cipher(traded.home.ledger_path, traded.keys.data_key)
    connection.execute("DROP TRIGGER event_is_never_updated")
    _sign_again(connection, 9, Signer(traded.keys.signing_private))
    connection.close()
    epoch, _ = head_of(traded)

    report = salvage(traded, tmp_path / "new")

    assert report.altered == ((epoch, 9),)
    assert report.lost == (LostEvents(epoch=epoch, first_seq=9, last_seq=9),)
    assert report.verifies


def _sign_again(connection: Connection, event_no: int, signer: Signer) -> None:
    header, body, prev = connection.execute(
        "SELECT header, body, prev FROM event WHERE event_no = ?", (event_no,)
    ).fetchone()
    sale = msgspec.structs.replace(
        decode_body("sale.completed", 1, body), operator_id="9999"
    )
    body = encode_body(sale)
    digest = event_hash(prev, header, body)
    connection.execute(
        "UPDATE event SET body = ?, hash = ?, signature = ? WHERE event_no = ?",
        (body, digest, signer.sign(digest), event_no),
    )


def test_the_new_till_goes_on_selling_and_finds_the_old_receipts(
    home: TillHome, tmp_path: Path
) -> None:
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    sold = day.sell(3, source_reference="log-1")
    day.sell(lines=(sale_line(1), return_line(2, sold.event_id, 2)))
    ledger.close()
    spoil(home.home.ledger_path, 1)

    salvage(home, tmp_path / "new")

    new = reopened(tmp_path / "new", home)
    ledger = new.open()
    new_sale = TillDay(new, ledger).sell()
    with ledger.draft() as uow:
        old = uow.finished.find_by_receipt("A", 1)
        assert old is not None
        assert old.event_id == sold.event_id
        assert old.lines[1].returned_micro == 1_000_000
        found = uow.finished.find_by_source_reference("log-1")
        assert found is not None
        last = uow.finished.last()
        assert last is not None
        assert (last.event_id, last.series, last.number) == (new_sale.event_id, "B", 1)
        assert [row.number for row in uow.finished.list_recent(3)] == [1, 2, 1]
    ledger.close()
    report = verify_ledger(new.home, new.keys)
    assert report.ok, report.checks
    assert report.known_losses


def test_altered_copy_of_a_salvaged_event_does_not_verify(
    traded: TillHome, tmp_path: Path
) -> None:
    salvage(traded, tmp_path / "new")
    new = reopened(tmp_path / "new", traded)
    connection = connect_cipher(new.home.ledger_path, new.keys.data_key)
    connection.execute("UPDATE archived_event SET body = x'7b7d' WHERE seq = 9")
    connection.close()

    report = verify_ledger(new.home, new.keys)

    assert report.first_bad_event is not None
    assert report.first_bad_event.checks == ("salvaged original",)


def test_salvage_of_a_salvaged_ledger_keeps_every_fact(
    traded: TillHome, tmp_path: Path
) -> None:
    first = salvage(traded, tmp_path / "new")
    new = reopened(tmp_path / "new", traded)
    spoil(new.home.ledger_path, 1)

    second = salvage(new, tmp_path / "newer")

    assert second.brought == first.brought
    assert second.series == "C"
    assert second.verifies


def test_nothing_sound_makes_nothing(traded: TillHome, tmp_path: Path) -> None:
    traded.home.ledger_path.write_bytes(bytes(40_960))
    with pytest.raises(NothingToSalvageError):
        salvage(traded, tmp_path / "new")

    assert not (tmp_path / "new").exists()


def test_running_till_and_missing_ledger_are_refused(
    home: TillHome, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseMissingError):
        salvage(home, tmp_path / "new")
    ledger = home.open()
    with home.home.lock_ledger(), pytest.raises(HomeLockedError):
        salvage(home, tmp_path / "new")
    ledger.close()
