"""What every route needs, and who may speak: the one place that lets anybody in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from litestar import Request
from litestar.datastructures import State
from msgspec import Struct
from sqlalchemy import Connection

from sync.central.authentication import Authenticator, Workstation
from sync.central.clock import Now
from sync.central.database import Database
from sync.central.installation import Center
from sync.central.price_book import PriceShelf
from sync.central.push_queue import PushQueue
from sync.central.rate_limit import RateLimit
from sync.protocol.request_signing import SignedParts
from sync.protocol.signature import Signer

HttpRequest = Request[Any, Any, State]

_Result = TypeVar("_Result")


class Central(Struct, frozen=True, kw_only=True):
    """What every handler needs."""

    database: Database
    center: Center
    signer: Signer
    authenticator: Authenticator
    now: Now
    price_shelf: PriceShelf
    rate_limit: RateLimit
    pushes: PushQueue


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
        central.rate_limit.take(workstation.workstation)
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


def central_of(request: HttpRequest) -> Central:
    """Return what the application was made with."""
    return cast("Central", request.app.state["central"])


def target_of(request: HttpRequest) -> str:
    """Return path and query exactly as they were sent: they were signed so."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    target = path + b"?" + query if query else path
    return target.decode("latin-1")
