"""Whether the central works."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct
from sqlalchemy import Connection

from sync.central import control, figures
from sync.central.errors import RefusedError
from sync.central.installation import read_incarnation
from sync.central.metrics import CONTENT_TYPE
from sync.central.readiness import Readiness
from sync.central.routes.answers import ok
from sync.central.routes.context import HttpRequest, as_observer, central_of
from sync.central.routes.description import Access, Description, described

_READY_AGAIN_S: Final = 2


class Health(Struct, frozen=True, kw_only=True):
    """That the central works."""

    status: str
    tenant: str
    incarnation: str
    time: int


@get(
    "/health",
    opt=described(Description(access=Access.ANYONE, answer=Health)),
)
async def health(request: HttpRequest) -> Response[bytes]:
    """Answer anybody that the central and its database work."""
    central = central_of(request)

    def look(connection: Connection) -> str:
        control.require_readable(connection)
        return read_incarnation(connection)

    incarnation = await central.database.read_soon(look)
    return ok(
        Health(
            status="ok",
            tenant=central.center.tenant,
            incarnation=incarnation,
            time=central.now(),
        )
    )


@get(
    "/ready",
    opt=described(
        Description(
            access=Access.ANYONE, answer=Readiness, refusals={503: ("not_ready",)}
        )
    ),
)
async def ready(request: HttpRequest) -> Response[bytes]:
    """Answer whoever shares out requests whether this process should get any.

    The database takes writes, its tables are those of this program, and the
    projections go on.
    """
    found = await central_of(request).watchman.look()
    if found.problems:
        raise RefusedError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "not_ready",
            "; ".join(found.problems),
            retry_after_s=_READY_AGAIN_S,
        )
    return ok(found)


@get(
    "/metrics",
    opt=described(Description(access=Access.OBSERVER, answer_media=CONTENT_TYPE)),
)
async def read_metrics(request: HttpRequest) -> Response[bytes]:
    """Hand out the counts of this process in the text form of Prometheus."""
    central = as_observer(request)
    central.metrics.observe(central.pushes, central.attendance)
    found = await central.database.read_soon(figures.look)
    text = central.metrics.render(found, central.now())
    return Response(text, headers={"Content-Type": CONTENT_TYPE})


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (health, ready, read_metrics)
