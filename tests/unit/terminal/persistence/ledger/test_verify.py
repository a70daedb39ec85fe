"""`verify_ledger` finds damage and alteration, and says what it cannot know.

An attacker here has the keys of the home: triggers are dropped, events are signed
again, and only memories outside of the file can tell.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sync.protocol.envelope import (
    Header,
    decode_header,
    encode_header,
    event_hash,
)
from sync.protocol.events import decode_body, encode_body
from sync.protocol.signature import Signer
from terminal.persistence.dbapi import Connection
from terminal.persistence.errors import DatabaseMissingError, WrongKeyError
from terminal.persistence.keys.witness import KeyStoreWitness, WitnessKeeper
from terminal.persistence.ledger.page_check import PAGE_BYTES
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.verify_report import Outcome, VerifyReport
from terminal.persistence.ledger.witness import Witness
from terminal.persistence.sqlcipher import connect_cipher
from tests.fakes.till_home import (
    DAY,
    TillDay,
    TillHome,
    control_of,
    return_line,
    sale_body,
    sale_line,
)

_TRIGGERS = (
    "event_is_never_updated",
    "event_is_never_deleted",
    "event_is_appended",
)


def verify(till: TillHome) -> VerifyReport:
    return verify_ledger(till.home, till.keys)


def failed(report: VerifyReport) -> set[str]:
    return {c.name for c in report.checks if c.outcome is Outcome.FAILED}


def detail(report: VerifyReport, name: str) -> str:
    return next(check.detail for check in report.checks if check.name == name)


def tamper(till: TillHome, work: Callable[[Connection], None]) -> None:
    """Change the file as somebody does who has its key and knows its triggers."""
    connection = connect_cipher(till.home.ledger_path, till.keys.data_key)
    triggers = [
        connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = ?", (name,)
        ).fetchone()[0]
        for name in _TRIGGERS
    ]
    for name in _TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    work(connection)
    for statement in triggers:
        connection.execute(statement)
    connection.close()


def sign_again(
    till: TillHome, connection: Connection, first: int, body: bytes | None = None
) -> None:
    """Chain and sign every event from number *first* on again."""
    signer = Signer(till.keys.signing_private)
    rows = connection.execute(
        "SELECT event_no, header, body, prev FROM event WHERE event_no >= ?"
        " ORDER BY event_no",
        (first,),
    ).fetchall()
    prev = rows[0][3]
    for event_no, header, old_body, _ in rows:
        new_body = body if event_no == first and body is not None else old_body
        digest = event_hash(prev, header, new_body)
        connection.execute(
            "UPDATE event SET body = ?, prev = ?, hash = ?, signature = ?"
            " WHERE event_no = ?",
            (new_body, prev, digest, signer.sign(digest), event_no),
        )
        prev = digest


def cheaper(connection: Connection, event_no: int) -> tuple[Header, bytes, bytes]:
    """Return header and body of a sale with a third of its money taken out."""
    header_bytes, body_bytes = connection.execute(
        "SELECT header, body FROM event WHERE event_no = ?", (event_no,)
    ).fetchone()
    header = decode_header(header_bytes)
    assert header.ctl is not None
    body = decode_body(header.type, header.type_v, body_bytes)
    smaller = msgspec.structs.replace(body, operator_id="9999")
    return header, header_bytes, encode_body(smaller)


def test_a_sound_ledger_verifies_and_says_what_it_cannot_know(
    traded: TillHome,
) -> None:
    report = verify(traded)

    assert report.ok, report.checks
    assert report.is_complete
    assert report.events == 16
    assert report.transactions == 12
    assert report.gross_minor == 120 * sum(range(1, 13))
    assert report.head.endswith("/16")
    assert any("without a trace" in sentence for sentence in report.cannot_know)
    assert detail(report, "witness: sentinel").startswith("it knows the ledger up to")
    assert detail(report, "witness: key store").startswith("it knows the ledger up to")


def test_a_whole_day_with_returns_and_settlement_verifies(home: TillHome) -> None:
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    sold = day.sell(3)
    day.sell(lines=(sale_line(1), return_line(2, sold.event_id, 2)))
    day.sell(lines=(sale_line(1), sale_line(2, is_voided=True)))
    day.settle()
    day.sign_off()
    ledger.close()

    report = verify(home)

    assert report.ok, report.checks


def test_a_ledger_killed_with_a_full_wal_verifies(traded: TillHome) -> None:
    ledger = traded.open()
    TillDay(traded, ledger).sell()
    copy = traded.home.path.with_name("killed")
    shutil.copytree(traded.home.path, copy)
    ledger.close()
    shutil.rmtree(traded.home.path)
    copy.rename(traded.home.path)
    assert traded.wal_path.stat().st_size > 0

    report = verify(traded)

    assert report.ok, report.checks
    assert report.transactions == 13


def test_no_ledger_is_said_so(home: TillHome) -> None:
    with pytest.raises(DatabaseMissingError):
        verify(home)


def test_wrong_key_is_not_taken_for_damage(traded: TillHome) -> None:
    wrong = msgspec.structs.replace(traded.keys, data_key=bytes(32))

    with pytest.raises(WrongKeyError):
        verify_ledger(traded.home, wrong)


# Damage.


def offsets(size: int) -> list[int]:
    """Places all over the file: salt, page 1, tags, first and last bytes of pages."""
    fixed = [0, 15, 16, 20, 4_000, 4_050, 4_095, 4_096, size - 1, size - 4_096]
    chosen = random.Random(7).sample(range(size), 60)
    return sorted({*fixed, *chosen})


def test_one_changed_byte_anywhere_names_its_page(traded: TillHome) -> None:
    path = traded.home.ledger_path
    verify(traded)
    original = path.read_bytes()
    for offset in offsets(len(original)):
        damaged = bytearray(original)
        damaged[offset] ^= 0x40
        path.write_bytes(damaged)

        report = verify(traded)

        assert not report.ok, offset
        assert report.first_bad_page == offset // PAGE_BYTES + 1, offset
        assert failed(report) == {"pages"}
        assert report.cannot_know == ()  # Nobody was asked.
        path.write_bytes(original)
    assert verify(traded).ok


@pytest.mark.parametrize("cut", [1, 4_096, 10_000])
def test_a_file_that_was_cut_does_not_verify(traded: TillHome, cut: int) -> None:
    path = traded.home.ledger_path
    verify(traded)
    path.write_bytes(path.read_bytes()[:-cut])

    report = verify(traded)

    assert not report.ok
    assert failed(report) & {"pages", "structure"}


# Alteration by somebody with the keys.


def test_altered_body_fails_its_hash(traded: TillHome) -> None:
    def alter(connection: Connection) -> None:
        _, _, body = cheaper(connection, 9)
        connection.execute("UPDATE event SET body = ? WHERE event_no = 9", (body,))

    tamper(traded, alter)
    report = verify(traded)

    assert "events" in failed(report)
    assert report.first_bad_event is not None
    assert report.first_bad_event.seq == 9
    assert report.first_bad_event.type == "sale.completed"
    assert report.first_bad_event.checks == ("hash",)
    assert "event 9 of epoch" in detail(report, "events")


def test_altered_and_rehashed_body_fails_its_signature(traded: TillHome) -> None:
    def alter(connection: Connection) -> None:
        _, header, body = cheaper(connection, 9)
        (prev,) = connection.execute(
            "SELECT prev FROM event WHERE event_no = 9"
        ).fetchone()
        connection.execute(
            "UPDATE event SET body = ?, hash = ? WHERE event_no = 9",
            (body, event_hash(prev, header, body)),
        )

    tamper(traded, alter)
    report = verify(traded)

    assert report.first_bad_event is not None
    assert report.first_bad_event.seq == 9
    assert report.first_bad_event.checks == ("signature",)
    assert report.bad_events == 2  # The next one does not follow any more.


def test_one_event_signed_again_breaks_the_chain_after_it(traded: TillHome) -> None:
    def alter(connection: Connection) -> None:
        _, header, body = cheaper(connection, 9)
        (prev,) = connection.execute(
            "SELECT prev FROM event WHERE event_no = 9"
        ).fetchone()
        digest = event_hash(prev, header, body)
        connection.execute(
            "UPDATE event SET body = ?, hash = ?, signature = ? WHERE event_no = 9",
            (body, digest, Signer(traded.keys.signing_private).sign(digest)),
        )

    tamper(traded, alter)
    report = verify(traded)

    assert report.first_bad_event is not None
    assert report.first_bad_event.seq == 10
    assert report.first_bad_event.checks == ("chain",)


def test_a_tail_signed_again_is_found_by_the_witnesses(traded: TillHome) -> None:
    def alter(connection: Connection) -> None:
        _, _, body = cheaper(connection, 9)
        sign_again(traded, connection, 9, body)

    tamper(traded, alter)
    report = verify(traded)

    assert "witness: sentinel" in failed(report)
    assert "witness: key store" in failed(report)
    assert "written again" in detail(report, "witness: sentinel")
    assert report.first_bad_event is None


def test_a_tail_signed_again_is_found_by_the_server_alone(traded: TillHome) -> None:
    report = verify(traded)
    epoch, _, seq = report.head.partition("/")
    watermark = Witness(
        source="central server", epoch=epoch, seq=int(seq) - 2, hash=bytes(32)
    )

    report = verify_ledger(traded.home, traded.keys, watermark=watermark)

    assert failed(report) == {"witness: central server"}


def test_removed_last_event_is_found_by_the_witnesses(traded: TillHome) -> None:
    def cut(connection: Connection) -> None:
        connection.execute("DELETE FROM event WHERE event_no = 16")
        connection.execute("DELETE FROM line_item WHERE line_no / 16384 = 16")
        connection.execute("DELETE FROM retail_transaction WHERE event_no = 16")

    tamper(traded, cut)
    report = verify(traded)

    assert {"witness: sentinel", "witness: key store"} <= failed(report)
    assert "lacks event 16" in detail(report, "witness: sentinel")


def test_all_witnesses_of_this_computer_turned_back_cannot_be_found_and_is_said(
    traded: TillHome,
) -> None:
    path = traded.home.path
    copy = path.with_name("copy")
    store = path.with_name("key-store")
    store_copy = path.with_name("store-copy")
    shutil.copytree(path, copy)
    shutil.copytree(store, store_copy)
    ledger = traded.open()
    TillDay(traded, ledger).sell()
    ledger.close()
    for old, now in ((copy, path), (store_copy, store)):
        shutil.rmtree(now)
        old.rename(now)

    report = verify(traded)

    assert report.ok
    assert any("copy of this whole computer" in text for text in report.cannot_know)
    assert any("No server has confirmed" in text for text in report.cannot_know)


def test_confirmed_events_are_named_as_the_ones_that_are_safe(
    traded: TillHome,
) -> None:
    connection = connect_cipher(
        traded.home.ledger_path, traded.keys.data_key, read_only=True
    )
    epoch, hash_ = connection.execute(
        "SELECT epoch, hash FROM event JOIN epoch USING (epoch_no) WHERE seq = 7"
    ).fetchone()
    connection.close()
    watermark = Witness(source="central server", epoch=epoch, seq=7, hash=hash_)

    report = verify_ledger(traded.home, traded.keys, watermark=watermark)

    assert report.ok
    assert any(f"Events after 7 of epoch {epoch}" in s for s in report.cannot_know)


def test_missing_sentinel_is_a_failure(traded: TillHome) -> None:
    traded.home.sentinel_path.unlink()

    report = verify(traded)

    assert failed(report) == {"witness: sentinel"}


def test_sentinel_of_another_key_is_a_failure(traded: TillHome) -> None:
    path = traded.home.sentinel_path
    content = bytearray(path.read_bytes())
    content[500] ^= 1
    content[1_012] ^= 1
    path.write_bytes(content)

    report = verify(traded)

    assert failed(report) == {"witness: sentinel"}
    assert "nobody's" in detail(report, "witness: sentinel")


def test_key_store_that_knows_more_is_a_failure(traded: TillHome) -> None:
    keeper = WitnessKeeper(traded.home)
    known = keeper.read()
    assert known is not None
    keeper.write(
        KeyStoreWitness(known.epoch, known.seq + 1, "0" * 64, "A", known.number + 1)
    )

    report = verify(traded)

    assert failed(report) == {"witness: key store"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE control_total SET amount_minor = 1 WHERE tender = ''",
            "control_total",
        ),
        ("UPDATE line_item SET returned_micro = 5 WHERE type = 'sale'", "line_item"),
        ("DELETE FROM retail_transaction WHERE number = 3", "lacks the row"),
        (
            "INSERT INTO sign_on_failure VALUES ('x', 1, 1, 1, 'b')",
            "has a row too many",
        ),
        ("UPDATE till_period SET loan_minor = 0", "loan_minor is 0, by the events"),
    ],
)
def test_a_changed_projection_is_named(
    traded: TillHome, statement: str, expected: str
) -> None:
    def change(connection: Connection) -> None:
        connection.execute(statement)

    tamper(traded, change)

    report = verify(traded)

    assert failed(report) == {"projections"}
    assert expected in detail(report, "projections")


def test_a_dropped_trigger_is_named(traded: TillHome) -> None:
    connection = connect_cipher(traded.home.ledger_path, traded.keys.data_key)
    connection.execute("DROP TRIGGER event_is_never_deleted")
    connection.close()

    report = verify(traded)

    assert failed(report) == {"tables"}
    assert "event_is_never_deleted" in detail(report, "tables")


def sale_event(till: TillHome, *, number: int, gross_extra: int = 0) -> None:
    """Append a sale through the real log, but with a wrong number or account."""
    ledger = till.open()
    with ledger.final() as uow:
        event_id = till.ids.new()
        body = sale_body(event_id, "A", number, (sale_line(1),), at_ms=1)
        control = control_of(body)
        control = msgspec.structs.replace(
            control, gross_minor=control.gross_minor + gross_extra
        )
        uow.events.append(body, event_id=event_id, control=control, business_day=DAY)
        uow.commit()
    ledger.close()


def test_a_gap_in_the_receipt_numbers_is_named(traded: TillHome) -> None:
    sale_event(traded, number=14)

    report = verify(traded)

    assert report.first_bad_event is not None
    assert report.first_bad_event.checks == ("receipt number",)
    assert report.first_bad_event.seq == 17


def test_wrong_control_totals_are_named(traded: TillHome) -> None:
    sale_event(traded, number=13, gross_extra=1)

    report = verify(traded)

    assert report.first_bad_event is not None
    assert report.first_bad_event.checks == ("control totals",)


def test_events_of_an_unknown_type_leave_the_projections_unchecked(
    traded: TillHome,
) -> None:
    def newer(connection: Connection) -> None:
        (header,) = connection.execute(
            "SELECT header FROM event WHERE event_no = 2"
        ).fetchone()
        changed = msgspec.structs.replace(decode_header(header), type_v=9)
        connection.execute(
            "UPDATE event SET header = ? WHERE event_no = 2", (encode_header(changed),)
        )
        sign_again(traded, connection, 2)

    tamper(traded, newer)
    report = verify(traded)

    assert not report.is_complete
    assert "types this version does not know" in detail(report, "projections")


def test_unreadable_header_and_body_are_named(traded: TillHome) -> None:
    def spoil(connection: Connection) -> None:
        connection.execute("UPDATE event SET header = x'7b7d' WHERE event_no = 6")
        connection.execute("UPDATE event SET body = x'7b' WHERE event_no = 8")

    tamper(traded, spoil)
    report = verify(traded)

    assert report.first_bad_event is not None
    assert report.first_bad_event.event_id is None
    assert report.first_bad_event.checks[0] == "header"
    assert report.bad_events >= 2


def test_beside_a_running_till_the_events_are_checked_and_the_rest_is_said(
    traded: TillHome,
) -> None:
    with traded.home.lock_ledger():
        ledger = traded.open()
        TillDay(traded, ledger).sell()

        report = verify(traded)

        ledger.close()

    assert report.ok, report.checks
    assert not report.is_complete
    assert report.transactions == 13
    assert detail(report, "pages") == "the till is running, so this was left out"
    assert any("while the till is running" in text for text in report.cannot_know)


def test_after_a_restore_the_loss_is_known_and_no_failure(
    traded: TillHome, tmp_path: Path
) -> None:
    backup = tmp_path / "old.db"
    shutil.copy(traded.home.ledger_path, backup)
    ledger = traded.open()
    TillDay(traded, ledger).sell()
    ledger.close()
    shutil.copy(backup, traded.home.ledger_path)
    ledger = traded.open()
    assert ledger.head.series == "B"
    TillDay(traded, ledger).sell()
    ledger.close()

    report = verify(traded)

    assert report.ok, report.checks
    assert report.epochs == 2
    assert report.known_losses
