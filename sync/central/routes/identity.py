"""Where identities broke: what was lost, and which keys two devices had."""

from __future__ import annotations

from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from sync.central.clones import Clones, list_clones
from sync.central.losses import Losses
from sync.central.losses import list_losses as find_losses
from sync.central.routes.answers import ok
from sync.central.routes.context import HttpRequest, as_administrator
from sync.central.routes.description import Access, Description, described


@get(
    "/losses",
    opt=described(Description(access=Access.ADMINISTRATOR, answer=Losses)),
)
async def list_losses(request: HttpRequest) -> Response[bytes]:
    """List the events that tills had and that will never arrive."""
    central = as_administrator(request)
    return ok(await central.database.read_soon(find_losses))


@get(
    "/clones",
    opt=described(Description(access=Access.ADMINISTRATOR, answer=Clones)),
)
async def list_alarms(request: HttpRequest) -> Response[bytes]:
    """List the keys with which two devices spoke at the same time."""
    central = as_administrator(request)
    return ok(await central.database.read_soon(list_clones))


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (list_losses, list_alarms)
