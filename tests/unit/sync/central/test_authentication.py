"""Only enrolled tills and the administrator are answered."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from sync.central.authentication import NonceMemory
from sync.central.rate_limit import RateLimit
from sync.protocol.messages import Refusal, decode
from sync.protocol.request_signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIME_WINDOW_MS,
    WORKSTATION_HEADER,
)
from tests.support.central_app import MakeCentral
from tests.support.central_server import CentralServer, TillClient
from tests.support.till_chain import TillChain

HELLO = b'{"epochs":[]}'


def refusal(till: TillClient, headers: dict[str, str], status: int) -> Refusal:
    response = till.send("POST", "/v1/hello", HELLO, headers=headers)
    assert response.status_code == status, response.text
    return decode(Refusal, response.content)


def test_an_unknown_workstation_gets_nothing(server: CentralServer) -> None:
    stranger = TillClient(server, TillChain(os.urandom(32), workstation="nobody"))
    stranger.chain.sell()

    assert (
        stranger.refused_push(stranger.chain.events, 401).code == "unknown_workstation"
    )


def test_another_key_cannot_speak_for_a_workstation(
    new_till: Callable[[], TillClient],
) -> None:
    till, other = new_till(), new_till()
    headers = other.headers("POST", "/v1/hello", HELLO)
    headers[WORKSTATION_HEADER] = till.chain.workstation

    assert refusal(till, headers, 401).code == "signature"


def test_a_signature_is_for_one_request_only(till: TillClient) -> None:
    for method, target, body in (
        ("POST", "/v1/push", HELLO),
        ("GET", "/v1/hello", HELLO),
        ("POST", "/v1/hello?x=1", HELLO),
        ("POST", "/v1/hello", b'{"epochs": []}'),
    ):
        headers = till.headers(method, target, body)

        assert refusal(till, headers, 401).code == "signature"


def test_an_unsigned_request_is_refused(till: TillClient) -> None:
    headers = till.headers("POST", "/v1/hello", HELLO)
    del headers[SIGNATURE_HEADER]
    headers[SIGNATURE_HEADER] = "%%%"

    assert refusal(till, headers, 401).code == "unsigned"
    assert refusal(till, {"Accept": "*/*"}, 401).code == "unsigned"


def test_a_replayed_request_is_refused(till: TillClient) -> None:
    headers = till.headers("POST", "/v1/hello", HELLO)

    first = till.send("POST", "/v1/hello", HELLO, headers=headers)

    assert first.status_code == 200
    assert first.headers[NONCE_HEADER] == headers[NONCE_HEADER]
    assert refusal(till, headers, 401).code == "nonce"


@pytest.mark.parametrize(("sign", "word"), [(1, "ahead"), (-1, "behind")])
def test_a_wrong_clock_is_named_and_the_right_time_told(
    till: TillClient, sign: int, word: str
) -> None:
    now_ms = time.time_ns() // 1_000_000
    wrong = now_ms + sign * (TIME_WINDOW_MS + 60_000)
    inside = now_ms + sign * (TIME_WINDOW_MS - 60_000)

    headers = till.headers("POST", "/v1/hello", HELLO, time_ms=wrong)
    said = refusal(till, headers, 401)

    assert said.code == "clock"
    assert word in said.message
    assert abs(said.time - now_ms) < 60_000
    headers = till.headers("POST", "/v1/hello", HELLO, time_ms=inside)
    assert till.send("POST", "/v1/hello", HELLO, headers=headers).status_code == 200


def test_a_suspended_till_is_told_so_and_loses_nothing(
    till: TillClient, suspend: Callable[[str], None]
) -> None:
    till.chain.sell()
    till.push(till.chain.events)

    suspend(till.chain.workstation)

    assert till.refused_push(till.chain.events, 403).code == "revoked"
    assert till.totals()["transactions"] == 1


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("POST", "/v1/enrolment-codes"),
        ("POST", "/v1/catalog/import"),
        ("POST", "/v1/operators"),
        ("GET", "/v1/workstations/T/control-totals"),
        ("GET", "/v1/stores/S/control-totals"),
        ("GET", "/v1/workstations/T/events"),
    ],
)
def test_administration_needs_the_token(
    server: CentralServer, till: TillClient, method: str, target: str
) -> None:
    for headers in (
        {"Accept": "*/*"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {server.token}"},
        {"Authorization": server.token},
        till.headers(method, target, b""),
    ):
        response = till.send(method, target, headers=headers)

        assert response.status_code == 401
        assert response.json()["code"] == "administrator_token"


def test_nonces_are_forgotten_when_they_cannot_be_used_again() -> None:
    memory = NonceMemory()

    assert memory.remember("T", "n", 0)
    assert not memory.remember("T", "n", 2 * TIME_WINDOW_MS)
    assert memory.remember("U", "n", 0)
    assert memory.remember("T", "n", 2 * TIME_WINDOW_MS + 1)


def test_a_request_that_was_too_much_is_neither_remembered_nor_refused_for_ever(
    make_app: MakeCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(
        "sync.central.app.RateLimit",
        lambda _monotonic: RateLimit(lambda: clock[0], per_s=1.0, burst=1.0),
    )
    app = make_app()
    till = app.enrolled()

    def ask(headers: dict[str, str]) -> tuple[int, str]:
        answer = app.ask("GET", "/v1/feed", headers=headers)
        code = "" if answer.status == 200 else decode(Refusal, answer.body).code
        return answer.status, code

    first, second = till.headers("GET", "/v1/feed"), till.headers("GET", "/v1/feed")
    assert ask(first) == (200, "")
    assert ask(second) == (429, "rate")
    clock[0] = 1.0
    # Whoever repeats what was heard on the way uses up nothing of the till's.
    assert ask(first) == (401, "nonce")
    assert ask(second) == (200, "")
    assert ask(second) == (401, "nonce")
