"""Two live devices with one key are found; a restored till is never taken for one."""

from __future__ import annotations

import random
from typing import Any

import pytest

from structs.decoding import decode_json
from sync.protocol.messages import Refusal
from sync.protocol.signature import Signer
from tests.support.central_server import CentralServer, TillClient
from tests.support.till_lives import Life


@pytest.fixture
def life(till: TillClient) -> Life:
    for _ in range(3):
        till.chain.sell(100)
    till.push(till.chain.events)
    life = Life(till)
    for _ in range(3):
        life.hello()
    return life


def _alarms(server: CentralServer, life: Life) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = server.answer("GET", "/v1/clones")["clones"]
    return [each for each in listed if each["workstation"] == life.chain.workstation]


def _clone(life: Life) -> Life:
    """Return a clone; both have spoken until the central noticed."""
    clone = life.copied()
    for device in (clone, life, clone, life):
        if device.hello().suspended:
            return clone
    pytest.fail("the clone was not found")


def test_two_live_devices_are_found_and_both_are_told_why(
    server: CentralServer, life: Life
) -> None:
    clone = _clone(life)

    for device in (life, clone):
        refusal = decode_json(device.raw_hello(403), Refusal)
        assert refusal.code == "suspended"
        assert "two devices" in refusal.message
        assert device.client.refused_push(device.chain.events, 403).code == "suspended"
        assert device.client.send("GET", "/v1/feed").status_code == 403
    [alarm] = _alarms(server, life)
    assert set(alarm["boot_ids"]) == {life.boot_id, clone.boot_id}
    assert (alarm["store"], alarm["is_settled"]) == (life.chain.store, False)


def test_a_restored_till_is_no_clone_whatever_arrives_late(
    server: CentralServer, life: Life
) -> None:
    last, generator = life, random.Random(3)
    dead: list[Life] = []
    for _ in range(6):
        dead.append(last)
        last = last.copied(events=2)
        last.chain.sell(generator.randrange(1, 500))
        for _ in range(8):
            # Of the dead, words that were on the way; nobody hears the answers.
            speaker = generator.choice([last, *dead])
            if speaker is last and generator.random() < 0.7:
                assert speaker.hello().suspended == ""
            else:
                assert speaker.late_hello().suspended == ""

    assert _alarms(server, life) == []


def test_a_first_word_that_is_late_is_no_clone(
    server: CentralServer, life: Life
) -> None:
    never_heard = life.copied()
    after_it = life.copied()
    after_it.hello()
    after_it.hello()

    never_heard.late_hello()
    after_it.hello()
    never_heard.late_hello()

    assert after_it.hello().suspended == ""
    assert _alarms(server, life) == []


def test_a_token_of_another_history_proves_nothing(
    server: CentralServer, life: Life
) -> None:
    clone = life.copied()
    for _ in range(3):
        for device in (life, clone):
            device.late_hello()
            device.token = "0123456789abcdef.2"

    assert _alarms(server, life) == []


def test_a_till_of_an_earlier_program_says_nothing_of_its_runs(
    till: TillClient,
) -> None:
    reply = till.hello()

    assert (reply.run_token, reply.suspended) == ("", "")


def test_the_way_out_keeps_both_queues_and_counts_each_sale_once(
    server: CentralServer, life: Life
) -> None:
    clone = _clone(life)
    life.chain.sell(200)
    clone.chain.sell(300)
    name, store = life.chain.workstation, life.chain.store

    # First this computer: a new code, a new key, the queue as it was signed.
    old_signer = life.chain.signer
    life.chain.signer = Signer(random.Random(1).randbytes(32))
    life.client.enrol(server.code(name, store))
    life.restart_agent()
    assert life.hello().suspended == ""
    life.client.push(life.chain.events)
    life.client.push(life.chain.events)

    # The other one hears the cause as long as it has the old key ...
    clone_client = TillClient(server, clone.chain)
    clone.client = clone_client
    assert clone.chain.signer is old_signer
    refusal = decode_json(clone.raw_hello(403), Refusal)
    assert refusal.code == "suspended"
    # ... and with a key of its own brings what it sold, in an epoch of its own.
    clone.chain.signer = Signer(random.Random(2).randbytes(32))
    clone_client.enrol(server.code(name, store))
    clone.restart_agent()
    clone.hello()
    new = clone.open_epoch(parent_seq=3)
    clone_client.push(new.events)
    clone_client.push(new.events)

    totals = clone_client.totals()
    assert (totals["gross_minor"], totals["transactions"]) == (3 * 100 + 500, 5)
    assert [alarm["is_settled"] for alarm in _alarms(server, life)] == [True]
