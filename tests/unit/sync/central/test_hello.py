"""The handshake: the central's watermark of every epoch."""

from __future__ import annotations

from sync.central.hello import backlog
from sync.protocol.messages import (
    EpochPosition,
    EpochWatermark,
    Hello,
    HelloReply,
    RetryPolicy,
    encode,
)
from tests.support.central_server import TillClient
from tests.support.till_chain import TillChain


def test_the_watermark_is_the_last_stored_event(till: TillClient) -> None:
    for _ in range(3):
        till.chain.sell()
    till.push(till.chain.events[:2])

    reply = till.hello()

    assert reply.epochs == (
        EpochWatermark(till.chain.epoch, 2, till.chain.events[1].hash.hex(), 0),
    )
    assert reply.lanes_paused == ()
    assert reply.retry_policy.first_ms < reply.retry_policy.cap_ms


def test_closed_epochs_are_told_for_ever(till: TillClient) -> None:
    till.chain.sell()
    till.push(till.chain.events)
    old = till.chain
    till.chain = TillChain(
        bytes(32), workstation=old.workstation, store=old.store, epoch="1" * 16
    )
    till.chain.signer = old.signer

    held = {each.epoch: each.hw for each in till.hello().epochs}

    assert held == {old.epoch: 1, "1" * 16: 0}


def test_a_till_with_too_many_epochs_is_refused(till: TillClient) -> None:
    positions = tuple(EpochPosition(f"{n:016x}", 0, "0" * 64) for n in range(1_001))

    response = till.send("POST", "/v1/hello", encode(Hello(epochs=positions)))

    assert response.status_code == 400


def test_the_backlog_is_what_the_till_has_beyond_the_watermarks() -> None:
    said = Hello(
        epochs=(
            EpochPosition("a" * 16, 10, "0" * 64),
            EpochPosition("b" * 16, 3, "0" * 64),
            EpochPosition("c" * 16, 2, "0" * 64),
        )
    )
    reply = HelloReply(
        incarnation="",
        epochs=(
            EpochWatermark("a" * 16, 4, "0" * 64, 0),
            EpochWatermark("b" * 16, 5, "0" * 64, 0),
        ),
        time=0,
        min_build="",
        retry_policy=RetryPolicy(1, 2),
        lanes_paused=(),
    )

    assert backlog(said, reply) == 6 + 0 + 2
