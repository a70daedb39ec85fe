"""Calls over real sockets: what is sent, and each cause told apart."""

from __future__ import annotations

import contextlib
import gzip
import os
import select
import socket
import threading
from collections.abc import Iterator

import msgspec
import pytest

from sync.engine.batch_size import BATCH_COMPRESSED_BYTES_MAX
from sync.engine.causes import Cause
from sync.protocol.messages import Enrol, Hello, decode_push
from sync.protocol.request_signing import SignedParts, read_claim, verify_request
from sync.protocol.signature import Signer
from terminal.replication.call_failure import CallFailedError
from terminal.replication.transport import (
    RETRY_AFTER_MS_MAX,
    CenterTime,
    Transport,
    WorkstationIdentity,
)
from tests.fakes.chain import ChainWriter
from tests.fakes.scripted_http import Asked, Reply, ScriptedHttp, refusal

_SIGNER = Signer(b"w" * 32)
_NONCE = "0123456789abcdef0123456789abcdef"
_EPOCH = "a" * 16
_HELLO_REPLY = (
    b'{"incarnation":"i","epochs":[],"time":1900000000000,"min_build":"",'
    b'"retry_policy":{"first_ms":1000,"cap_ms":60000},"lanes_paused":[]}'
)
_PUSH_REPLY = (
    b'{"epoch":"aaaaaaaaaaaaaaaa","hw":2,"hw_hash":null,"archived_hw":0,'
    b'"verdicts":[[1,"applied",null]],"incarnation":"i"}'
)


@pytest.fixture
def server() -> Iterator[ScriptedHttp]:
    running = ScriptedHttp()
    yield running
    running.close()


def _transport(url: str, heard: list[CenterTime] | None = None) -> Transport:
    return Transport(
        url,
        identity=WorkstationIdentity("acme", "s-01", "till 7"),
        signer=_SIGNER,
        time_ms=lambda: 1_900_000_000_123,
        on_time=None if heard is None else heard.append,
    )


def _failure(transport: Transport) -> CallFailedError:
    with pytest.raises(CallFailedError) as caught:
        transport.hello(_NONCE, Hello(epochs=()))
    return caught.value


def test_every_request_is_signed_over_method_path_body_nonce_and_time(
    server: ScriptedHttp,
) -> None:
    server.answer = lambda _asked: Reply(body=b"sealed")

    sealed = _transport(server.url).feed(_NONCE, "a/b+c=")

    [asked] = server.asked
    claim = read_claim(asked.headers)
    verify_request(
        claim, _SIGNER.public_key, SignedParts(asked.method, asked.path, asked.body)
    )
    assert sealed == b"sealed"
    assert asked.path == "/v1/feed?cursor=a%2Fb%2Bc%3D"
    assert (claim.workstation, claim.nonce, claim.time_ms) == (
        "till 7",
        _NONCE,
        1_900_000_000_123,
    )


def test_a_push_is_a_signed_gzip_array_on_a_connection_that_is_kept(
    server: ScriptedHttp,
) -> None:
    server.answer = lambda _asked: Reply(body=_PUSH_REPLY)
    ledger = ChainWriter()
    events = ledger.extend(_EPOCH, 2)
    transport = _transport(server.url)

    receipts = [transport.push(_NONCE, _EPOCH, 1, events) for _ in range(3)]

    asked = server.asked[0]
    verify_request(
        read_claim(asked.headers),
        _SIGNER.public_key,
        SignedParts("POST", "/v1/push", asked.body),
    )
    assert decode_push(asked.body) == events
    assert gzip.decompress(asked.body).startswith(b"[{")
    assert asked.headers["Content-Encoding"] == "gzip"
    assert len({each.headers["Idempotency-Key"] for each in server.asked}) == 1
    assert receipts[0].reply.hw == 2
    assert receipts[0].compressed_bytes == len(asked.body)
    assert server.connections == 1


def test_a_batch_that_is_too_large_is_not_sent(server: ScriptedHttp) -> None:
    ledger = ChainWriter(is_signed=False)
    noise = os.urandom(BATCH_COMPRESSED_BYTES_MAX).hex()
    events = [ledger.append(_EPOCH, padding=noise) for _ in range(2)]

    with pytest.raises(CallFailedError) as caught:
        _transport(server.url).push(_NONCE, _EPOCH, 1, events)

    assert caught.value.cause is Cause.TOO_LARGE
    assert server.asked == []


def test_the_centers_time_is_heard_in_greetings_and_refusals(
    server: ScriptedHttp,
) -> None:
    heard: list[CenterTime] = []
    transport = _transport(server.url, heard)

    server.answer = lambda _asked: Reply(body=_HELLO_REPLY)
    reply = transport.hello(_NONCE, Hello(epochs=()))
    server.answer = lambda _asked: refusal(401, "clock", 1_900_000_000_777)
    failure = _failure(transport)

    assert reply.incarnation == "i"
    assert failure.cause is Cause.CLOCK
    assert [each.center_ms for each in heard] == [1_900_000_000_000, 1_900_000_000_777]


def test_an_enrolment_is_not_signed_because_nobody_knows_the_key_yet(
    server: ScriptedHttp,
) -> None:
    server.answer = lambda _asked: Reply(
        body=msgspec.json.encode(
            {
                "tenant": "acme",
                "store": "s-01",
                "workstation": "t",
                "central_public_key": b"k" * 32,
                "name": "Till",
            }
        )
    )
    transport = Transport(server.url, identity=None, signer=None, time_ms=lambda: 0)

    reply = transport.enrol(_NONCE, Enrol(code="c", public_key=b"p" * 32, epoch=_EPOCH))

    assert reply.central_public_key == b"k" * 32
    assert "X-Evertill-Signature" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("reply", "cause", "retry_after_ms"),
    [
        (refusal(403, "revoked"), Cause.REVOKED, None),
        (refusal(409, "gap"), Cause.GAP, None),
        (refusal(409, "fork"), Cause.FORK, None),
        (refusal(413, "too_large"), Cause.TOO_LARGE, None),
        (refusal(426, "upgrade"), Cause.UPGRADE_REQUIRED, None),
        (Reply(429, b"", {"Retry-After": "7"}), Cause.BUSY, 7_000),
        (Reply(503, b"", {"Retry-After": "9" * 30}), Cause.BUSY, RETRY_AFTER_MS_MAX),
        (Reply(503, b"", {"Retry-After": "Wed, 21 Oct"}), Cause.BUSY, None),
        (Reply(500, b"<html>"), Cause.SERVER_FAULT, None),
        (Reply(200, b"<html>"), Cause.SERVER_FAULT, None),
        (Reply(200, b"<html>", is_ours=False), Cause.NOT_OUR_SERVER, None),
        (Reply(200, _HELLO_REPLY, is_ours=False), Cause.NOT_OUR_SERVER, None),
        (
            Reply(302, b"", {"Location": "http://portal.test/"}, is_ours=False),
            Cause.NOT_OUR_SERVER,
            None,
        ),
        (Reply(502, b"", is_ours=False), Cause.SERVER_UNREACHABLE, None),
        (Reply(413, b"", is_ours=False), Cause.TOO_LARGE, None),
        (
            Reply(429, b"", {"Retry-After": "9"}, is_ours=False),
            Cause.BUSY,
            9_000,
        ),
        (
            Reply(504, b"", {"Retry-After": "8"}, is_ours=False),
            Cause.SERVER_UNREACHABLE,
            8_000,
        ),
        (
            Reply(200, b"no gzip", {"Content-Encoding": "gzip"}),
            Cause.NOT_OUR_SERVER,
            None,
        ),
    ],
)
def test_each_answer_is_told_apart(
    server: ScriptedHttp, reply: Reply, cause: Cause, retry_after_ms: int | None
) -> None:
    server.answer = lambda _asked: reply

    failure = _failure(_transport(server.url))

    assert (failure.cause, failure.retry_after_ms) == (cause, retry_after_ms)


def test_an_answer_with_another_nonce_is_not_from_our_center(
    server: ScriptedHttp,
) -> None:
    server.answer = lambda _asked: Reply(
        body=_HELLO_REPLY, headers={"X-Evertill-Nonce": "f" * 32}, is_ours=False
    )

    assert _failure(_transport(server.url)).cause is Cause.NOT_OUR_SERVER


def test_nobody_listening_is_a_center_that_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    failure = _failure(_transport(f"http://127.0.0.1:{port}"))

    assert failure.cause is Cause.SERVER_UNREACHABLE
    assert f"127.0.0.1:{port}" in failure.detail


def test_a_connection_cut_in_the_middle_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def cut() -> None:
            connection, _ = listener.accept()
            connection.recv(65536)
            connection.close()

        cutter = threading.Thread(target=cut)
        cutter.start()
        failure = _failure(_transport(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        cutter.join()

    assert failure.cause is Cause.SERVER_UNREACHABLE


def test_silence_within_an_answer_is_told_from_a_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("terminal.replication.transport.READ_TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def stall() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
                while connection.recv(65536):
                    pass

        stalling = threading.Thread(target=stall)
        stalling.start()
        failure = _failure(_transport(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        stalling.join()

    assert failure.cause is Cause.TIMED_OUT


def test_silence_is_told_from_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terminal.replication.transport.READ_TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        failure = _failure(_transport(f"http://127.0.0.1:{listener.getsockname()[1]}"))

    assert failure.cause is Cause.TIMED_OUT


def test_an_answer_that_drips_is_given_up_at_the_deadline(
    server: ScriptedHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.replication.transport.CYCLE_TIMEOUT_S", -1.0)
    server.answer = lambda _asked: Reply(body=_HELLO_REPLY)

    assert _failure(_transport(server.url)).cause is Cause.TIMED_OUT


@pytest.mark.parametrize(
    "begin",
    [
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
    ids=["header", "length", "chunk", "close"],
)
def test_a_peer_that_drips_bytes_does_not_hold_a_call_beyond_its_deadline(
    monkeypatch: pytest.MonkeyPatch, begin: bytes
) -> None:
    monkeypatch.setattr("terminal.replication.transport.CYCLE_TIMEOUT_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65536)
                connection.sendall(begin)
                # Until the till hangs up; more often than its time-out would notice.
                is_readable = False
                while not is_readable or connection.recv(65536):
                    connection.sendall(b"a")
                    is_readable = bool(select.select([connection], [], [], 0.005)[0])

        dripping = threading.Thread(target=drip)
        dripping.start()
        failure = _failure(_transport(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        dripping.join()

    assert failure.cause is Cause.TIMED_OUT


def test_an_endless_answer_is_not_read_to_its_end(
    server: ScriptedHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.replication.transport.ANSWER_BYTES_MAX", 1_000)
    server.answer = lambda _asked: Reply(body=b"x" * 2_000)

    assert _failure(_transport(server.url)).cause is Cause.NOT_OUR_SERVER


def test_a_restarted_transport_opens_a_new_connection(server: ScriptedHttp) -> None:
    server.answer = lambda _asked: Reply(body=_HELLO_REPLY)
    transport = _transport(server.url)
    transport.hello(_NONCE, Hello(epochs=()))

    transport.restart()
    transport.hello(_NONCE, Hello(epochs=()))
    transport.close()

    assert server.connections == 2


def test_cookies_are_neither_kept_nor_sent(server: ScriptedHttp) -> None:
    def answer(_asked: Asked) -> Reply:
        return Reply(body=_HELLO_REPLY, headers={"Set-Cookie": "a=b"})

    server.answer = answer
    transport = _transport(server.url)

    transport.hello(_NONCE, Hello(epochs=()))
    transport.hello(_NONCE, Hello(epochs=()))

    assert "Cookie" not in server.asked[1].headers
