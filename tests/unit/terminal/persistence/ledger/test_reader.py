"""What the agent reads beside the running till."""

from __future__ import annotations

import pytest

from sync.protocol.envelope import decode_header, event_hash
from terminal.persistence.errors import DamagedDatabaseError, DatabaseMissingError
from terminal.persistence.ledger.page_check import PAGE_BYTES
from terminal.persistence.ledger.reader import EVENTS_MAX, LedgerReader
from tests.fakes.till_home import TillDay, TillHome


def test_missing_ledger_is_a_normal_state(home: TillHome) -> None:
    reader = LedgerReader(home.home, home.keys)

    with pytest.raises(DatabaseMissingError):
        reader.epochs()

    home.open().close()
    assert len(reader.epochs()) == 1
    reader.close()


def test_events_come_in_order_and_chained_while_the_till_writes(
    traded: TillHome,
) -> None:
    ledger = traded.open()
    day = TillDay(traded, ledger)
    reader = LedgerReader(traded.home, traded.keys)
    epoch = ledger.head.epoch
    day.sell()

    first = reader.events_after(epoch, 0, 10)
    rest = reader.events_after(epoch, 10, EVENTS_MAX + 5)
    day.sell()
    newest = reader.head()

    assert [decode_header(e.header).seq for e in first + rest] == list(range(1, 18))
    for before, event in zip(first + rest, [*first, *rest][1:], strict=False):
        assert event.prev == before.hash
        assert event.hash == event_hash(event.prev, event.header, event.body)
    assert newest is not None
    assert (newest.epoch, newest.last_seq) == (epoch, 18)
    assert reader.events_after(epoch, 18, 5) == []
    assert reader.events_after("f" * 16, 0, 5) == []
    reader.close()
    ledger.close()


def test_every_epoch_has_its_head_and_its_own_events(traded: TillHome) -> None:
    ledger = traded.open(new_epoch="restore")
    TillDay(traded, ledger).sell()
    reader = LedgerReader(traded.home, traded.keys)

    old, new = reader.epochs()

    assert (old.last_seq, new.last_seq) == (16, 2)
    assert new.last_hash == ledger.head.hash
    assert len(reader.events_after(old.epoch, 0, 100)) == 16
    assert len(reader.events_after(new.epoch, 0, 100)) == 2
    reader.close()
    ledger.close()


def test_unsent_events_are_counted_over_all_epochs(traded: TillHome) -> None:
    ledger = traded.open(new_epoch="restore")
    TillDay(traded, ledger).sell(3)
    reader = LedgerReader(traded.home, traded.keys)
    old, new = reader.epochs()

    everything = reader.unsent_summary({})
    some = reader.unsent_summary({old.epoch: 15})
    nothing = reader.unsent_summary({old.epoch: 16, new.epoch: 99})

    assert everything.count == 18
    assert everything.gross_minor == 120 * (sum(range(1, 13)) + 3)
    assert everything.oldest_at_ms is not None
    assert some.count == 1 + 2
    assert some.gross_minor == 120 * (12 + 3)
    assert some.oldest_at_ms is not None
    assert some.oldest_at_ms > everything.oldest_at_ms
    assert (nothing.count, nothing.gross_minor, nothing.oldest_at_ms) == (0, 0, None)
    reader.close()
    ledger.close()


def test_recorded_requests_are_known(traded: TillHome) -> None:
    reader = LedgerReader(traded.home, traded.keys)

    assert not reader.has_recorded("request-1")
    reader.close()


def test_damage_is_named(traded: TillHome) -> None:
    content = bytearray(traded.home.ledger_path.read_bytes())
    for page in range(25, len(content) // PAGE_BYTES):
        content[page * PAGE_BYTES + 99] ^= 1
    traded.home.ledger_path.write_bytes(content)
    reader = LedgerReader(traded.home, traded.keys)

    with pytest.raises(DamagedDatabaseError):
        reader.events_after(reader.epochs()[0].epoch, 0, 100)
    reader.close()
