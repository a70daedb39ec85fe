"""Puts the addresses of the central together; see `sync.central.routes`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from sync.central.attendance import Attendance
from sync.central.authentication import Authenticator
from sync.central.clock import Now, monotonic_s
from sync.central.database import Database
from sync.central.group_commit import GroupCommit
from sync.central.installation import Center
from sync.central.metrics import Metrics
from sync.central.price_book import PriceShelf
from sync.central.projecting import Projecting
from sync.central.push_queue import Limits, PushQueue
from sync.central.rate_limit import RateLimit
from sync.central.readiness import Watchman
from sync.central.routes import (
    administration,
    feed,
    health,
    identity,
    prices,
    quarantine,
    returns,
    tills,
)
from sync.central.routes.answers import EXCEPTION_HANDLERS, echo_nonce, measured
from sync.central.routes.context import Central
from sync.protocol import messages
from sync.protocol.signature import Signer

_SWITCH_S: Final = 0.0005

ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    *health.ROUTES,
    *tills.ROUTES,
    *feed.ROUTES,
    *administration.ROUTES,
    *prices.ROUTES,
    *returns.ROUTES,
    *quarantine.ROUTES,
    *identity.ROUTES,
)
"""Every address; a new one is added to its subject's own list."""


def create_app(
    database: Database,
    center: Center,
    signer: Signer,
    now: Now,
    limits: Limits | None = None,
) -> ASGIApp:
    """Return the ASGI application; it closes *database* when it is shut down.

    Args:
        database: Of this central.
        center: Who it is.
        signer: Its key.
        now: Its clock.
        limits: How much it takes on at once; None: what suits one process.
    """
    # The writing thread gives way at every statement; it must not wait for the long
    # turn that Python lets another thread have before it may go on.
    sys.setswitchinterval(_SWITCH_S)
    projecting = Projecting(database, now)
    limited = PushQueue(monotonic_s, limits or Limits())
    projecting.yield_to(lambda: limited.waiting > 0)
    metrics = Metrics(database.kind)
    central = Central(
        database=database,
        center=center,
        signer=signer,
        authenticator=Authenticator(
            center.administrator_token_hash, RateLimit(monotonic_s).take
        ),
        now=now,
        price_shelf=PriceShelf(),
        attendance=Attendance(monotonic_s),
        metrics=metrics,
        watchman=Watchman(database, limited, monotonic_s),
        pushes=limited,
        group_commit=GroupCommit(database, now, projecting.wake),
        projecting=projecting,
    )

    @asynccontextmanager
    async def closing(_app: Litestar) -> AsyncIterator[None]:
        projector = asyncio.create_task(projecting.run())
        try:
            yield
        finally:
            projector.cancel()
            with suppress(asyncio.CancelledError):
                await projector
            database.close()

    app = Litestar(
        route_handlers=[Router("/v1", route_handlers=ROUTES)],
        state=State({"central": central}),
        lifespan=[closing],
        request_max_body_size=messages.REQUEST_BYTES_MAX,
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=None,
        logging_config=None,
    )
    # Around the whole application: refusals of unknown addresses pass no middleware.
    return measured(echo_nonce(app), metrics, monotonic_s)
