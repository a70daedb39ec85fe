"""HTTP: limits, hostile bytes at every address, one form of refusal."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient
from litestar.types import ASGIApp
from sqlalchemy import Engine, text

from sync.central.app import create_app
from sync.central.database import Database, open_engine
from sync.central.installation import Center, install, locate
from sync.central.secrets import hash_token
from sync.protocol.messages import (
    PUSH_EVENTS_MAX,
    REQUEST_BYTES_MAX,
    REQUEST_INFLATED_BYTES_MAX,
    Refusal,
    decode,
    deflate,
    encode_push,
)
from sync.protocol.request_signing import NONCE_HEADER
from sync.protocol.signature import Signer
from tests.support.central_server import CentralServer, TillClient

FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

json_texts = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def push_of(till: TillClient, body: bytes) -> requests.Response:
    return till.send("POST", "/v1/push", body)


def test_anybody_may_ask_whether_the_center_lives(server: CentralServer) -> None:
    response = requests.get(f"{server.url}/v1/health", timeout=10)

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["tenant"] == "acme"


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/", 404),
        ("GET", "/schema", 404),
        ("DELETE", "/v1/push", 405),
        ("GET", "/v1/push", 405),
    ],
)
def test_every_refusal_has_one_form(
    server: CentralServer, method: str, target: str, status: int
) -> None:
    headers = {NONCE_HEADER: "n" * 20}
    response = requests.request(
        method, server.url + target, headers=headers, timeout=10
    )

    assert response.status_code == status
    assert decode(Refusal, response.content).code
    assert response.headers[NONCE_HEADER] == "n" * 20


def test_a_push_above_the_limit_of_bytes_is_too_large(till: TillClient) -> None:
    response = push_of(till, os.urandom(REQUEST_BYTES_MAX + 1))

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_gzip_bomb_is_stopped(till: TillClient) -> None:
    response = push_of(till, deflate(bytes(REQUEST_INFLATED_BYTES_MAX + 1)))

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    huge = gzip.compress(bytes(200 * REQUEST_INFLATED_BYTES_MAX // 16), 9, mtime=0)
    assert len(huge) < REQUEST_BYTES_MAX
    assert push_of(till, huge).status_code == 413


def test_a_push_of_too_many_events_is_too_large(till: TillClient) -> None:
    for _ in range(PUSH_EVENTS_MAX + 1):
        till.chain.append_bytes("note.taken", b"{}")

    assert till.refused_push(till.chain.events, 413).code == "too_large"
    assert till.push(till.chain.events[:-1]).hw == PUSH_EVENTS_MAX


@given(body=st.binary(max_size=200))
@FEW
def test_hostile_bytes_are_refused_everywhere(till: TillClient, body: bytes) -> None:
    server = till.server
    answers = [
        till.send("POST", "/v1/hello", body),
        push_of(till, body),
        push_of(till, deflate(body)),
        requests.post(f"{server.url}/v1/enrol", data=body, timeout=10),
        server.administer("POST", "/v1/operators", data=body),
        server.administer("POST", "/v1/enrolment-codes", data=body),
        server.administer("POST", "/v1/catalog/import", data=body),
    ]

    assert [answer.status_code for answer in answers] == [400] * 7
    for answer in answers:
        decode(Refusal, answer.content)


@given(body=json_texts)
@FEW
def test_hostile_json_is_refused_everywhere(till: TillClient, body: object) -> None:
    server = till.server
    encoded = json.dumps(body).encode()

    for answer in (
        push_of(till, deflate(encoded)),
        requests.post(f"{server.url}/v1/enrol", data=encoded, timeout=10),
        server.administer("POST", "/v1/operators", data=encoded),
        server.administer("POST", "/v1/enrolment-codes", data=encoded),
    ):
        assert answer.status_code == 400
        decode(Refusal, answer.content)


def test_a_business_day_is_a_date(server: CentralServer) -> None:
    for day in ("2031-4-2", "today", "%00", "2031-04-02x"):
        target = f"/v1/stores/S/control-totals?business_day={day}"
        response = server.administer("GET", target)

        assert (response.status_code, response.json()["code"]) == (400, "parameter")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    install(locate(None, tmp_path), "acme", lambda: 1)
    return open_engine(f"sqlite:///{tmp_path / 'central.db'}")


def in_process(engine: Engine) -> TestClient[ASGIApp]:
    center = Center("acme", "life-1", hash_token("token"))
    app = create_app(Database(engine), center, Signer(bytes(32)), lambda: 7)
    return TestClient(app, raise_server_exceptions=False)


def test_a_database_that_fails_is_a_reason_to_wait(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE control_day"))

    with in_process(engine) as client:
        response = client.get("/v1/health")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert decode(Refusal, response.content).code == "database"


def test_a_fault_of_the_program_tells_nothing_of_its_inside(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("sync.central.control.require_readable", fail)

    with in_process(engine) as client:
        response = client.get("/v1/health")

    assert response.status_code == 500
    assert decode(Refusal, response.content) == Refusal(
        code="fault", message="the central has a fault; nothing was stored", time=7
    )


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=x", "limit=1e3", "after=" + "9" * 40, "after=%C2%B2"],
)
def test_a_parameter_that_is_no_number_is_refused(
    server: CentralServer, query: str
) -> None:
    response = server.administer("GET", f"/v1/workstations/T/events?{query}")

    assert (response.status_code, response.json()["code"]) == (400, "parameter")


def test_odd_addresses_do_not_crash(server: CentralServer) -> None:
    for target in (
        "/v1/workstations/%00/events",
        "/v1/workstations/%FF%FE/control-totals",
        "/v1/stores/" + "x" * 5_000 + "/control-totals",
        "/v1/workstations/T/events?epoch=%27%20or%201=1",
    ):
        assert server.administer("GET", target).status_code < 500


def test_a_damaged_event_among_good_ones_stores_none(till: TillClient) -> None:
    till.chain.sell()
    till.chain.sell()
    data = bytearray(encode_push(till.chain.events))
    data[len(data) // 2] ^= 0xFF

    assert push_of(till, bytes(data)).status_code in {400, 409}
    assert till.totals()["events"] == 0
