"""What a till says: who it is, how far its events are stored, its events."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta
from sqlalchemy import Connection

from sync.central import (
    completeness,
    enrolment,
    feed_agreement,
    hashes,
    hello,
    ingest,
)
from sync.central.authentication import Workstation
from sync.central.feed import Scope
from sync.central.feed_agreement import Finding
from sync.central.installation import read_incarnation
from sync.central.lanes import lane_of
from sync.central.routes.answers import json_answer, ok
from sync.central.routes.context import (
    HttpRequest,
    as_workstation,
    body_of,
    central_of,
    who_asks,
)
from sync.central.routes.description import (
    GZIP,
    Access,
    Body,
    Description,
    described,
)
from sync.protocol import messages
from sync.protocol.completeness import (
    AskCompleteness,
    CompletenessReply,
    seal_completeness,
)
from sync.protocol.messages import (
    PUSH_EVENTS_MAX,
    Enrol,
    EnrolReply,
    Hashes,
    HashesReply,
    Hello,
    HelloReply,
    PushReply,
    WireEvent,
)

PushedEvents = Annotated[list[WireEvent], Meta(max_length=PUSH_EVENTS_MAX)]
"""What a push holds once it is inflated."""


@post(
    "/enrol",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.ANYONE,
            body=Body(kind=Enrol),
            answer=EnrolReply,
            refusals={
                403: ("code_unknown", "code_used", "code_expired", "succession"),
                409: ("other_store",),
            },
        )
    ),
)
async def enrol(request: HttpRequest) -> Response[bytes]:
    """Let a workstation in by its code."""
    central = central_of(request)
    wanted = messages.decode(Enrol, await body_of(request))
    # Anybody may ask: who has no code takes no turn of the writer.
    await central.database.read_soon(
        lambda connection: enrolment.require_code(connection, wanted, central.now())
    )
    # In steps, so that tills can push in between; little is left for the enrolment.
    await central.projecting.catch_up()
    enrolled = await central.database.write_soon(
        lambda connection: enrolment.enrol(connection, wanted, central.now())
    )
    return ok(
        EnrolReply(
            tenant=central.center.tenant,
            store=enrolled.store,
            workstation=enrolled.workstation,
            central_public_key=central.signer.public_key,
            name=enrolled.name,
            known=enrolled.known,
        )
    )


@post(
    "/hello",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(access=Access.WORKSTATION, body=Body(kind=Hello), answer=HelloReply)
    ),
)
async def say_hello(request: HttpRequest) -> Response[bytes]:
    """Tell a workstation how far its events are stored."""
    central = central_of(request)
    body = await body_of(request)

    def work(
        connection: Connection, workstation: Workstation
    ) -> tuple[Workstation, Hello, HelloReply, bool, Finding | None]:
        said = messages.decode(Hello, body)
        incarnation = read_incarnation(connection)
        scope = Scope(central.center.tenant, incarnation, workstation.store)
        now_ms = central.now()
        reply = hello.answer(connection, workstation, said, incarnation, now_ms)
        return (
            workstation,
            said,
            reply,
            hello.is_to_note(connection, workstation, said, reply),
            feed_agreement.judge(connection, workstation, said, scope, now_ms),
        )

    workstation, said, reply, is_to_note, finding = await as_workstation(
        request, body, work
    )

    def note(connection: Connection) -> HelloReply:
        if finding is not None:
            feed_agreement.note(connection, finding)
        if not is_to_note:
            return reply
        return hello.note(connection, workstation, said, reply, central.now())

    if is_to_note or finding is not None:
        reply = await central.database.write_soon(
            note,
            lane_of(workstation.workstation),
        )
    central.pushes.tell(workstation.workstation, hello.backlog(said, reply))
    return ok(reply)


@post(
    "/hashes",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.WORKSTATION,
            body=Body(kind=Hashes),
            answer=HashesReply,
        )
    ),
)
async def compare_hashes(request: HttpRequest) -> Response[bytes]:
    """Tell a workstation hashes of its events, to find where two chains part."""
    body = await body_of(request)

    def work(connection: Connection, workstation: Workstation) -> HashesReply:
        wanted = messages.decode(Hashes, body)
        incarnation = read_incarnation(connection)
        return hashes.answer(connection, workstation, wanted, incarnation)

    return ok(await as_workstation(request, body, work))


@post(
    "/push",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.WORKSTATION,
            body=Body(
                kind=PushedEvents,
                media=GZIP,
                text="One gzip member that inflates to at most 16 MiB of this JSON.",
            ),
            answer=PushReply,
            refusals={
                400: ("empty", "mixed_streams"),
                403: ("foreign_stream",),
                409: ("gap", "fork", "chain"),
                429: ("busy",),
            },
        )
    ),
)
async def push(request: HttpRequest) -> Response[bytes]:
    """Store events; when this answers 200, they are on disk."""
    central = central_of(request)
    body = await body_of(request)

    database = central.database
    workstation = await as_workstation(request, body, who_asks)
    async with central.pushes.turn(workstation.workstation, len(body)) as turn:
        # Only now is it inflated: what waits is small.
        batch = await database.compute_in_turn(
            lambda: ingest.prepare(workstation, messages.decode_push(body))
        )
        reply = await central.group_commit.store(batch)
        turn.events = len(batch.events)
    central.metrics.pushed(reply.verdicts)
    return ok(reply)


@post(
    "/completeness",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.WORKSTATION,
            body=Body(kind=AskCompleteness),
            answer=CompletenessReply,
        )
    ),
)
async def confirm_completeness(request: HttpRequest) -> Response[bytes]:
    """Sign that every event of a settled till period is here, or say what is not."""
    central = central_of(request)
    body = await body_of(request)

    def work(connection: Connection, workstation: Workstation) -> bytes:
        asked = messages.decode(AskCompleteness, body)
        issuer = completeness.Issuer(
            central.center.tenant, read_incarnation(connection), central.now()
        )
        try:
            receipt = completeness.confirm(connection, workstation, asked, issuer)
        except completeness.ShortfallError as shortfall:
            return messages.encode(shortfall.as_reply())
        return seal_completeness(receipt, central.signer)

    return json_answer(await as_workstation(request, body, work))


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    enrol,
    say_hello,
    compare_hashes,
    push,
    confirm_completeness,
)
