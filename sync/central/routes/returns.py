"""Goods that come back: receipts of other tills, claims, over-returns."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from sync.central import over_returns, projections, return_claims
from sync.central.authentication import Workstation
from sync.central.routes.answers import ok
from sync.central.routes.context import (
    HttpRequest,
    as_administrator,
    as_workstation,
    body_of,
    central_of,
)
from sync.central.routes.description import (
    COUNT,
    Access,
    Body,
    Description,
    Query,
    described,
)
from sync.central.routes.parameters import count
from sync.protocol import messages
from sync.protocol.returns import ClaimReply, FoundReceipt, OverReturns, ReturnClaim


@get(
    "/receipts/{series:str}/{number:str}",
    opt=described(
        Description(
            access=Access.WORKSTATION,
            answer=FoundReceipt,
            query=(Query(name="code", text="As printed: eight hex digits."),),
            refusals={404: ("unknown_receipt",)},
        )
    ),
)
async def find_receipt(
    request: HttpRequest, series: FromPath[str], number: FromPath[str]
) -> Response[bytes]:
    """Show a till the transaction of a receipt that another one printed.

    `code` is the first eight digits of the event's hash, as printed.
    """
    central = central_of(request)
    await as_workstation(request, b"", lambda _connection, till: till)
    await central.projecting.catch_up()
    found = await central.database.read_soon(
        partial(
            return_claims.find_receipt,
            series=series,
            number_text=number,
            code=request.query_params.get("code", ""),
            now_ms=central.now(),
        )
    )
    return ok(found)


@post(
    "/returns/claims",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.WORKSTATION,
            body=Body(kind=ReturnClaim),
            answer=ClaimReply,
            refusals={404: ("unknown_receipt",)},
        )
    ),
)
async def claim_return(request: HttpRequest) -> Response[bytes]:
    """Hold goods that a till is about to take back."""
    central = central_of(request)
    body = await body_of(request)

    def check(
        _connection: Connection, workstation: Workstation
    ) -> tuple[Workstation, ReturnClaim]:
        return workstation, messages.decode(ReturnClaim, body)

    workstation, wanted = await as_workstation(request, body, check)
    await central.projecting.catch_up()

    def claim(connection: Connection) -> ClaimReply:
        # What was pushed since: nothing may come between the look and the claim.
        projections.catch_up(connection)
        return return_claims.claim(connection, workstation, wanted, central.now())

    return ok(await central.database.write_soon(claim))


@get(
    "/returns/over-returns",
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            answer=OverReturns,
            query=(
                Query(name="store", text="Only where goods came back in this store."),
                Query(name="after_ms", text="Ms since 1970 UTC.", form=COUNT),
                Query(name="limit", text="At most 1,000.", form=COUNT),
            ),
        )
    ),
)
async def list_over_returns(request: HttpRequest) -> Response[bytes]:
    """List the lines of which more came back than was sold."""
    central = as_administrator(request)
    await central.projecting.catch_up()
    listed = await central.database.read_soon(
        partial(
            over_returns.list_over_returns,
            store=request.query_params.get("store"),
            after_ms=count(request, "after_ms", 0),
            limit=count(request, "limit", over_returns.LIMIT_MAX),
        )
    )
    return ok(listed)


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    find_receipt,
    claim_return,
    list_over_returns,
)
