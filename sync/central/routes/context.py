"""What every route needs, and who may speak: the one place that lets anybody in."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast

from litestar import Request
from litestar.datastructures import State
from msgspec import Struct
from sqlalchemy import Connection

from sync.central.attendance import Attendance
from sync.central.authentication import Authenticator, Workstation
from sync.central.clock import Now
from sync.central.database import Database
from sync.central.errors import RefusedError
from sync.central.group_commit import GroupCommit
from sync.central.installation import Center
from sync.central.metrics import Metrics
from sync.central.price_book import PriceShelf
from sync.central.projecting import Projecting
from sync.central.push_queue import PushQueue
from sync.central.readiness import Watchman
from sync.protocol.request_signing import SignedParts
from sync.protocol.signature import Signer

HttpRequest = Request[Any, Any, State]

_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")

_Result = TypeVar("_Result")


class Central(Struct, frozen=True, kw_only=True):
    """What every handler needs."""

    database: Database
    center: Center
    signer: Signer
    authenticator: Authenticator
    now: Now
    price_shelf: PriceShelf
    attendance: Attendance
    metrics: Metrics
    watchman: Watchman
    pushes: PushQueue
    group_commit: GroupCommit
    projecting: Projecting


BODY_S: Final = 45.0
"""How long a request may take to arrive; a till gives up after thirty seconds."""


async def body_of(request: HttpRequest) -> bytes:
    """Return the body of a request of which nobody knows yet who sent it.

    What has arrived is in memory meanwhile: who never ends would keep it there.

    Raises:
        RefusedError: 408, it did not arrive in time.
    """
    try:
        async with asyncio.timeout(BODY_S):
            return await request.body()
    except TimeoutError as error:
        message = "the request did not arrive in time; nothing was stored"
        raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, "too_slow", message) from error


async def as_workstation(
    request: HttpRequest,
    body: bytes,
    work: Callable[[Connection, Workstation], _Result],
) -> _Result:
    """Run *work* for the workstation that signed the request, on a reader's thread."""
    central = central_of(request)
    parts = SignedParts(request.method, target_of(request), body)

    def authenticated(connection: Connection) -> _Result:
        workstation = central.authenticator.require_workstation(
            connection, request.headers, parts, central.now()
        )
        central.attendance.note(workstation.workstation)
        return work(connection, workstation)

    return await central.database.read_soon(authenticated)


def who_asks(_connection: Connection, workstation: Workstation) -> Workstation:
    """Return who signed the request: work of `as_workstation` that does no more."""
    return workstation


def as_administrator(request: HttpRequest) -> Central:
    """Let only the administrator pass.

    Raises:
        RefusedError: 401, no token or another one.
    """
    central = central_of(request)
    central.authenticator.require_administrator(request.headers)
    return central


def as_observer(request: HttpRequest) -> Central:
    """Let the administrator pass, and programs on this computer.

    Raises:
        RefusedError: 401, somebody else without the token.
    """
    if "Authorization" not in request.headers and _is_from_here(request):
        return central_of(request)
    return as_administrator(request)


def _is_from_here(request: HttpRequest) -> bool:
    # A proxy on this computer asks for others, and says so.
    if request.client is None or any(map(request.headers.get, _FORWARDED)):
        return False
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def central_of(request: HttpRequest) -> Central:
    """Return what the application was made with."""
    return cast("Central", request.app.state["central"])


def target_of(request: HttpRequest) -> str:
    """Return path and query exactly as they were sent: they were signed so."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    target = path + b"?" + query if query else path
    return target.decode("latin-1")
