"""Till and center have parted: a new epoch carries the tail, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from sync.protocol.envelope import decode_header
from sync.protocol.events import decode_body
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.epoch_opened_v2 import EpochRehomed, RehomedTail
from terminal.application.handler import Services
from terminal.application.till_control.record_request import (
    RecordRequest,
    RecordRequestHandler,
)
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.pin_hasher import Argon2PinHasher
from terminal.persistence.keys.witness import WitnessKeeper
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.ledger.salvage import salvage_ledger
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.persistence.ledger.verify import verify_ledger
from tests.fakes.till_home import TillDay, TillHome

_COMMON = 5


class Rehomed:
    """A till of three opening events and six sales, asked to leave event 5."""

    def __init__(self, home: TillHome) -> None:
        self.home = home
        self.ledger = home.open()
        self.day = TillDay(home, self.ledger)
        self.day.open()
        for _ in range(6):
            self.day.sell()
        self.old = self.ledger.head
        self.reader = LedgerReader(home.home, home.keys)

    def request(
        self, *, common: int = _COMMON, epoch: str | None = None, kind: str = ""
    ) -> RecordRequest:
        epoch = epoch or self.old.epoch
        detail = {
            "epoch": epoch,
            "common_seq": common,
            "common_hash": (self.hash_at(epoch, common) or b"").hex(),
            "center_seq": 8,
        }
        return RecordRequest(
            request_id=f"rehome:{epoch}:{common}",
            kind=kind or "rehome_wanted",
            detail=msgspec.json.encode(detail).decode(),
        )

    def hash_at(self, epoch: str, seq: int) -> bytes | None:
        return self.reader.hashes_at(epoch, (seq,))[0]

    def ask(self, request: RecordRequest) -> bool:
        services = Services(
            self.ledger, self.home.clock, self.home.ids, Argon2PinHasher()
        )
        return RecordRequestHandler(services)(request)

    def events(self, epoch: str) -> list[tuple[str, str, bytes]]:
        """Return type, id and body of each event of *epoch*."""
        found = []
        for event in self.reader.events_after(epoch, 0, 1_000):
            header = decode_header(event.header)
            found.append((header.type, header.event_id, event.body))
        return found

    def opened(self) -> EpochOpened:
        event = self.reader.events_after(self.ledger.head.epoch, 0, 1)[0]
        header = decode_header(event.header)
        body = decode_body(header.type, header.type_v, event.body)
        assert isinstance(body, EpochOpened)
        return body

    def restart(self) -> None:
        self.ledger.close()
        self.ledger = self.home.open()
        self.day = TillDay(self.home, self.ledger)


@pytest.fixture
def till(home: TillHome) -> Rehomed:
    return Rehomed(home)


def _verify(till: Rehomed) -> None:
    till.ledger.close()
    till.reader.close()
    report = verify_ledger(till.home.home, till.home.keys)
    failed = [check for check in report.checks if check.outcome == "failed"]
    assert failed == []
    assert report.ok


def test_the_tail_is_appended_again_with_its_ids_and_bodies(till: Rehomed) -> None:
    tail = till.events(till.old.epoch)[_COMMON:]

    assert till.ask(till.request()) is True

    head = till.ledger.head
    assert head.epoch != till.old.epoch
    assert (head.series, head.number) == ("B", 0)
    events = till.events(head.epoch)
    assert events[0][0] == "epoch.opened"
    assert events[1:-1] == tail
    assert events[-1][0] == "request.recorded"
    assert len(till.events(till.old.epoch)) == till.old.seq
    _verify(till)


def test_the_new_epoch_leaves_the_last_common_event(till: Rehomed) -> None:
    till.ask(till.request())

    event = till.reader.events_after(till.ledger.head.epoch, 0, 1)[0]
    parent = decode_header(event.header).parent
    assert parent is not None
    assert (parent.epoch, parent.seq) == (till.old.epoch, _COMMON)
    assert bytes.fromhex(parent.hash) == till.hash_at(till.old.epoch, _COMMON)
    assert event.prev.hex() == parent.hash
    opened = till.opened()
    assert isinstance(opened, EpochRehomed)
    assert opened.reason == "fork"
    assert opened.rehomed == RehomedTail(
        epoch=till.old.epoch, after_seq=_COMMON, last_seq=till.old.seq
    )
    assert [(tail.epoch, tail.seq) for tail in opened.abandoned] == [
        (till.old.epoch, 8)
    ]


def test_only_the_common_part_of_the_old_epoch_is_still_due(till: Rehomed) -> None:
    till.ask(till.request())

    heads = {head.epoch: head for head in till.reader.epochs()}
    old = heads[till.old.epoch]
    assert (old.last_seq, old.kept_seq, old.due_seq) == (till.old.seq, 5, 5)
    assert old.kept_hash == till.hash_at(till.old.epoch, 5)
    assert heads[till.ledger.head.epoch].kept_seq is None


def test_what_waits_is_counted_once(till: Rehomed) -> None:
    before = till.reader.unsent_summary({till.old.epoch: 8})
    sold = till.reader.unsent_summary({till.old.epoch: _COMMON})

    till.ask(till.request())

    after = till.reader.unsent_summary({till.old.epoch: 8})
    assert (before.count, after.count) == (2, 1 + 5 + 1)
    assert after.gross_minor == sold.gross_minor > before.gross_minor
    head = till.ledger.head
    marks = {till.old.epoch: 8, head.epoch: 3}
    assert till.reader.unsent_summary(marks).gross_minor == 3 * 240
    with till.ledger.draft() as uow:
        assert uow.till.pending_sync().events == 1 + _COMMON - 1 + 1 + 1 + 5 + 1 - 1


def test_sales_go_on_in_the_new_series_and_the_books_count_once(till: Rehomed) -> None:
    with till.ledger.draft() as uow:
        before = uow.till.state().perpetual_gross_minor

    till.ask(till.request())
    till.day.sell()
    till.restart()
    till.day.sell()

    assert (till.ledger.head.series, till.ledger.head.number) == ("B", 2)
    with till.ledger.draft() as uow:
        assert uow.till.state().perpetual_gross_minor == before + 480
    _verify(till)


def test_asked_again_or_started_again_nothing_happens_twice(till: Rehomed) -> None:
    request = till.request()
    till.ask(request)
    head = till.ledger.head

    assert till.ask(request) is False
    till.restart()
    assert till.ask(request) is False
    assert till.ledger.head.epoch == head.epoch
    # The same finding under another key, as after a grown tail.
    till.ask(msgspec.structs.replace(request, request_id="other"))
    assert till.ledger.head.epoch == head.epoch


def test_a_commit_that_fails_leaves_the_old_epoch(till: Rehomed) -> None:
    class DiedError(Exception):
        pass

    class Probe:
        def entered(self, name: str) -> None:
            raise DiedError

        def left(self, name: str) -> None:
            pass

    request = till.request()
    till.ledger.close()
    till.ledger = till.home.open(probe=Probe())

    with pytest.raises(DiedError):
        till.ask(request)

    assert till.ledger.head.epoch == till.old.epoch
    till.restart()
    assert till.ask(request) is True
    _verify(till)


def test_nothing_sold_since_means_a_new_epoch_without_a_tail(till: Rehomed) -> None:
    till.ask(till.request(common=till.old.seq))

    opened = till.opened()
    assert not isinstance(opened, EpochRehomed)
    assert opened.reason == "rollback"
    assert till.ledger.head.series == "B"
    _verify(till)


def test_the_tail_of_a_closed_epoch_is_carried_too(till: Rehomed) -> None:
    till.restart()
    till.ledger.close()
    till.ledger = till.home.open(new_epoch="restore")
    till.day = TillDay(till.home, till.ledger)
    till.day.sell()
    tail = till.events(till.old.epoch)[_COMMON:]

    till.ask(till.request())

    assert till.events(till.ledger.head.epoch)[1:-1] == tail
    assert till.ledger.head.series == "C"
    till.day.sell()
    _verify(till)


def test_a_copy_that_parts_again_is_copied_again(till: Rehomed) -> None:
    till.ask(till.request())
    second = till.ledger.head.epoch
    till.day.sell()

    # Two of the copies arrived; the rest of the epoch did not.
    till.ask(till.request(epoch=second, common=3))

    third = till.events(till.ledger.head.epoch)
    assert third[1:-1] == till.events(second)[3:]
    till.day.sell()
    _verify(till)


@pytest.mark.parametrize("change", ["unknown event", "other hash", "other epoch", "?"])
def test_a_request_of_another_ledger_asks_nothing(till: Rehomed, change: str) -> None:
    detail = msgspec.json.decode(till.request().detail)
    match change:
        case "unknown event":
            detail["common_seq"] = 99
        case "other hash":
            detail["common_hash"] = "0" * 64
        case "other epoch":
            detail["epoch"] = "f" * 16
        case _:
            detail = "?"
    text = msgspec.json.encode(detail).decode()

    till.ask(msgspec.structs.replace(till.request(), detail=text))

    assert till.ledger.head.epoch == till.old.epoch


def test_an_epoch_that_only_the_center_knows_is_given_up_once(till: Rehomed) -> None:
    request = RecordRequest(
        request_id="unknown:1",
        kind="epoch_unknown",
        detail=msgspec.json.encode({"epoch": "f" * 16, "center_seq": 7}).decode(),
    )

    till.ask(request)
    head = till.ledger.head
    till.ask(msgspec.structs.replace(request, request_id="again"))

    assert till.ledger.head.epoch == head.epoch != till.old.epoch
    # That epoch took a series that nobody told us: B may be on paper already.
    assert head.series == "C"
    [tail] = till.opened().abandoned
    assert (tail.source, tail.epoch, tail.seq) == ("central server", "f" * 16, 7)
    _verify(till)


def test_the_key_store_hears_of_the_new_series_at_once(till: Rehomed) -> None:
    till.ask(till.request())

    witness = WitnessKeeper(till.home.home).read()
    assert witness is not None
    assert (witness.epoch, witness.series) == (till.ledger.head.epoch, "B")


def test_an_altered_copy_is_found(
    till: Rehomed, alter: Callable[[SqlLedger, int], None]
) -> None:
    till.ask(till.request())
    copy = till.old.event_no + 2
    alter(till.ledger, copy)
    till.ledger.close()
    till.reader.close()

    report = verify_ledger(till.home.home, till.home.keys)

    assert report.first_bad_event is not None
    assert "rehomed copy" in report.first_bad_event.checks


@pytest.fixture
def alter() -> Callable[[SqlLedger, int], None]:
    """Return what puts another amount into the body of an event."""

    def do(ledger: SqlLedger, event_no: int) -> None:
        execute = ledger.connection.execute
        [trigger] = execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'event_is_never_updated'"
        ).fetchone()
        execute("DROP TRIGGER event_is_never_updated")
        execute(
            "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '240', '241')"
            " AS BLOB) WHERE event_no = ?",
            (event_no,),
        )
        execute(trigger)

    return do


def test_a_salvage_brings_each_fact_once(till: Rehomed) -> None:
    till.ask(till.request())
    till.day.sell()
    till.ledger.close()
    till.reader.close()
    home, keys = till.home.home, till.home.keys
    target = home.path.with_name("salvaged")

    report = salvage_ledger(
        home, keys, target, clock=till.home.clock, ids=till.home.ids
    )

    assert report.lost == ()
    reader = LedgerReader(Home.load(target), keys)
    ids = [
        decode_header(event.header).event_id
        for event in reader.events_after(report.epoch, 0, 1_000)
    ]
    reader.close()
    assert len(ids) == len(set(ids))
    verified = verify_ledger(Home.load(target), load_keys(Home.load(target)))
    assert [c for c in verified.checks if c.outcome == "failed"] == []
    assert verified.gross_minor == 7 * 240
