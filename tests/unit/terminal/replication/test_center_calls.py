"""The machines' calls over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from structs.decoding import decode_json
from sync.engine.causes import Cause
from sync.engine.inputs import (
    FeedAnswered,
    HashesAnswered,
    HelloAnswered,
    PushAnswered,
    RequestFailed,
)
from sync.engine.outputs import SendFeed, SendHashes, SendHello, SendPush
from sync.engine.values import LocalHead, Mark, Verdict
from sync.protocol.messages import Hello, decode
from sync.protocol.returns import ClaimReply, FoundReceipt, ReturnClaim
from sync.protocol.signature import Signer
from terminal.domain.receipt_code import ReceiptCode
from terminal.replication.center_calls import CenterCalls, Program
from terminal.replication.local_messages import Lookup
from terminal.replication.system_clock import SystemClock
from terminal.replication.transport import Transport, WorkstationIdentity
from tests.fakes.chain import ChainWriter
from tests.fakes.scripted_http import Asked, Reply, ScriptedHttp, refusal

_NONCE = "f" * 32
_EPOCH = "a" * 16
_HASH = b"h" * 32


@pytest.fixture
def server() -> Iterator[ScriptedHttp]:
    running = ScriptedHttp()
    yield running
    running.close()


@pytest.fixture
def calls(server: ScriptedHttp) -> Iterator[CenterCalls]:
    transport = Transport(
        server.url,
        identity=WorkstationIdentity("acme", "s-01", "t-07"),
        signer=Signer(b"w" * 32),
        time_ms=SystemClock().wall_ms,
    )
    made = CenterCalls(transport, SystemClock(), Program("0.1", "m1"), lambda: "c5")
    yield made
    made.close()


def _hello_reply(*paused: str) -> bytes:
    return msgspec.json.encode(
        {
            "incarnation": "i2",
            "epochs": [
                {"epoch": _EPOCH, "hw": 3, "hw_hash": _HASH.hex(), "archived_hw": 1},
                {"epoch": "b" * 16, "hw": 0, "hw_hash": None, "archived_hw": 0},
            ],
            "time": 1,
            "min_build": "",
            "retry_policy": {"first_ms": 1, "cap_ms": 2},
            "lanes_paused": paused,
        }
    )


def test_a_greeting_tells_every_head_and_hears_every_watermark(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    server.answer = lambda _asked: Reply(body=_hello_reply())

    answer = calls.hello(SendHello(_NONCE, (LocalHead(_EPOCH, 5, _HASH),), "i1"))

    said = decode(Hello, server.asked[0].body)
    assert isinstance(answer, HelloAnswered)
    assert (said.epochs[0].last_seq, said.epochs[0].last_hash) == (5, _HASH.hex())
    assert (said.feed_cursor, said.incarnation_seen, said.build) == ("c5", "i1", "0.1")
    assert answer.marks == (Mark(_EPOCH, 3, _HASH, 1), Mark("b" * 16, 0, b""))
    assert (answer.incarnation, answer.paused_ms) == ("i2", None)


def test_only_a_pause_of_our_lane_is_a_pause(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    server.answer = lambda _asked: Reply(body=_hello_reply("telemetry"))
    other = calls.hello(SendHello(_NONCE, (), ""))
    server.answer = lambda _asked: Reply(body=_hello_reply("ledger"))
    ours = calls.hello(SendHello(_NONCE, (), ""))

    assert isinstance(other, HelloAnswered)
    assert isinstance(ours, HelloAnswered)
    assert other.paused_ms is None
    assert ours.paused_ms is not None


def test_a_push_hears_the_watermark_and_what_was_not_applied(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    events = tuple(ChainWriter().extend(_EPOCH, 2))
    server.answer = lambda _asked: Reply(
        body=msgspec.json.encode(
            {
                "epoch": _EPOCH,
                "hw": 2,
                "hw_hash": events[1].hash.hex(),
                "archived_hw": 0,
                "verdicts": [[1, "applied", None], [2, "quarantined", "odd"]],
                "incarnation": "i2",
            }
        )
    )

    answer = calls.push(SendPush(_NONCE, _EPOCH, 1, events))

    assert isinstance(answer, PushAnswered)
    assert answer.mark == Mark(_EPOCH, 2, events[1].hash)
    assert answer.verdicts == (Verdict(2, "quarantined", "odd"),)
    assert answer.compressed_bytes == len(server.asked[0].body)


def test_a_checkpoint_is_handed_on_as_it_came(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    server.answer = lambda _asked: Reply(body=b"sealed")

    answer = calls.fetch(SendFeed(_NONCE, "c5"))

    assert isinstance(answer, FeedAnswered)
    assert answer.sealed == b"sealed"


def test_failures_are_answers_too(server: ScriptedHttp, calls: CenterCalls) -> None:
    server.answer = lambda _asked: refusal(429, "busy")
    events = tuple(ChainWriter().extend(_EPOCH, 1))

    answers = [
        calls.hello(SendHello(_NONCE, (), "")),
        calls.push(SendPush(_NONCE, _EPOCH, 1, events)),
        calls.fetch(SendFeed(_NONCE, None)),
    ]
    calls.restart()

    for answer in answers:
        assert isinstance(answer, RequestFailed)
        assert (answer.cause, answer.nonce) == (Cause.BUSY, _NONCE)


def _found(server: ScriptedHttp) -> FoundReceipt:
    """Let the center answer with the first event of a chain."""
    writer = ChainWriter()
    event = writer.append(_EPOCH)
    found = FoundReceipt(
        workstation="t-09",
        store="s-02",
        seq=1,
        header=event.header.decode(),
        body=event.body.decode(),
        prev=event.prev.hex(),
        hash=event.hash.hex(),
    )
    server.answer = lambda _asked: Reply(body=msgspec.json.encode(found))
    return found


def _question(code: ReceiptCode) -> Lookup:
    return Lookup("receipt", 2_000, msgspec.json.encode(code).decode())


def test_a_receipt_of_another_till_is_asked_for_by_its_code(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    found = _found(server)

    answer = calls.look_up(_question(ReceiptCode("A", 7, found.hash[:8])))

    assert answer.is_known
    assert decode_json(answer.detail, FoundReceipt) == found
    [asked] = server.asked
    assert asked.path == f"/v1/receipts/A/7?code={found.hash[:8]}"


@pytest.mark.parametrize("change", [{"hash": "0" * 64}, {"body": "{}"}, {}])
def test_an_event_that_is_not_the_one_on_the_paper_is_not_believed(
    server: ScriptedHttp, calls: CenterCalls, change: dict[str, str]
) -> None:
    found = _found(server)
    code = found.hash[:8] if change else "00000000"
    told = msgspec.structs.replace(found, **change)
    server.answer = lambda _asked: Reply(body=msgspec.json.encode(told))

    answer = calls.look_up(_question(ReceiptCode("A", 7, code)))

    assert not answer.is_known
    assert "not the one on the paper" in answer.detail


def test_goods_are_claimed(server: ScriptedHttp, calls: CenterCalls) -> None:
    reply = ClaimReply(is_granted=True, expires_at_ms=9)
    server.answer = lambda _asked: Reply(body=msgspec.json.encode(reply))
    claim = ReturnClaim(transaction_id="t", event_id="e", lines=())

    answer = calls.look_up(Lookup("claim", 2_000, msgspec.json.encode(claim).decode()))

    assert answer.is_known
    assert decode_json(answer.detail, ClaimReply) == reply
    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/returns/claims")
    assert decode(ReturnClaim, asked.body) == claim


def test_a_refusal_is_told_by_the_centers_word(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    server.answer = lambda _asked: refusal(404, "unknown_receipt")

    answer = calls.look_up(_question(ReceiptCode("A", 7, "0" * 8)))

    assert (answer.is_known, answer.code) == (False, "unknown_receipt")


@pytest.mark.parametrize("kind", ["receipt", "claim"])
def test_a_question_that_cannot_be_read_is_not_sent(
    server: ScriptedHttp, calls: CenterCalls, kind: str
) -> None:
    answer = calls.look_up(Lookup(kind, 2_000, "what?"))

    assert not answer.is_known
    assert server.asked == []


def test_a_run_repeats_the_last_token_it_heard(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    said: list[Hello] = []
    reply = msgspec.json.decode(_hello_reply())

    def answer(asked: Asked) -> Reply:
        said.append(decode(Hello, asked.body))
        token = {"run_token": f"i2.{len(said)}"}
        return Reply(body=msgspec.json.encode({**reply, **token}))

    server.answer = answer

    for _ in range(3):
        calls.hello(SendHello(_NONCE, (), ""))

    assert [each.run_token for each in said] == ["", "i2.1", "i2.2"]


def test_a_suspended_key_is_told_to_the_machine(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    reply = msgspec.json.decode(_hello_reply())
    body = msgspec.json.encode({**reply, "suspended": "two devices"})
    server.answer = lambda _asked: Reply(body=body)

    answer = calls.hello(SendHello(_NONCE, (), ""))

    assert isinstance(answer, HelloAnswered)
    assert answer.suspended == "two devices"


def test_hashes_are_asked_and_an_answer_to_something_else_is_a_fault(
    server: ScriptedHttp, calls: CenterCalls
) -> None:
    wanted = SendHashes(_NONCE, _EPOCH, (1, 9))
    body = {"epoch": _EPOCH, "hashes": [_HASH.hex(), None], "incarnation": "i2"}
    server.answer = lambda _asked: Reply(body=msgspec.json.encode(body))
    good = calls.hashes(wanted)
    short = {**body, "hashes": []}
    server.answer = lambda _asked: Reply(body=msgspec.json.encode(short))
    bad = calls.hashes(wanted)

    assert isinstance(good, HashesAnswered)
    assert (good.hashes, good.incarnation) == ((_HASH, None), "i2")
    assert isinstance(bad, RequestFailed)
    assert bad.cause is Cause.SERVER_FAULT
