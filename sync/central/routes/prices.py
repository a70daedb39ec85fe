"""What a basket costs, and how a store sells."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any, Final

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from sync.central import pricing, stores
from sync.central.routes.answers import json_answer, ok
from sync.central.routes.context import (
    HttpRequest,
    as_administrator,
    as_workstation,
    body_of,
    central_of,
)
from sync.central.routes.description import (
    FLAG,
    Access,
    Body,
    Description,
    Query,
    described,
)
from sync.central.routes.parameters import flag, store_name
from sync.protocol import messages
from terminal.domain.pricing.price_request import PriceRequest


@post(
    "/price",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.EITHER,
            body=Body(kind=PriceRequest),
            answer=dict[str, Any],
            query=(
                Query(name="store", text="Which; only the administrator names it."),
                Query(name="explain", text="Also say why.", form=FLAG),
            ),
            refusals={400: ("price_request", "store_unknown")},
        )
    ),
)
async def price_basket(request: HttpRequest) -> Response[bytes]:
    """Answer what a basket costs in a store; `explain=true` also why.

    The administrator names the store; a workstation asks for its own.
    """
    central = central_of(request)
    body = await body_of(request)

    def work(connection: Connection, store: str) -> bytes:
        explained = flag(request, "explain")
        return pricing.price(
            connection, central.price_shelf, store, body, explained=explained
        )

    if "Authorization" in request.headers:
        as_administrator(request)
        wanted = store_name(request)
        priced = await central.database.read_soon(partial(work, store=wanted))
    else:
        priced = await as_workstation(
            request, body, lambda connection, till: work(connection, till.store)
        )
    return json_answer(priced)


@post(
    "/stores",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            body=Body(kind=stores.StoreTerms),
            answer=stores.StoreReply,
            refusals={400: ("currency",)},
        )
    ),
)
async def put_store(request: HttpRequest) -> Response[bytes]:
    """Say how a store sells: its currency, its tax mode, its pricing policies."""
    central = as_administrator(request)
    wanted = messages.decode(stores.StoreTerms, await request.body())
    reply = await central.database.write_soon(
        lambda connection: stores.put_terms(connection, wanted, central.now())
    )
    return ok(reply)


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    price_basket,
    put_store,
)
