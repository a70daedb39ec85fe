"""Events are known again in the copies that a later epoch carries."""

from __future__ import annotations

from sync.central import rehomed
from sync.central.database import open_engine
from tests.support.central_server import CentralServer, TillClient
from tests.support.till_lives import Life


def test_the_originals_hashes_follow_from_the_copies(
    server: CentralServer, till: TillClient
) -> None:
    life = Life(till)
    for _ in range(6):
        till.chain.sell()
    till.push(till.chain.events[:4])
    first = life.chain
    second = life.open_epoch(parent_seq=2)
    second.sell()
    till.push(second.events)
    engine = open_engine(f"sqlite:///{server.home / 'central.db'}")

    with engine.execution_options(reads=True).connect() as connection:
        [(carrier, tail)] = rehomed.tails_of(connection, first.workstation, first.epoch)
        hashes = list(
            rehomed.original_hashes(connection, first.workstation, carrier, tail)
        )
        digest = first.events[4].hash.hex()
        found = rehomed.is_carried(
            connection, first.workstation, first.epoch, 5, digest
        )
        other = rehomed.is_carried(
            connection, first.workstation, first.epoch, 5, "0" * 64
        )
    engine.dispose()

    assert carrier == second.epoch
    assert hashes == [(seq, first.events[seq - 1].hash) for seq in (3, 4, 5, 6)]
    assert (found, other) == (True, False)


def test_both_lives_of_a_receipt_number_count(till: TillClient) -> None:
    life = Life(till)
    till.chain.sell(100)
    till.chain.sell(200)
    till.push(till.chain.events)
    restored = life.copied(events=1)
    restored.chain.sell(700)

    reply = till.push(restored.open_epoch(parent_seq=1).events)

    assert [each.verdict for each in reply.verdicts] == ["applied", "applied"]
    assert till.totals()["gross_minor"] == 1_000
