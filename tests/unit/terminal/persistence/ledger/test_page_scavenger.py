"""Scavenging reads any bytes, believes none of them, and finds every event."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from terminal.persistence.ledger.page_check import PAGE_BYTES
from terminal.persistence.ledger.page_scavenger import FoundEvent, PageScavenger
from tests.fakes.till_home import TillDay, TillHome


def scavenge(till: TillHome, path: Path | None = None) -> list[FoundEvent]:
    scavenger = PageScavenger(
        path or till.home.ledger_path, till.keys.data_key, (till.keys.signing_public,)
    )
    return list(scavenger.events())


def test_every_event_is_found_whatever_its_length(home: TillHome) -> None:
    ledger = home.open()
    day = TillDay(home, ledger)
    day.open()
    # From a few hundred bytes to several overflow pages, with every remainder.
    for count in [*range(1, 26), 60, 130, 500]:
        day.sell(count)
    ledger.close()

    found = scavenge(home)

    assert sorted({one.seq for one in found}) == list(range(1, 33))
    assert {one.event_no - one.seq for one in found} == {0}


def test_another_key_finds_nothing(traded: TillHome) -> None:
    scavenger = PageScavenger(
        traded.home.ledger_path, bytes(32), (traded.keys.signing_public,)
    )

    assert list(scavenger.events()) == []


def test_events_of_another_signer_are_not_believed(traded: TillHome) -> None:
    scavenger = PageScavenger(
        traded.home.ledger_path, traded.keys.data_key, (bytes(32),)
    )

    assert list(scavenger.events()) == []


@pytest.mark.parametrize("seed", range(6))
def test_garbage_is_read_without_a_crash(
    traded: TillHome, tmp_path: Path, seed: int
) -> None:
    chosen = random.Random(seed)
    content = bytearray(traded.home.ledger_path.read_bytes())
    for _ in range(200):
        content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
    cut = chosen.randrange(PAGE_BYTES)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(content[: len(content) - cut] + chosen.randbytes(cut // 2))
    (tmp_path / "damaged.db-wal").write_bytes(chosen.randbytes(30_000))

    found = scavenge(traded, damaged)

    sound = {(one.seq, one.event.hash) for one in scavenge(traded)}
    assert {(one.seq, one.event.hash) for one in found} <= sound


def test_file_that_is_no_database_holds_nothing(
    traded: TillHome, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()

    assert scavenge(traded, empty) == []
