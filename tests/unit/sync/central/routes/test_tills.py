"""What a till is answered when the central has too much to do."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest

from sync.central import projections
from sync.central.push_queue import Limits
from sync.protocol.messages import (
    Enrol,
    EpochPosition,
    Hello,
    Refusal,
    decode,
    encode,
    encode_push,
)
from tests.support.central_app import Answer, CentralApp, MakeCentral, TillInApp


def push(till: TillInApp) -> bytes:
    till.chain.sell()
    return encode_push(till.chain.events)


async def until_one_waits(app: CentralApp) -> None:
    metrics = await app.ask_soon("GET", "/v1/metrics")
    if b"pushes_waiting 1.0" not in metrics.body:
        await until_one_waits(app)


def test_a_push_that_would_wait_too_long_is_sent_away_unharmed(
    make_app: MakeCentral,
) -> None:
    app = make_app(Limits(pushes_max=1))
    first, second = app.enrolled("T-1"), app.enrolled("T-2")
    bodies = push(first), push(second)
    held, let_go = Event(), Event()

    async def story() -> tuple[Answer, Answer]:
        def hold(_connection: object) -> None:
            held.set()
            let_go.wait(30)

        holding = asyncio.create_task(app.database.write_soon(hold))
        await asyncio.to_thread(held.wait, 30)
        try:
            waiting = asyncio.create_task(
                first.send_soon("POST", "/v1/push", bodies[0])
            )
            async with asyncio.timeout(30):
                await until_one_waits(app)
            refused = await second.send_soon("POST", "/v1/push", bodies[1])
        finally:
            let_go.set()
        await holding
        return await waiting, refused

    taken, refused = app.play(story())

    assert taken.status == 200
    assert (refused.status, decode(Refusal, refused.body).code) == (429, "busy")
    assert int(refused.headers["retry-after"]) >= 1
    assert app.rows()["raw_event"] == 1
    assert second.send("POST", "/v1/push", bodies[1]).status == 200


def test_who_has_no_code_takes_no_turn_of_the_writer(app: CentralApp) -> None:
    wanted = encode(Enrol(code="NO-SUCH-CODE", public_key=bytes(32), epoch="0" * 16))
    held, let_go = Event(), Event()

    async def story() -> Answer:
        def hold(_connection: object) -> None:
            held.set()
            let_go.wait(30)

        holding = asyncio.create_task(app.database.write_soon(hold))
        await asyncio.to_thread(held.wait, 30)
        try:
            async with asyncio.timeout(5):
                return await app.ask_soon("POST", "/v1/enrol", wanted)
        finally:
            let_go.set()
            await holding

    refused = app.play(story())

    assert (refused.status, decode(Refusal, refused.body).code) == (403, "code_unknown")


def test_an_enrolment_finds_the_projections_made(
    app: CentralApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = app.enrolled("T-1")
    till.chain.sell()
    till.push()
    left: list[int] = []
    monkeypatch.setattr(
        "sync.central.enrolment.catch_up",
        lambda connection: left.append(projections.pending(connection)),
    )

    app.enrolled("T-2")

    assert left == [0]


@pytest.mark.parametrize("target", ["/v1/enrol", "/v1/hello", "/v1/push"])
def test_a_request_that_never_ends_is_given_up(
    app: CentralApp, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr("sync.central.routes.context.BODY_S", 0.05)

    answer = app.ask("POST", target, b"the beginning of", is_whole=False)

    assert (answer.status, decode(Refusal, answer.body).code) == (408, "too_slow")


def test_a_hello_tells_how_much_is_to_come(app: CentralApp) -> None:
    till = app.enrolled()
    for _ in range(3):
        till.chain.sell()
    chain = till.chain
    position = EpochPosition(chain.epoch, len(chain.events), chain.head.hex())
    said = encode(Hello(epochs=(position,)))

    assert till.send("POST", "/v1/hello", said).status == 200
    metrics = app.ask("GET", "/v1/metrics").body
    assert b"told_backlog_events 3.0" in metrics

    till.push()
    metrics = app.ask("GET", "/v1/metrics").body
    assert b"told_backlog_events 0.0" in metrics
