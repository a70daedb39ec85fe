"""Hostile requests at every address of the central, from whoever may send them.

No answer is a fault of the program, every answer is one that the OpenAPI document
names, and what is refused leaves the database as it was.
"""

from __future__ import annotations

import itertools
import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote_from_bytes

import pytest
import requests
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Connection

from sync.central import projections
from sync.central.app import ROUTES
from sync.central.openapi import document
from sync.protocol import messages
from sync.protocol.envelope import StoredEvent, event_hash
from sync.protocol.errors import MalformedMessageError
from sync.protocol.messages import Refusal, decode
from sync.protocol.request_signing import SignedParts, sign_request
from sync.protocol.signature import Signer
from tests.support.central_app import NOW_MS, Answer, CentralApp, TillInApp
from tests.support.central_server import CentralServer
from tests.support.fuzz import (
    altered,
    damaged,
    hostile,
    hostile_gzip,
    noise,
    runs,
    texts,
)
from tests.support.till_chain import TillChain

FEW: Final = 2
SOME: Final = 25
MANY: Final = 150
VERY_MANY: Final = 6_000

DOCUMENT: Final = document(ROUTES)
EVENTS: Final = Path(__file__).parents[2] / "fixtures" / "events"
BODIES: Final = [file.read_bytes() for file in sorted(EVENTS.glob("*.json"))]

# They let nobody in; what they say to everybody changes nothing.
OPEN: Final = {"POST /v1/enrol", "GET /v1/health", "GET /v1/ready"}
REFUSED: Final = {400, 401, 403, 404, 405, 409, 413, 429}

campaign = pytest.mark.campaign
long = pytest.mark.timeout(1_800)


class Shop(NamedTuple):
    """A central with tills of every kind, all with some history."""

    central: CentralApp
    till: TillInApp
    revoked: TillInApp
    unknown: TillInApp
    twin: TillInApp

    def outsiders(self) -> list[TillInApp]:
        """Return those whom the central must give nothing."""
        return [self.revoked, self.unknown, self.twin]


@pytest.fixture
def shop(central: CentralApp) -> Shop:
    return open_shop(central)


@pytest.fixture(scope="module")
def sqlite_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Return one for all who leave it as it was; making one takes a while."""
    home = tmp_path_factory.mktemp("home")
    central = CentralApp(f"sqlite:///{home / 'central.db'}", home)
    yield open_shop(central)
    central.close()


def open_shop(central: CentralApp) -> Shop:
    till = central.enrolled("T-07")
    revoked = central.enrolled("T-08")
    for each in (till, revoked):
        each.chain.sell()
        each.push()
    # A question may make the projections of what was pushed; here they are made.
    central.database.write(projections.catch_up)
    central.suspend("T-08")
    central.client = ("192.0.2.7", 5_000)
    return Shop(
        central,
        till,
        revoked,
        unknown=TillInApp(central, TillChain(b"u" * 32, workstation="T-99")),
        # Another computer that says it is T-07.
        twin=TillInApp(central, TillChain(b"t" * 32, workstation="T-07")),
    )


def held(central: CentralApp) -> tuple[dict[str, int], list[Any]]:
    """Return what is stored: the rows of every table, and who the tills are."""

    def read(connection: Connection) -> list[Any]:
        return [
            tuple(row)
            for name in ("workstation", "workstation_key", "stream", "center")
            for row in connection.exec_driver_sql(
                f"SELECT * FROM {name} ORDER BY 1, 2, 3"
            )
        ]

    return central.rows(), central.database.read(read)


def operations() -> dict[str, Any]:
    loaded = schemathesis.openapi.from_dict(DOCUMENT)
    found = {}
    for each in loaded.get_all_operations():
        assert not isinstance(
            each.err() if hasattr(each, "err") else None, InvalidSchema
        )
        operation = each.ok()  # type: ignore[union-attr]  # checked above
        found[operation.label] = operation
    return found


@schemathesis.serializer("application/gzip")
def compress(_context: Any, value: Any) -> bytes:
    return messages.deflate(json.dumps(value).encode())


OPERATIONS: Final = operations()


def test_the_document_is_openapi_for_others() -> None:
    schemathesis.openapi.from_dict(DOCUMENT).validate()


class Sent(NamedTuple):
    """A request as schemathesis would send it."""

    method: str
    target: str
    body: bytes

    @classmethod
    def of(cls, case: Any) -> Sent:
        words = case.as_transport_kwargs(base_url="http://x")
        kept = ("method", "url", "params", "data", "json")
        prepared = requests.Request(
            **{key: words[key] for key in kept if key in words}
        ).prepare()
        body = prepared.body or b""
        data = body.encode() if isinstance(body, str) else bytes(body)
        assert prepared.method is not None
        return cls(prepared.method, prepared.path_url, data)


def as_response(sent: Sent, answer: Answer) -> Response:
    """Return *answer* in the words of schemathesis."""
    return Response(
        status_code=answer.status,
        headers={name: [text] for name, text in answer.headers.items()},
        content=answer.body,
        request=requests.Request(sent.method, "http://x/", data=sent.body).prepare(),
        elapsed=0.0,
        verify=False,
    )


def require_honest(sent: Sent, answer: Answer) -> None:
    """An answer is no fault, and if it is a refusal it has the form of one."""
    assert answer.status < 500, (sent, answer)
    if answer.status != 200:
        assert decode(Refusal, answer.body).code


def explore(shop: Shop, label: str, mode: GenerationMode, count: int) -> None:
    operation = OPERATIONS[label]
    if mode is GenerationMode.NEGATIVE and not _has_input(label):
        return
    central = shop.central
    before = held(central)

    @runs(count)
    @given(case=operation.as_strategy(generation_mode=mode), who=st.integers(0, 5))
    def ask(case: Any, who: int) -> None:
        nonlocal before
        sent = Sent.of(case)
        if who == 0:
            answer = central.ask(*sent)
        elif who == 1:
            answer = central.administer(*sent)
        else:
            till = (shop.till, *shop.outsiders())[who - 2]
            answer = till.send(*sent)
        require_honest(sent, answer)
        if answer.status not in {404, 405} or label.startswith("GET /v1/receipts"):
            # An empty part of a path leads to another address.
            case.validate_response(
                as_response(sent, answer),
                checks=[status_code_conformance, response_schema_conformance],
            )
        after = held(central)
        is_outside = who in {0, 3, 4, 5} and label not in OPEN
        if is_outside:
            assert answer.status in {401, 403, 404, 405, 413}, (sent, answer)
        if is_outside or answer.status != 200 or sent.method == "GET":
            assert after == before, (sent, answer)
        before = after

    ask()


def _has_input(label: str) -> bool:
    method, path = label.split()
    operation = DOCUMENT["paths"][path][method.lower()]
    return "parameters" in operation or "requestBody" in operation


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_requests_of_the_document_and_against_it(sqlite_shop: Shop, label: str) -> None:
    explore(sqlite_shop, label, GenerationMode.POSITIVE, FEW)
    explore(sqlite_shop, label, GenerationMode.NEGATIVE, FEW)


@campaign
@long
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_a_great_many_requests_of_the_document_and_against_it(
    shop: Shop, label: str
) -> None:
    explore(shop, label, GenerationMode.POSITIVE, MANY)
    explore(shop, label, GenerationMode.NEGATIVE, MANY)
    require_nothing_lost(shop)


def require_nothing_lost(shop: Shop) -> None:
    """The till goes on where it was, and so does a revoked one that is let in again."""
    shop.till.chain.sell()
    assert shop.till.push().hw == 2
    shop.central.suspend("T-08", is_suspended=False)
    shop.revoked.chain.sell()
    assert shop.revoked.push().hw == 2


paths: Final = st.sampled_from(sorted(DOCUMENT["paths"])) | st.just("/v1/nothing")
segments: Final = (
    noise.map(quote_from_bytes)
    | texts.map(lambda text: quote_from_bytes(text.encode("utf-8", "surrogatepass")))
    | st.sampled_from(["%00", "..", "%2e%2e%2f", "%ff%fe", "%", "%zz", "x" * 9_000])
)
raw_headers: Final = st.lists(
    st.tuples(
        st.sampled_from(
            [
                b"authorization",
                b"content-type",
                b"content-length",
                b"content-encoding",
                b"x-evertill-workstation",
                b"x-evertill-nonce",
                b"x-evertill-time",
                b"x-evertill-signature",
                b"cookie",
                b"accept",
                b"expect",
                b"transfer-encoding",
                b"x-forwarded-for",
            ]
        )
        | noise,
        noise | st.sampled_from([b"Bearer ", b"Bearer \xff", b"0", b"-1", b"1" * 40]),
    ),
    max_size=4,
)


@st.composite
def addresses(draw: Callable[[Any], Any]) -> bytes:
    path = draw(paths)
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + draw(segments) + rest.partition("}")[2]
    names = ("cursor", "kind", "dry_run", "store", "explain", "business_day")
    counts = ("epoch", "after", "limit", "after_ms", "code", "x")
    query = [
        f"{draw(st.sampled_from(names + counts))}={draw(segments)}"
        for _ in range(draw(st.integers(0, 2)))
    ]
    text: str = path + ("?" + "&".join(query) if query else "")
    return text.encode("latin-1")


methods: Final = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "BREW", ""])


def wander(shop: Shop, count: int) -> None:
    central = shop.central
    before = held(central)

    @runs(count)
    @given(
        method=methods,
        target=addresses(),
        body=hostile(BODIES),
        headers=raw_headers,
        who=st.integers(0, 3),
    )
    def ask(
        method: str,
        target: bytes,
        body: bytes,
        headers: list[tuple[bytes, bytes]],
        who: int,
    ) -> None:
        nonlocal before
        if who == 1:
            token = f"Bearer {central.token}".encode()
            headers = [(b"authorization", token)]
        elif who == 2:
            signed = shop.till.headers(method, target.decode("latin-1"), body)
            headers = [(k.lower().encode(), v.encode()) for k, v in signed.items()]
        answer = central.ask(method, target, body, headers)
        assert answer.status < 500, (method, target, body, headers, answer)
        after = held(central)
        if who in {0, 3} or answer.status != 200:
            assert after == before, (method, target, body, headers, answer)
        before = after

    ask()


@campaign
@long
def test_a_great_many_odd_addresses_and_headers_are_refused(shop: Shop) -> None:
    wander(shop, VERY_MANY)
    require_nothing_lost(shop)


def push_hostile(shop: Shop, count: int) -> None:
    """Pushes that are nearly right, each by the till itself and by outsiders."""
    central = shop.central
    shop.till.chain.sell()
    wire = messages.inflate(messages.encode_push(shop.till.chain.events))
    before = held(central)

    @runs(count)
    @given(body=hostile_gzip([wire]), who=st.integers(0, 3))
    def push(body: bytes, who: int) -> None:
        nonlocal before
        till = (shop.till, *shop.outsiders())[who]
        answer = till.send("POST", "/v1/push", body)
        require_honest(Sent("POST", "/v1/push", body), answer)
        after = held(central)
        if who or answer.status != 200:
            assert answer.status in REFUSED
            assert after == before, (body, answer)
        before = after

    push()
    assert shop.till.push().hw == len(shop.till.chain.events)


@campaign
@long
def test_a_great_many_pushes_that_are_nearly_right_are_refused(shop: Shop) -> None:
    push_hostile(shop, VERY_MANY)


def sign_anew(till: TillInApp, header: bytes, body: bytes) -> StoredEvent:
    """Return an event whose hash and signature are right, whatever it says."""
    prev = bytes(32)
    digest = event_hash(prev, header, body)
    return StoredEvent(header, body, prev, digest, till.signer.sign(digest))


def push_own(shop: Shop, count: int) -> None:
    """Events that the till itself signed, with any header and any body."""
    central, till = shop.central, shop.till
    before = held(central)
    epochs = (f"{number:016x}" for number in itertools.count(1))
    kinds = sorted(file.stem.rpartition("_v")[0] for file in EVENTS.glob("*.json"))

    @runs(count)
    @given(
        kind=st.sampled_from(kinds).map(lambda name: name.replace("_", ".", 1)) | texts,
        body=hostile(BODIES),
        day=st.sampled_from(["2031-04-02", None]) | texts,
        damage=st.none() | st.integers(0, 2**32),
        data=st.data(),
    )
    def push(
        kind: str, body: bytes, day: str | None, damage: int | None, data: Any
    ) -> None:
        nonlocal before
        chain = TillChain(
            b"T-07".ljust(32, b"-"), workstation="T-07", epoch=next(epochs)
        )
        try:
            event = chain.append_bytes(kind, body, business_day=day)
        except (MalformedMessageError, ValueError):
            # Our own encoder refuses it; another's may not.
            event = chain.append_bytes("sale.completed", body)
        if damage is not None:
            header = data.draw(altered([event.header]))
            compact = json.dumps(
                json.loads(header), ensure_ascii=False, separators=(",", ":")
            ).encode("utf-8", "surrogatepass")
            event = sign_anew(till, compact, body)
        try:
            sent = messages.encode_push([event])
        except UnicodeError:
            return
        answer = till.send("POST", "/v1/push", sent)
        require_honest(Sent("POST", "/v1/push", sent), answer)
        rows, tills = held(central)
        if answer.status == 200:
            assert rows["raw_event"] == before[0]["raw_event"] + 1
        else:
            assert (rows, tills) == before, (event, answer)
        before = rows, tills

    push()


def test_some_hostile_requests_of_every_kind_are_refused(shop: Shop) -> None:
    wander(shop, SOME)
    push_own(shop, SOME)
    require_outsiders_learn_nothing(shop)
    require_nothing_lost(shop)
    push_hostile(shop, SOME)


@campaign
@long
def test_a_great_many_hostile_events_of_the_till_itself_are_kept_or_refused_whole(
    shop: Shop,
) -> None:
    push_own(shop, VERY_MANY)


def require_outsiders_learn_nothing(shop: Shop) -> None:
    """An unknown till, a revoked one and a twin with another key get no figure."""
    before = held(shop.central)
    for label in sorted(set(OPERATIONS) - OPEN):
        method, path = label.split()
        target = path.replace("{", "").replace("}", "")
        for outsider in shop.outsiders():
            answer = outsider.send(method, target, b"{}")
            assert answer.status in {401, 403}, (label, answer)
            said = decode(Refusal, answer.body)
            assert (said.epoch, said.hw, said.hw_hash) == (None, None, None)

    assert held(shop.central) == before


def test_a_signature_is_good_for_one_request_only(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    till = shop.till
    body = messages.encode_push(till.chain.events)
    headers = sign_request(
        Signer(b"T-07".ljust(32, b"-")),
        SignedParts("POST", "/v1/push", body),
        workstation="T-07",
        nonce=shop.central.nonce(),
        time_ms=NOW_MS,
    )

    first = shop.central.ask("POST", "/v1/push", body, headers)
    again = shop.central.ask("POST", "/v1/push", body, headers)

    assert first.status == 200
    assert (again.status, decode(Refusal, again.body).code) == (401, "nonce")


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralServer]:
    server = CentralServer.make(tmp_path_factory.mktemp("central"))
    server.start()
    yield server
    server.close()


def shout(server: CentralServer, count: int) -> None:
    """Bytes on the socket of a real server that are no HTTP, or hardly."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    samples = [
        b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        (
            b"POST /v1/push HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            b"\r\n3\r\nabc\r\n0\r\n\r\n"
        ),
    ]

    @runs(count)
    @given(data=damaged(samples) | noise)
    def send(data: bytes) -> None:
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            try:
                while piece := connection.recv(65_536):
                    answer += piece
            except ConnectionResetError:
                return
        assert not answer.startswith(b"HTTP/1.1 5"), (data, answer)

    send()
    assert requests.get(f"{server.url}/v1/health", timeout=10).status_code == 200


@campaign
@long
def test_a_real_server_survives_what_is_no_http(listening: CentralServer) -> None:
    shout(listening, 2_000)


def test_the_campaign_is_as_long_as_promised() -> None:
    from tests.integration.fuzz import test_decoders

    labels = len(OPERATIONS)
    databases = 2
    inputs = (
        (len(test_decoders.DECODERS) + 1) * test_decoders.MANY
        + databases * (labels * 2 * MANY + 3 * VERY_MANY)
        + 2_000
    )

    assert inputs >= 100_000
    assert os.environ.get("HYPOTHESIS_PROFILE") is None
