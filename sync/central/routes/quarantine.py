"""Which events have no effect yet, and why."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from sync.central import quarantines
from sync.central.errors import RefusedError
from sync.central.quarantines import Quarantine
from sync.central.routes.answers import ok
from sync.central.routes.context import (
    HttpRequest,
    as_administrator,
    as_workstation,
    central_of,
)
from sync.central.routes.description import (
    COUNT,
    Access,
    Description,
    Query,
    described,
)
from sync.central.routes.parameters import count

_LIMIT: Final = Query(name="limit", text="At most 1,000.", form=COUNT)


@get(
    "/quarantine",
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            answer=Quarantine,
            query=(Query(name="workstation", text="Only of this one."), _LIMIT),
        )
    ),
)
async def list_quarantine(request: HttpRequest) -> Response[bytes]:
    """List the events without effect of all workstations, oldest first."""
    as_administrator(request)
    return await _report(request, request.query_params.get("workstation"))


@get(
    "/workstations/{workstation_id:str}/quarantine",
    opt=described(
        Description(
            access=Access.EITHER,
            answer=Quarantine,
            query=(_LIMIT,),
            refusals={403: ("foreign_stream",)},
        )
    ),
)
async def workstation_quarantine(
    request: HttpRequest, workstation_id: FromPath[str]
) -> Response[bytes]:
    """List the events without effect of one workstation; to itself too."""
    if "Authorization" in request.headers:
        as_administrator(request)
    else:
        till = await as_workstation(request, b"", lambda _connection, till: till)
        if till.workstation != workstation_id:
            message = "a workstation sees its own events only"
            raise RefusedError(HTTPStatus.FORBIDDEN, "foreign_stream", message)
    return await _report(request, workstation_id)


async def _report(request: HttpRequest, workstation_id: str | None) -> Response[bytes]:
    central = central_of(request)
    limit = count(request, "limit", quarantines.LIMIT_MAX)
    await central.projecting.catch_up()
    return ok(
        await central.database.read_soon(
            partial(
                quarantines.report,
                now_ms=central.now(),
                workstation_id=workstation_id,
                limit=limit,
            )
        )
    )


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    list_quarantine,
    workstation_quarantine,
)
