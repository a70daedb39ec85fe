"""HTTP to the center: one session, kept alive, every request signed.

The only importer of `requests`.  Each call either returns what the center said or
raises `CallFailedError` with the cause told apart, because "no network" and "your
clock is wrong" need different hands to repair.
"""

from __future__ import annotations

import http.cookiejar
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import quote

import msgspec
import requests
import requests.adapters
from requests import exceptions as http_errors
from typing_extensions import override
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from sync.engine.batch_size import BATCH_COMPRESSED_BYTES_MAX
from sync.engine.causes import Cause, cause_of_answer
from sync.protocol.completeness import AskCompleteness
from sync.protocol.envelope import StoredEvent
from sync.protocol.errors import MalformedMessageError
from sync.protocol.held_events import HeldEvents
from sync.protocol.messages import (
    Enrol,
    EnrolReply,
    Hashes,
    HashesReply,
    Hello,
    HelloReply,
    PushReply,
    Refusal,
    decode,
    encode,
    encode_push,
    idempotency_key,
)
from sync.protocol.request_signing import NONCE_HEADER, SignedParts, sign_request
from sync.protocol.returns import ClaimReply, FoundReceipt, ReturnClaim
from sync.protocol.signature import Signer
from terminal.domain.receipt_code import ReceiptCode
from terminal.replication.call_deadline import deadline, hold_to_deadline
from terminal.replication.call_failure import CallFailedError, failure_of

CONNECT_TIMEOUT_S: Final = 3.0
READ_TIMEOUT_S: Final = 10.0
CYCLE_TIMEOUT_S: Final = 30.0
ANSWER_BYTES_MAX: Final = 16 * 1024 * 1024
RETRY_AFTER_MS_MAX: Final = 60 * 60 * 1000

_CHUNK_BYTES: Final = 64 * 1024
_CONNECTIONS_MAX: Final = 4
# What a gateway in front of the center answers in its place.
_GATEWAY_CAUSES: Final = {
    413: Cause.TOO_LARGE,
    429: Cause.BUSY,
    502: Cause.SERVER_UNREACHABLE,
    503: Cause.SERVER_UNREACHABLE,
    504: Cause.SERVER_UNREACHABLE,
}
_HTTP_OK: Final = 200

_Message = TypeVar("_Message", bound=msgspec.Struct)


class WorkstationIdentity(msgspec.Struct, frozen=True):
    """Who speaks, as the enrolment answered it."""

    tenant: str
    store: str
    workstation: str
    lane: str = "ledger"


class CenterTime(msgspec.Struct, frozen=True):
    """The center's clock as heard in one answer.

    Attributes:
        center_ms: Its clock, ms since 1970 UTC.
        round_trip_ms: How long question and answer took together.
    """

    center_ms: int
    round_trip_ms: int


class PushReceipt(msgspec.Struct, frozen=True):
    """The answer to a push, and what it cost on the wire."""

    reply: PushReply
    compressed_bytes: int


class _Answer(msgspec.Struct, frozen=True):
    """A good answer's bytes and how long question and answer took together."""

    content: bytes
    round_trip_ms: int


class Transport:
    """Speaks with one center.  Safe to call from several threads at once.

    Args:
        central_url: `https://host[:port]`; plain `http` is for loopback.
        identity: Who speaks; None before the enrolment.
        signer: The workstation's key; None before the enrolment.
        time_ms: Best estimate of the center's time, ms since 1970 UTC.
        on_time: Told of the center's time in every answer that carries it, on the
            thread of the call.
    """

    def __init__(
        self,
        central_url: str,
        *,
        identity: WorkstationIdentity | None,
        signer: Signer | None,
        time_ms: Callable[[], int],
        on_time: Callable[[CenterTime], None] | None = None,
    ) -> None:
        self._url = central_url.rstrip("/")
        self._identity = identity
        self._signer = signer
        self._time_ms = time_ms
        self._on_time = on_time
        self._session = _new_session()

    def hello(self, nonce: str, message: Hello) -> HelloReply:
        """Tell the center how far this till is and hear how far the center is."""
        answer = self._post("/v1/hello", nonce, encode(message))
        reply = _decoded(HelloReply, answer.content)
        self._heard(reply.time, answer.round_trip_ms)
        return reply

    def hashes(self, nonce: str, message: Hashes) -> HashesReply:
        """Ask for hashes of events that the center holds."""
        answer = self._post("/v1/hashes", nonce, encode(message))
        return _decoded(HashesReply, answer.content)

    def push(
        self, nonce: str, epoch: str, first_seq: int, events: Sequence[StoredEvent]
    ) -> PushReceipt:
        """Send one chained batch.

        A batch that turned out too large is not sent at all: `Cause.TOO_LARGE`.
        """
        body = encode_push(events)
        if len(body) > BATCH_COMPRESSED_BYTES_MAX and len(events) > 1:
            raise CallFailedError(Cause.TOO_LARGE, f"{len(body)} bytes compressed")
        identity = self._identity
        assert identity is not None
        stream = (
            identity.tenant,
            identity.store,
            identity.workstation,
            identity.lane,
            epoch,
        )
        last_seq = first_seq + len(events) - 1
        answer = self._post(
            "/v1/push",
            nonce,
            body,
            {
                "Content-Encoding": "gzip",
                "Idempotency-Key": idempotency_key(
                    stream, first_seq, last_seq, events[-1].hash
                ),
            },
        )
        return PushReceipt(_decoded(PushReply, answer.content), len(body))

    def feed(self, nonce: str, cursor: str | None) -> bytes:
        """Return the checkpoint after *cursor*, sealed; the caller opens it."""
        target = f"/v1/feed?cursor={quote(cursor or '', safe='')}"
        return self._call("GET", target, nonce, b"", {}).content

    def enrol(self, nonce: str, message: Enrol) -> EnrolReply:
        """Introduce this workstation; the only call that is not signed."""
        answer = self._post("/v1/enrol", nonce, encode(message))
        return _decoded(EnrolReply, answer.content)

    def receipt(self, nonce: str, code: ReceiptCode, deadline_s: float) -> FoundReceipt:
        """Return the transaction of a receipt that another till printed."""
        target = (
            f"/v1/receipts/{quote(code.series, safe='')}/{code.number}"
            f"?code={code.hash8 or ''}"
        )
        answer = self._call("GET", target, nonce, b"", {}, deadline_s)
        return _decoded(FoundReceipt, answer.content)

    def claim(self, nonce: str, wanted: ReturnClaim, deadline_s: float) -> ClaimReply:
        """Ask the center to hold goods that are about to come back."""
        headers = {"Content-Type": "application/json"}
        answer = self._call(
            "POST", "/v1/returns/claims", nonce, encode(wanted), headers, deadline_s
        )
        return _decoded(ClaimReply, answer.content)

    def completeness(
        self, nonce: str, wanted: AskCompleteness, deadline_s: float
    ) -> bytes:
        """Return the center's word on a settlement; the caller opens it."""
        headers = {"Content-Type": "application/json"}
        answer = self._call(
            "POST", "/v1/completeness", nonce, encode(wanted), headers, deadline_s
        )
        return answer.content

    def held_events(self, nonce: str, limit: int) -> HeldEvents:
        """Return the oldest *limit* of this till's events without effect."""
        assert self._identity is not None
        name = quote(self._identity.workstation, safe="")
        target = f"/v1/workstations/{name}/quarantine?limit={limit}"
        answer = self._call("GET", target, nonce, b"", {})
        return _decoded(HeldEvents, answer.content)

    def close(self) -> None:
        """Close idle connections; a call under way ends by itself."""
        self._session.close()

    def restart(self) -> None:
        """Go on with fresh connections; calls under way keep the old ones."""
        old, self._session = self._session, _new_session()
        old.close()

    def _post(
        self,
        target: str,
        nonce: str,
        body: bytes,
        headers: dict[str, str] | None = None,
    ) -> _Answer:
        given = {"Content-Type": "application/json", **(headers or {})}
        return self._call("POST", target, nonce, body, given)

    def _call(
        self,
        method: str,
        target: str,
        nonce: str,
        body: bytes,
        headers: dict[str, str],
        deadline_s: float | None = None,
    ) -> _Answer:
        request = requests.Request(
            method, self._url + target, headers=headers, data=body or None
        )
        prepared = self._session.prepare_request(request)
        prepared.headers.update(self._signature(method, prepared.path_url, nonce, body))
        started = time.monotonic()
        connect_s, read_s, cycle_s = CONNECT_TIMEOUT_S, READ_TIMEOUT_S, CYCLE_TIMEOUT_S
        if deadline_s is not None:
            connect_s, read_s = min(connect_s, deadline_s), min(read_s, deadline_s)
            cycle_s = deadline_s
        with deadline(started + cycle_s) as call:
            try:
                with self._session.send(
                    prepared,
                    timeout=(connect_s, read_s),
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    content = b"".join(_chunks(response, started + cycle_s))
            except http_errors.RequestException as error:
                if call.is_over:
                    raise _too_slow() from error
                raise failure_of(error, self._url) from error
        if call.is_over:
            # Where the end of the answer is that of the connection, it looks whole.
            raise _too_slow()
        round_trip_ms = int((time.monotonic() - started) * 1000)
        self._require_ours(response, nonce)
        if response.status_code == _HTTP_OK:
            return _Answer(content, round_trip_ms)
        raise self._refusal(response, content, round_trip_ms)

    def _signature(
        self, method: str, target: str, nonce: str, body: bytes
    ) -> dict[str, str]:
        if self._signer is None or self._identity is None:
            return {NONCE_HEADER: nonce}
        return sign_request(
            self._signer,
            SignedParts(method, target, body),
            workstation=self._identity.workstation,
            nonce=nonce,
            time_ms=self._time_ms(),
        )

    def _require_ours(self, response: requests.Response, nonce: str) -> None:
        if response.headers.get(NONCE_HEADER) == nonce:
            return
        status = response.status_code
        if status in _GATEWAY_CAUSES:
            raise CallFailedError(
                _GATEWAY_CAUSES[status],
                f"a gateway answers {status} in place of the center",
                _retry_after_ms(response),
            )
        raise CallFailedError(
            Cause.NOT_OUR_SERVER, f"an answer {status} that does not know our question"
        )

    def _refusal(
        self, response: requests.Response, content: bytes, round_trip_ms: int
    ) -> CallFailedError:
        status = response.status_code
        code: str | None = None
        detail = f"HTTP {status}"
        try:
            refusal = decode(Refusal, content)
        except MalformedMessageError:
            pass
        else:
            code = refusal.code
            detail = f"{refusal.code}: {refusal.message}"
            self._heard(refusal.time, round_trip_ms)
        cause = cause_of_answer(status, code)
        return CallFailedError(cause, detail, _retry_after_ms(response), code)

    def _heard(self, center_ms: int, round_trip_ms: int) -> None:
        if self._on_time is not None:
            self._on_time(CenterTime(center_ms, round_trip_ms))


class _PunctualConnection(HTTPConnection):
    @override
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as its base
        hold_to_deadline(self.sock)
        return super().getresponse()


class _PunctualTlsConnection(HTTPSConnection):
    @override
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as its base
        hold_to_deadline(self.sock)
        return super().getresponse()


class _PunctualPool(HTTPConnectionPool):
    ConnectionCls = _PunctualConnection


class _PunctualTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PunctualTlsConnection


class _PunctualAdapter(requests.adapters.HTTPAdapter):
    """Makes connections that keep to the deadline of the call."""

    @override
    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _PunctualPool,
            "https": _PunctualTlsPool,
        }


def _new_session() -> requests.Session:
    session = requests.Session()
    # The environment is read once, here: per request it costs more than the rest.
    session.trust_env = False
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    session.headers.clear()
    session.headers["User-Agent"] = "evertill-agent"
    session.headers["Accept-Encoding"] = "gzip"
    # Without cookies the session holds nothing that two threads could both change.
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    adapter = _PunctualAdapter(
        pool_connections=1, pool_maxsize=_CONNECTIONS_MAX, max_retries=0
    )
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _chunks(response: requests.Response, until_s: float) -> Iterator[bytes]:
    """Yield the answer, but neither for longer nor at more length than allowed."""
    total = 0
    for chunk in response.iter_content(_CHUNK_BYTES):
        total += len(chunk)
        if total > ANSWER_BYTES_MAX:
            raise CallFailedError(Cause.NOT_OUR_SERVER, "an endless answer")
        if time.monotonic() > until_s:
            raise _too_slow()
        yield chunk


def _too_slow() -> CallFailedError:
    return CallFailedError(Cause.TIMED_OUT, "no whole answer before the deadline")


def _decoded(kind: type[_Message], content: bytes) -> _Message:
    try:
        return decode(kind, content)
    except MalformedMessageError as error:
        raise CallFailedError(Cause.SERVER_FAULT, str(error)) from error


def _retry_after_ms(response: requests.Response) -> int | None:
    text = response.headers.get("Retry-After", "").strip()
    if not text.isascii() or not text.isdigit():
        return None  # the form with a date trusts both clocks; jitter is safer
    return min(RETRY_AFTER_MS_MAX, int(text[:9]) * 1000)
