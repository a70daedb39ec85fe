"""The HTTP of the central: reads requests, asks the services, writes answers.

No rule of the trade is here. Every answer but 200 is a `Refusal`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast

import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from sync.central import (
    catalog_import,
    control,
    enrolment,
    event_listing,
    feed,
    hello,
    ingest,
    operators,
    over_returns,
    pricing,
    return_claims,
    stores,
)
from sync.central.authentication import Authenticator, Workstation
from sync.central.clock import Now
from sync.central.database import Database
from sync.central.errors import PushConflictError, RefusedError
from sync.central.installation import Center
from sync.central.price_book import PriceShelf
from sync.protocol import messages
from sync.protocol.envelope import Name
from sync.protocol.errors import MalformedMessageError, MessageTooLargeError
from sync.protocol.messages import Enrol, EnrolReply, Hello, Refusal
from sync.protocol.request_signing import NONCE_HEADER, SignedParts
from sync.protocol.returns import ReturnClaim
from sync.protocol.signature import Signer
from terminal.domain.errors import DomainError
from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.reference_data.import_file import NAMING_KINDS

IMPORT_BYTES_MAX: Final = 256 * 1024 * 1024
"""A catalog may be large, and only the administrator sends one."""

_RETRY_AFTER_S: Final = 5
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_STORE: Final = re.compile(r"[^\x00-\x1f\x7f]{1,128}")
_NONCE_CHARACTERS_MAX: Final = 64

_log: Final = logging.getLogger(__name__)

_Result = TypeVar("_Result")
_Request = Request[Any, Any, State]


class CodeRequest(Struct, frozen=True, kw_only=True):
    """The administrator wants an enrolment code."""

    store: Name
    workstation: Name
    name: Name | None = None


class Health(Struct, frozen=True, kw_only=True):
    """That the central works."""

    status: str
    tenant: str
    incarnation: str
    time: int


class Central(Struct, frozen=True, kw_only=True):
    """What every handler needs."""

    database: Database
    center: Center
    signer: Signer
    authenticator: Authenticator
    now: Now
    price_shelf: PriceShelf


def create_app(database: Database, center: Center, signer: Signer, now: Now) -> ASGIApp:
    """Return the ASGI application; it closes *database* when it is shut down."""
    central = Central(
        database=database,
        center=center,
        signer=signer,
        authenticator=Authenticator(center.administrator_token_hash),
        now=now,
        price_shelf=PriceShelf(),
    )

    @asynccontextmanager
    async def closing(_app: Litestar) -> AsyncIterator[None]:
        try:
            yield
        finally:
            database.close()

    app = Litestar(
        route_handlers=[
            Router(
                "/v1",
                route_handlers=[
                    health,
                    enrol,
                    say_hello,
                    push,
                    read_feed,
                    issue_code,
                    import_catalog,
                    put_operator,
                    put_store,
                    price_basket,
                    workstation_totals,
                    store_totals,
                    workstation_events,
                    find_receipt,
                    claim_return,
                    list_over_returns,
                ],
            )
        ],
        state=State({"central": central}),
        lifespan=[closing],
        request_max_body_size=messages.REQUEST_BYTES_MAX,
        exception_handlers={
            RefusedError: _answer_refused,
            MalformedMessageError: _answer_malformed,
            DomainError: _answer_domain,
            HTTPException: _answer_http,
            SQLAlchemyError: _answer_database,
            Exception: _answer_fault,
        },
        openapi_config=None,
        logging_config=None,
    )
    # Around the whole application: refusals of unknown addresses pass no middleware.
    return _echo_nonce(app)


@get("/health")
async def health(request: _Request) -> Response[bytes]:
    """Answer anybody that the central and its database work."""
    central = _central(request)
    await central.database.read_soon(control.require_readable)
    return _ok(
        Health(
            status="ok",
            tenant=central.center.tenant,
            incarnation=central.center.incarnation,
            time=central.now(),
        )
    )


@post("/enrol", status_code=HTTPStatus.OK)
async def enrol(request: _Request) -> Response[bytes]:
    """Let a workstation in by its code."""
    central = _central(request)
    wanted = messages.decode(Enrol, await request.body())
    enrolled = await central.database.write_soon(
        lambda connection: enrolment.enrol(connection, wanted, central.now())
    )
    return _ok(
        EnrolReply(
            tenant=central.center.tenant,
            store=enrolled.store,
            workstation=enrolled.workstation,
            central_public_key=central.signer.public_key,
            name=enrolled.name,
        )
    )


@post("/hello", status_code=HTTPStatus.OK)
async def say_hello(request: _Request) -> Response[bytes]:
    """Tell a workstation how far its events are stored."""
    central = _central(request)
    body = await request.body()

    def work(connection: Connection, workstation: Workstation) -> Struct:
        said = messages.decode(Hello, body)
        incarnation = central.center.incarnation
        return hello.answer(connection, workstation, said, incarnation, central.now())

    return _ok(await _as_workstation(request, body, work))


@post("/push", status_code=HTTPStatus.OK)
async def push(request: _Request) -> Response[bytes]:
    """Store events; when this answers 200, they are on disk."""
    central = _central(request)
    body = await request.body()

    def check(_connection: Connection, workstation: Workstation) -> ingest.Batch:
        return ingest.prepare(workstation, messages.decode_push(body))

    batch = await _as_workstation(request, body, check)
    reply = await central.database.write_soon(
        lambda connection: ingest.store(
            connection, batch, central.center.incarnation, central.now()
        )
    )
    return _ok(reply)


@get("/feed")
async def read_feed(request: _Request) -> Response[bytes]:
    """Hand out the next checkpoint of reference data, signed."""
    central = _central(request)
    after = request.query_params.get("cursor", "")

    def work(connection: Connection, workstation: Workstation) -> bytes:
        scope = feed.Scope(
            central.center.tenant, central.center.incarnation, workstation.store
        )
        checkpoint = feed.read_feed(connection, scope, after)
        return messages.seal_checkpoint(checkpoint, central.signer)

    return _json(await _as_workstation(request, b"", work))


@post("/enrolment-codes", status_code=HTTPStatus.OK)
async def issue_code(request: _Request) -> Response[bytes]:
    """Give the administrator a code for one workstation."""
    central = _as_administrator(request)
    wanted = messages.decode(CodeRequest, await request.body())
    issued = await central.database.write_soon(
        lambda connection: enrolment.issue_code(
            connection,
            store=wanted.store,
            workstation_id=wanted.workstation,
            name=wanted.name,
            now_ms=central.now(),
        )
    )
    return _ok(issued)


@post(
    "/catalog/import",
    status_code=HTTPStatus.OK,
    request_max_body_size=IMPORT_BYTES_MAX,
)
async def import_catalog(request: _Request) -> Response[bytes]:
    """Take the rows of a file, plain or gzip; `dry_run=true` only looks.

    `kind` says what it holds: items when it is absent.
    """
    central = _as_administrator(request)
    dry_run = _flag(request, "dry_run")
    kind = _file_kind(request)
    body = await request.body()
    database = central.database
    known = None
    if kind in NAMING_KINDS:
        known = await database.read_soon(catalog_import.list_known)
    file = await database.compute(
        partial(catalog_import.read, body, kind, dry_run=dry_run, known=known)
    )
    batches = iter(()) if dry_run else file.batches()
    # Each piece waits its turn behind the tills that push meanwhile.
    while changes := await database.compute(partial(next, batches, None)):
        write = partial(catalog_import.write, changes=changes, now_ms=central.now())
        file.changed.include(await database.write_soon(write))
    return _ok(file.report())


@post("/operators", status_code=HTTPStatus.OK)
async def put_operator(request: _Request) -> Response[bytes]:
    """Add or alter an operator."""
    central = _as_administrator(request)
    wanted = messages.decode(operators.OperatorRequest, await request.body())
    operators.check(wanted)
    pin_hash = None
    if wanted.pin is not None:
        pin_hash = await central.database.compute(
            partial(operators.hash_pin, wanted.pin)
        )
    reply = await central.database.write_soon(
        lambda connection: operators.put_operator(
            connection, wanted, pin_hash, central.now()
        )
    )
    return _ok(reply)


@post("/price", status_code=HTTPStatus.OK)
async def price_basket(request: _Request) -> Response[bytes]:
    """Answer what a basket costs in a store; `explain=true` also why.

    The administrator names the store; a workstation asks for its own.
    """
    central = _central(request)
    explained = _flag(request, "explain")
    body = await request.body()
    wanted = request.query_params.get("store", "")

    def work(connection: Connection, store: str) -> bytes:
        return pricing.price(
            connection, central.price_shelf, store, body, explained=explained
        )

    if "Authorization" in request.headers:
        _as_administrator(request)
        if not _STORE.fullmatch(wanted):
            raise _bad_parameter("store", wanted)
        priced = await central.database.read_soon(partial(work, store=wanted))
    else:
        priced = await _as_workstation(
            request, body, lambda connection, till: work(connection, till.store)
        )
    return _json(priced)


@post("/stores", status_code=HTTPStatus.OK)
async def put_store(request: _Request) -> Response[bytes]:
    """Say how a store sells: its currency, its tax mode, its pricing policies."""
    central = _as_administrator(request)
    wanted = messages.decode(stores.StoreTerms, await request.body())
    reply = await central.database.write_soon(
        lambda connection: stores.put_terms(connection, wanted, central.now())
    )
    return _ok(reply)


@get("/workstations/{workstation_id:str}/control-totals")
async def workstation_totals(
    request: _Request, workstation_id: FromPath[str]
) -> Response[bytes]:
    """Answer what the central holds of one workstation."""
    return await _totals(request, workstation=workstation_id)


@get("/stores/{store_id:str}/control-totals")
async def store_totals(request: _Request, store_id: FromPath[str]) -> Response[bytes]:
    """Answer what the central holds of one store."""
    return await _totals(request, store=store_id)


@get("/workstations/{workstation_id:str}/events")
async def workstation_events(
    request: _Request, workstation_id: FromPath[str]
) -> Response[bytes]:
    """List stored events in order; see `event_listing.list_events`."""
    central = _as_administrator(request)
    listed = await central.database.read_soon(
        partial(
            event_listing.list_events,
            workstation=workstation_id,
            epoch=request.query_params.get("epoch"),
            after=_count(request, "after", 0),
            limit=_count(request, "limit", event_listing.LIMIT_MAX),
        )
    )
    return _json(msgspec.json.encode(listed))


@get("/receipts/{series:str}/{number:str}")
async def find_receipt(
    request: _Request, series: FromPath[str], number: FromPath[str]
) -> Response[bytes]:
    """Show a till the transaction of a receipt that another one printed.

    `code` is the first eight digits of the event's hash, as printed.
    """
    code = request.query_params.get("code", "")
    now_ms = _central(request).now()

    def work(connection: Connection, _workstation: Workstation) -> Struct:
        return return_claims.find_receipt(connection, series, number, code, now_ms)

    return _ok(await _as_workstation(request, b"", work))


@post("/returns/claims", status_code=HTTPStatus.OK)
async def claim_return(request: _Request) -> Response[bytes]:
    """Hold goods that a till is about to take back."""
    central = _central(request)
    body = await request.body()

    def check(
        _connection: Connection, workstation: Workstation
    ) -> tuple[Workstation, ReturnClaim]:
        return workstation, messages.decode(ReturnClaim, body)

    workstation, wanted = await _as_workstation(request, body, check)
    reply = await central.database.write_soon(
        lambda connection: return_claims.claim(
            connection, workstation, wanted, central.now()
        )
    )
    return _ok(reply)


@get("/returns/over-returns")
async def list_over_returns(request: _Request) -> Response[bytes]:
    """List the lines of which more came back than was sold."""
    central = _as_administrator(request)
    listed = await central.database.read_soon(
        partial(
            over_returns.list_over_returns,
            store=request.query_params.get("store"),
            after_ms=_count(request, "after_ms", 0),
            limit=_count(request, "limit", over_returns.LIMIT_MAX),
        )
    )
    return _ok(listed)


async def _totals(
    request: _Request, *, workstation: str | None = None, store: str | None = None
) -> Response[bytes]:
    central = _as_administrator(request)
    report = await central.database.read_soon(
        partial(
            control.report,
            workstation=workstation,
            store=store,
            business_day=_business_day(request),
        )
    )
    return _ok(report)


async def _as_workstation(
    request: _Request,
    body: bytes,
    work: Callable[[Connection, Workstation], _Result],
) -> _Result:
    """Run *work* for the workstation that signed the request, on a reader's thread."""
    central = _central(request)
    parts = SignedParts(request.method, _target(request), body)

    def authenticated(connection: Connection) -> _Result:
        workstation = central.authenticator.require_workstation(
            connection, request.headers, parts, central.now()
        )
        return work(connection, workstation)

    return await central.database.read_soon(authenticated)


def _as_administrator(request: _Request) -> Central:
    central = _central(request)
    central.authenticator.require_administrator(request.headers)
    return central


def _central(request: _Request) -> Central:
    return cast("Central", request.app.state["central"])


def _target(request: _Request) -> str:
    """Return path and query exactly as they were sent: they were signed so."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    target = path + b"?" + query if query else path
    return target.decode("latin-1")


def _flag(request: _Request, name: str) -> bool:
    text = request.query_params.get(name, "false").lower()
    if text not in {"true", "false", "1", "0", ""}:
        raise _bad_parameter(name, text)
    return text in {"true", "1"}


def _file_kind(request: _Request) -> FileKind:
    text = request.query_params.get("kind", FileKind.ITEMS.value)
    try:
        return FileKind(text)
    except ValueError as error:
        raise _bad_parameter("kind", text) from error


def _count(request: _Request, name: str, default: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(2**53))):
        raise _bad_parameter(name, text)
    return int(text)


def _business_day(request: _Request) -> str | None:
    text = request.query_params.get("business_day")
    if text is not None and not _DAY.fullmatch(text):
        raise _bad_parameter("business_day", text)
    return text


def _bad_parameter(name: str, text: str) -> RefusedError:
    message = f"{name}={text[:40]!r} is not what this address takes"
    return RefusedError(HTTPStatus.BAD_REQUEST, "parameter", message)


def _ok(message: Struct) -> Response[bytes]:
    return _json(messages.encode(message))


def _json(
    content: bytes,
    status: int = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    return Response(
        content, status_code=status, media_type=MediaType.JSON, headers=headers
    )


def _refuse(
    request: _Request,
    status: int,
    code: str,
    message: str,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    refusal = Refusal(code=code, message=message, time=_central(request).now())
    return _json(messages.encode(refusal), status, headers)


def _answer_refused(request: _Request, error: RefusedError) -> Response[bytes]:
    if not isinstance(error, PushConflictError):
        return _refuse(request, error.status, error.code, str(error))
    refusal = Refusal(
        code=error.code,
        message=str(error),
        time=_central(request).now(),
        epoch=error.epoch,
        hw=error.hw,
        hw_hash=error.hw_hash,
    )
    return _json(messages.encode(refusal), error.status)


def _answer_malformed(
    request: _Request, error: MalformedMessageError
) -> Response[bytes]:
    if isinstance(error, MessageTooLargeError):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return _refuse(request, status, "too_large", str(error))
    return _refuse(request, HTTPStatus.BAD_REQUEST, "malformed", str(error))


def _answer_domain(request: _Request, error: DomainError) -> Response[bytes]:
    return _refuse(request, HTTPStatus.BAD_REQUEST, error.code, str(error))


def _answer_http(request: _Request, error: HTTPException) -> Response[bytes]:
    status = HTTPStatus(error.status_code)
    code = status.name.lower()
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        code = "too_large"
    return _refuse(request, status, code, status.phrase)


def _answer_database(request: _Request, error: SQLAlchemyError) -> Response[bytes]:
    # The till keeps what it sent and tries again: nothing was stored.
    _log.error("the database refused: %s", error)
    message = "the database of the central does not answer now; nothing was stored"
    if not isinstance(error, OperationalError):
        message = "the central has a fault; nothing was stored"
    headers = {"Retry-After": str(_RETRY_AFTER_S)}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return _refuse(request, status, "database", message, headers)


def _answer_fault(request: _Request, error: Exception) -> Response[bytes]:
    _log.error("a fault of the program", exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    message = "the central has a fault; nothing was stored"
    return _refuse(request, status, "fault", message)


def _echo_nonce(app: ASGIApp) -> ASGIApp:
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
