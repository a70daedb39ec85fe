"""A clone becomes another workstation; what it still has of the old one arrives."""

from __future__ import annotations

import msgspec
import pytest
import requests

from sync.protocol.completeness import (
    AskCompleteness,
    CompletenessReceipt,
    CompletenessReply,
)
from sync.protocol.envelope import ParentLink
from sync.protocol.messages import Enrol, EnrolReply, Refusal, decode, encode
from sync.protocol.signature import Signer, new_private_key
from sync.protocol.succession import HeldStream, KeySuccession, vouch
from tests.support.central_server import CentralServer, TillClient
from tests.support.settled_chain import open_period, settle
from tests.support.till_chain import TillChain
from tests.support.till_lives import Life

_NEW_EPOCH = "99aabbccddeeff00"


@pytest.fixture
def life(till: TillClient) -> Life:
    for _ in range(3):
        till.chain.sell(100)
    till.push(till.chain.events)
    return Life(till)


def _become(
    server: CentralServer,
    life: Life,
    name: str,
    *,
    by: Signer | None = None,
    store: str | None = None,
) -> tuple[requests.Response, TillClient]:
    """Enrol the device of *life* as *name*; *by*: who vouches for it."""
    old = life.client
    store = store or old.chain.store
    chain = TillChain(
        new_private_key(), workstation=name, store=store, epoch=_NEW_EPOCH, series="M"
    )
    said: KeySuccession = vouch(
        by or old.signer, old.chain.workstation, chain.signer.public_key
    )
    wanted = Enrol(
        code=server.code(name, store),
        public_key=chain.signer.public_key,
        epoch=chain.epoch,
        succession=said,
        streams=tuple(HeldStream(each.workstation, each.epoch) for each in life.chains),
    )
    client = TillClient(server, chain)
    response = client.session.post(f"{server.url}/v1/enrol", data=encode(wanted))
    return response, client


def _heir(server: CentralServer, life: Life, name: str) -> Life:
    response, client = _become(server, life, name)
    assert response.status_code == 200, response.text
    heir = Life(client)
    heir.chains = [*life.chains, client.chain]
    return heir


def test_the_heir_sends_the_old_streams_and_nothing_else(
    server: CentralServer, life: Life
) -> None:
    clone = life.copied()
    clone.chain.sell(250)
    foreign = TillChain(
        new_private_key(),
        workstation=life.chain.workstation,
        store=life.chain.store,
        epoch="ab" * 8,
    )
    foreign.sell(1)
    heir = _heir(server, clone, "heir-1")

    marks = {each.epoch: each.hw for each in heir.hello().epochs}
    assert marks == {clone.chain.epoch: 3}
    assert heir.client.push(clone.chain.events).hw == 4
    assert [v.verdict for v in heir.client.push(clone.chain.events).verdicts] == (
        ["duplicate"] * 4
    )

    assert heir.client.refused_push(foreign.events, 403).code == "foreign_stream"
    forged = TillChain(
        heir.client.signer.seed(),
        workstation=life.chain.workstation,
        store=life.chain.store,
        epoch=clone.chain.epoch,
    )
    forged.events = [*clone.chain.events]
    forged.sell(9)
    assert heir.client.refused_push(forged.events, 409).code == "chain"
    totals = server.answer(
        "GET", f"/v1/workstations/{life.chain.workstation}/control-totals"
    )
    assert (totals["transactions"], totals["gross_minor"]) == (4, 550)


def test_the_heir_carries_what_the_center_cannot_take_into_an_epoch_of_the_old_one(
    server: CentralServer, life: Life
) -> None:
    clone = life.copied()
    life.chain.sell(10)
    life.client.push(life.chain.events)
    clone.chain.sell(20)
    heir = _heir(server, clone, "heir-2")
    assert heir.client.refused_push(clone.chain.events, 409).code == "fork"

    carrier = Life(heir.client)
    carrier.chains = [clone.chain]
    new = carrier.open_epoch(parent_seq=3)
    new.signer = heir.client.signer
    resigned = [
        msgspec.structs.replace(each, signature=new.signer.sign(each.hash))
        for each in new.events
    ]

    assert heir.client.push(resigned).hw == 2
    new.events = resigned
    heir.chains = [clone.chain, new, heir.client.chain]
    new.sell(30)
    assert heir.client.push(new.events).hw == 3

    totals = server.answer(
        "GET", f"/v1/workstations/{life.chain.workstation}/control-totals"
    )
    assert totals["gross_minor"] == 300 + 10 + 20 + 30
    # The old workstation itself has lost nothing, and is not told of it.
    assert {each.epoch for each in life.hello().epochs} == {life.chain.epoch}
    assert {each.epoch: each.hw for each in heir.hello().epochs} == {
        clone.chain.epoch: 4,
        new.epoch: 3,
    }


def test_what_the_heir_claims_of_the_old_streams_is_settled_when_it_came(
    server: CentralServer, life: Life
) -> None:
    clone = life.copied()
    clone.chain.sell(40)
    heir = _heir(server, clone, "heir-3")
    heir.hello()
    heir.client.push(clone.chain.events)
    heir.restart_agent()
    heir.hello()
    life.restart_agent()
    life.hello()

    named = [
        each["workstation"] for each in server.answer("GET", "/v1/losses")["losses"]
    ]

    assert life.chain.workstation not in named
    assert "heir-3" not in named


def test_the_heir_hears_that_a_period_of_the_old_streams_is_complete(
    server: CentralServer, life: Life
) -> None:
    clone = life.copied()
    old = clone.chain
    opened = open_period(old)
    old.sell(600)
    wanted = settle(old, opened, gross_minor=600, tax_minor=100)
    heir = _heir(server, clone, "heir-9")
    heir.client.push(old.events)

    confirmed = _complete(heir.client, wanted)

    assert (confirmed.workstation, confirmed.epoch) == (old.workstation, old.epoch)
    assert (confirmed.count, confirmed.gross_minor) == (3, 600)


def test_a_period_may_begin_before_the_heir_was_one(
    server: CentralServer, life: Life
) -> None:
    clone = life.copied()
    old = clone.chain
    opened = open_period(old)
    old.sell(600)
    heir = _heir(server, clone, "heir-10")
    heir.client.push(old.events)
    new = heir.chain
    new.parent = ParentLink(old.epoch, len(old.events), old.head.hex())
    new.sell(300)
    wanted = settle(
        new, opened, gross_minor=900, tax_minor=150, first_seq=4, event_count=3
    )
    heir.client.push(new.events)

    confirmed = _complete(heir.client, wanted)

    assert (confirmed.workstation, confirmed.epoch) == ("heir-10", new.epoch)
    assert (confirmed.first_seq, confirmed.gross_minor) == (4, 900)


def _complete(client: TillClient, wanted: AskCompleteness) -> CompletenessReceipt:
    answer = client.send("POST", "/v1/completeness", encode(wanted))
    reply = decode(CompletenessReply, answer.content)
    assert reply.is_complete, reply.message
    return decode(CompletenessReceipt, bytes(reply.receipt))


def _word(old: TillChain, new: Signer) -> KeySuccession:
    return vouch(old.signer, old.workstation, new.public_key)


def _join_after_a_restore(
    server: CentralServer, life: Life, name: str, *, forged: bool = False
) -> tuple[requests.Response, Life]:
    """Become *name* with a second key; the center has forgotten the first one."""
    clone = life.copied()
    clone.chain.sell(20)
    between = Signer(new_private_key())
    chain = TillChain(
        new_private_key(),
        workstation=name,
        store=life.chain.store,
        epoch=_NEW_EPOCH,
        series="M",
    )
    carrier = Life(life.client)
    carrier.chains = [clone.chain]
    carried = carrier.open_epoch(parent_seq=3)
    carried.signer = between
    carried.events = [
        msgspec.structs.replace(each, signature=between.sign(each.hash))
        for each in carried.events
    ]
    old = life.chain
    wanted = Enrol(
        code=server.code(name, old.store),
        public_key=chain.signer.public_key,
        epoch=chain.epoch,
        succession=vouch(between, name, chain.signer.public_key),
        earlier=(_word(old, chain.signer if forged else between),),
        streams=(
            HeldStream(old.workstation, old.epoch),
            HeldStream(old.workstation, carried.epoch, is_continued=True),
        ),
    )
    client = TillClient(server, chain)
    response = client.session.post(f"{server.url}/v1/enrol", data=encode(wanted))
    heir = Life(client)
    heir.chains = [clone.chain, carried]
    return response, heir


def test_an_heir_that_a_restored_center_forgot_shows_every_word_since_the_old_key(
    server: CentralServer, life: Life
) -> None:
    life.chain.sell(10)
    life.client.push(life.chain.events)

    response, heir = _join_after_a_restore(server, life, "heir-6")

    assert response.status_code == 200, response.text
    # Begun under the key that was forgotten, and carried on under it.
    carried = heir.chain
    assert heir.client.push(carried.events).hw == len(carried.events)
    carried.sell(30)
    assert heir.client.push(carried.events).hw == len(carried.events)


def test_every_word_since_the_old_key_must_fit(
    server: CentralServer, life: Life
) -> None:
    response, _ = _join_after_a_restore(server, life, "heir-7", forged=True)

    assert response.status_code == 403
    assert decode(Refusal, response.content).code == "succession"


@pytest.mark.parametrize("by", [Signer(bytes(32)), Signer(b"\x09" * 32)])
def test_only_the_old_key_vouches(
    server: CentralServer, life: Life, by: Signer
) -> None:
    response, _ = _become(server, life, "heir-4", by=by)

    assert response.status_code == 403
    assert decode(Refusal, response.content).code == "succession"


def test_the_heir_stays_in_its_store(server: CentralServer, life: Life) -> None:
    response, _ = _become(server, life, "heir-5", store="S-other")

    assert response.status_code == 409
    assert decode(Refusal, response.content).code == "other_store"


def test_the_same_request_is_answered_again(server: CentralServer, life: Life) -> None:
    code = server.code(life.chain.workstation, life.chain.store)
    new = Signer(new_private_key())
    said = vouch(life.client.signer, life.chain.workstation, new.public_key)
    wanted = Enrol(
        code=code, public_key=new.public_key, epoch=_NEW_EPOCH, succession=said
    )

    replies = [
        requests.post(f"{server.url}/v1/enrol", data=encode(wanted), timeout=10)
        for _ in range(2)
    ]

    first, second = (decode(EnrolReply, each.content) for each in replies)
    assert first == second
    assert first.known is not None
    assert first.known.epochs[0].hw == 3
    assert life.client.refused_push(life.chain.events, 401).code == "signature"
