"""Reference data, going down."""

from __future__ import annotations

from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from sync.central import feed
from sync.central.authentication import Workstation
from sync.central.installation import read_incarnation
from sync.central.routes.answers import json_answer
from sync.central.routes.context import HttpRequest, as_workstation, central_of
from sync.central.routes.description import (
    Access,
    Description,
    Query,
    described,
)
from sync.protocol import messages
from sync.protocol.messages import SignedCheckpoint


@get(
    "/feed",
    opt=described(
        Description(
            access=Access.WORKSTATION,
            answer=SignedCheckpoint,
            query=(
                Query(
                    name="cursor",
                    text="Where the last checkpoint ended; one that means nothing"
                    " here is answered by a new snapshot.",
                ),
            ),
            refusals={503: ("importing",)},
        )
    ),
)
async def read_feed(request: HttpRequest) -> Response[bytes]:
    """Hand out the next checkpoint of reference data, signed."""
    central = central_of(request)
    # Sales go up before prices come down.
    await central.pushes.wait_until_calm()
    after = request.query_params.get("cursor", "")

    def work(connection: Connection, workstation: Workstation) -> bytes:
        incarnation = read_incarnation(connection)
        scope = feed.Scope(central.center.tenant, incarnation, workstation.store)
        checkpoint = feed.read_feed(connection, scope, after, now_ms=central.now())
        return messages.seal_checkpoint(checkpoint, central.signer)

    return json_answer(await as_workstation(request, b"", work))


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (read_feed,)
