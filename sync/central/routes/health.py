"""Whether the central works."""

from __future__ import annotations

from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct
from sqlalchemy import Connection

from sync.central import control
from sync.central.installation import read_incarnation
from sync.central.routes.answers import ok
from sync.central.routes.context import HttpRequest, central_of
from sync.central.routes.description import Access, Description, described


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


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (health,)
