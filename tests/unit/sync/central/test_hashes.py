"""The hashes that tell a till where its chain and the central's part."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from structs.decoding import decode_json
from sync.protocol.messages import HASHES_MAX, Hashes, HashesReply, encode
from tests.support.central_server import TillClient


def _ask(till: TillClient, seqs: tuple[int, ...]) -> HashesReply:
    body = encode(Hashes(epoch=till.chain.epoch, seqs=seqs))
    response = till.send("POST", "/v1/hashes", body)
    assert response.status_code == 200, response.content
    return decode_json(response.content, HashesReply)


def test_each_event_held_is_told_by_its_hash(till: TillClient) -> None:
    for _ in range(3):
        till.chain.sell()
    till.push(till.chain.events)

    reply = _ask(till, (1, 3, 4))

    first, _, third = (event.hash.hex() for event in till.chain.events)
    assert (reply.epoch, reply.hashes) == (till.chain.epoch, (first, third, None))
    assert reply.incarnation == till.hello().incarnation


def test_of_another_workstation_nothing_is_told(
    till: TillClient, new_till: Callable[[], TillClient]
) -> None:
    till.chain.sell()
    till.push(till.chain.events)
    other_till = new_till()
    other_till.chain.epoch = till.chain.epoch

    assert _ask(other_till, (1,)).hashes == (None,)


@pytest.mark.parametrize("seqs", [tuple(range(1, HASHES_MAX + 2)), (0,)])
def test_a_question_beyond_the_form_is_refused(
    till: TillClient, seqs: tuple[int, ...]
) -> None:
    body = msgspec.json.encode({"epoch": till.chain.epoch, "seqs": seqs})

    assert till.send("POST", "/v1/hashes", body).status_code == 400
