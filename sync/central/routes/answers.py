"""How the central answers: 200 with a message, or a `Refusal`, and nothing else."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Final

from litestar import MediaType, Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, ExceptionHandlersMap, Message, Receive, Scope, Send
from msgspec import Struct
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError

from sync.central.clock import Monotonic
from sync.central.errors import PushConflictError, RefusedError
from sync.central.metrics import UNKNOWN_ROUTE, Metrics
from sync.central.push_queue import spread
from sync.central.routes.context import HttpRequest, central_of
from sync.protocol import messages
from sync.protocol.errors import MalformedMessageError, MessageTooLargeError
from sync.protocol.messages import Refusal
from sync.protocol.request_signing import NONCE_HEADER, WORKSTATION_HEADER
from terminal.domain.errors import DomainError

_RETRY_AFTER: Final = "Retry-After"
_RETRY_AFTER_S: Final = 5
_RETRY_WINDOW_S: Final = 10
_NONCE_CHARACTERS_MAX: Final = 64

_log: Final = logging.getLogger(__name__)


def ok(message: Struct) -> Response[bytes]:
    """Answer 200 with *message*."""
    return json_answer(messages.encode(message))


def json_answer(
    content: bytes,
    status: int = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    """Answer with JSON that is encoded already."""
    return Response(
        content, status_code=status, media_type=MediaType.JSON, headers=headers
    )


def refuse(
    request: HttpRequest,
    status: int,
    code: str,
    message: str,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    """Answer with a refusal; *code* is a stable word, *message* for people."""
    central = central_of(request)
    central.metrics.refused(code)
    refusal = Refusal(code=code, message=message, time=central.now())
    return json_answer(messages.encode(refusal), status, headers)


def answer_refused(request: HttpRequest, error: RefusedError) -> Response[bytes]:
    """Say why a service refused; of a push also where its stream stands."""
    if not isinstance(error, PushConflictError):
        headers = None
        if error.retry_after_s is not None:
            headers = {_RETRY_AFTER: str(error.retry_after_s)}
        return refuse(request, error.status, error.code, str(error), headers)
    central_of(request).metrics.refused(error.code)
    refusal = Refusal(
        code=error.code,
        message=str(error),
        time=central_of(request).now(),
        epoch=error.epoch,
        hw=error.hw,
        hw_hash=error.hw_hash,
    )
    return json_answer(messages.encode(refusal), error.status)


def answer_malformed(
    request: HttpRequest, error: MalformedMessageError
) -> Response[bytes]:
    """Say that the bytes are no message: 400, or 413 if they are too many."""
    if isinstance(error, MessageTooLargeError):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return refuse(request, status, "too_large", str(error))
    return refuse(request, HTTPStatus.BAD_REQUEST, "malformed", str(error))


def answer_domain(request: HttpRequest, error: DomainError) -> Response[bytes]:
    """Say why the trade forbids it, with the code that the till uses too."""
    return refuse(request, HTTPStatus.BAD_REQUEST, error.code, str(error))


def answer_http(request: HttpRequest, error: HTTPException) -> Response[bytes]:
    """Give refusals of the framework, such as 404, the one form of ours."""
    status = HTTPStatus(error.status_code)
    code = status.name.lower()
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        code = "too_large"
    return refuse(request, status, code, status.phrase)


def answer_database(request: HttpRequest, error: SQLAlchemyError) -> Response[bytes]:
    """Ask for patience: the database refuses, so nothing was stored."""
    # The till keeps what it sent and tries again: nothing was stored.
    _log.error("the database refused: %s", error)
    message = "the database of the central does not answer now; nothing was stored"
    if not isinstance(error, OperationalError):
        message = "the central has a fault; nothing was stored"
    # Not all at once: what broke down under them would break down again.
    who = request.headers.get(WORKSTATION_HEADER, "")
    wait_s = _RETRY_AFTER_S + spread(who, _RETRY_WINDOW_S)
    headers = {_RETRY_AFTER: str(wait_s)}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return refuse(request, status, "database", message, headers)


def answer_unstorable(request: HttpRequest, error: DataError) -> Response[bytes]:
    """Say that a value is none the database can hold; PostgreSQL takes no NUL."""
    _log.warning("the database cannot hold a value: %s", error.orig)
    message = "the database cannot hold a value of this request; nothing was stored"
    return refuse(request, HTTPStatus.BAD_REQUEST, "malformed", message)


def answer_fault(request: HttpRequest, error: Exception) -> Response[bytes]:
    """Admit a fault of the program without telling its inside."""
    _log.error("a fault of the program", exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    message = "the central has a fault; nothing was stored"
    return refuse(request, status, "fault", message)


def echo_nonce(app: ASGIApp) -> ASGIApp:
    """Send the nonce of a request back, so that a late answer is known as such."""
    name = NONCE_HEADER.lower().encode("ascii")

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        nonce = dict(scope.get("headers", ())).get(name, b"")

        async def send_with_nonce(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (name, nonce)]
            await send(message)

        usable = 0 < len(nonce) <= _NONCE_CHARACTERS_MAX
        await app(scope, receive, send_with_nonce if usable else send)

    return wrapped


EXCEPTION_HANDLERS: Final[ExceptionHandlersMap] = {
    RefusedError: answer_refused,
    MalformedMessageError: answer_malformed,
    DomainError: answer_domain,
    HTTPException: answer_http,
    DataError: answer_unstorable,
    SQLAlchemyError: answer_database,
    Exception: answer_fault,
}
"""Which refusal each error becomes; the nearest class counts."""


def measured(app: ASGIApp, metrics: Metrics, monotonic: Monotonic) -> ASGIApp:
    """Count every request and the time until its answer begins."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        begun_s = monotonic()
        method = scope["method"]

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                # The framework notes here which address it found.
                route = scope.get("path_template") or UNKNOWN_ROUTE
                seconds = monotonic() - begun_s
                metrics.answered(route, method, message["status"], seconds)
            await send(message)

        await app(scope, receive, send_and_count)

    return wrapped
