"""What tills had and never brought is listed, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from sync.protocol.events.epoch_opened_v1 import AbandonedTail
from tests.support.central_server import CentralServer, TillClient
from tests.support.till_lives import Life


@pytest.fixture
def life(till: TillClient) -> Life:
    """A till with ten sales; the central holds the first six, and heard of all."""
    life = Life(till)
    for _ in range(10):
        till.chain.sell(100)
    till.push(till.chain.events[:6])
    life.hello()
    return life


def _losses(server: CentralServer, life: Life) -> list[tuple[Any, ...]]:
    name = life.chain.workstation
    return [
        (loss["epoch"], loss["first_seq"], loss["last_seq"], loss["reported_by"])
        for loss in server.answer("GET", "/v1/losses")["losses"]
        if loss["workstation"] == name
    ]


def test_what_waits_is_not_lost(server: CentralServer, life: Life) -> None:
    assert _losses(server, life) == []

    life.restart_agent()
    life.hello()
    assert _losses(server, life) == []
    life.client.push(life.chain.events[6:])
    life.hello()

    assert _losses(server, life) == []


def test_a_till_put_back_loses_what_it_had_claimed(
    server: CentralServer, life: Life
) -> None:
    restored = life.copied(events=4)
    new = restored.open_epoch()

    restored.hello()
    life.client.push(new.events)

    epoch = life.chain.epoch
    assert _losses(server, life) == [(epoch, 7, 10, "claim")]


def test_what_comes_later_under_the_numbers_that_were_lost_hides_no_loss(
    server: CentralServer, life: Life
) -> None:
    epoch = life.chain.epoch
    restored = life.copied(events=6)
    restored.hello()

    # Nobody told this till; it goes on where its copy ended.
    restored.chain.sell(50)
    life.client.push(restored.chain.events[6:])
    restored.hello()

    assert _losses(server, life) == [(epoch, 7, 10, "claim")]


def test_a_disk_that_is_gone_is_a_loss_at_the_next_enrolment(
    server: CentralServer, life: Life
) -> None:
    old = life.chain.epoch
    again = server.enrolled(life.chain.workstation, life.chain.store, epoch="9" * 16)
    again.chain.sell()

    Life(again).hello()

    assert _losses(server, life) == [(old, 7, 10, "claim")]


def test_a_till_that_claims_again_after_all_has_lost_nothing(
    server: CentralServer, life: Life
) -> None:
    restored = life.copied(events=4)
    restored.hello()
    assert len(_losses(server, life)) == 1

    # The disk of before was found again; its agent still runs.
    life.chain.sell()
    life.hello()

    assert _losses(server, life) == []


def test_a_tail_that_was_re_homed_is_no_loss(server: CentralServer, life: Life) -> None:
    epoch = life.chain.epoch
    restored = life.copied(events=4)
    for _ in range(4):
        restored.chain.sell(50)
    restored.hello()
    restored.restart_agent()
    new = restored.open_epoch(parent_seq=4)
    restored.hello()

    life.client.push(new.events)
    restored.hello()

    # Seven to ten of the first life are gone; five to eight of the second are here.
    assert _losses(server, life) == [(epoch, 7, 10, "claim")]


def test_a_signed_report_is_listed_until_the_events_come(
    server: CentralServer, till: TillClient
) -> None:
    life = Life(till)
    for _ in range(3):
        till.chain.sell()
    till.push(till.chain.events[:1])
    tails = (
        AbandonedTail(source="key store", epoch=till.chain.epoch, seq=3),
        AbandonedTail(source="sentinel", epoch="e" * 16, seq=5, number=2),
        AbandonedTail(source="central server", epoch=till.chain.epoch, seq=1),
    )
    till.push(life.open_epoch(abandoned=tails).events)

    assert _losses(server, life) == [
        (life.chains[0].epoch, 2, 3, "key store"),
        ("e" * 16, 1, 5, "sentinel"),
    ]
    till.push(life.chains[0].events)

    assert _losses(server, life) == [("e" * 16, 1, 5, "sentinel")]


def test_only_the_administrator_sees_losses(till: TillClient) -> None:
    assert till.send("GET", "/v1/losses").status_code == 401
