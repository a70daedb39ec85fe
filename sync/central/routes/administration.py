"""What only the administrator may: let tills in, feed them, look at the books."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Final

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from sync.central import (
    catalog_import,
    control,
    device_reports,
    enrolment,
    event_import,
    event_listing,
    operators,
)
from sync.central.lanes import REFERENCE_DATA
from sync.central.routes.answers import json_answer, ok
from sync.central.routes.context import HttpRequest, as_administrator
from sync.central.routes.description import (
    COUNT,
    FLAG,
    OCTETS,
    Access,
    Body,
    Description,
    Query,
    described,
)
from sync.central.routes.parameters import business_day, count, file_kind, flag
from sync.protocol import messages
from sync.protocol.envelope import Name
from terminal.domain.reference_data.errors import CatalogFileError
from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.reference_data.import_file import NAMING_KINDS

IMPORT_BYTES_MAX: Final = 256 * 1024 * 1024
"""A catalog may be large, and only the administrator sends one."""

_TOTALS: Final = Description(
    access=Access.ADMINISTRATOR,
    answer=control.ControlReport,
    query=(
        Query(
            name="business_day",
            text="Only of this day.",
            form={"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        ),
    ),
)


class CodeRequest(Struct, frozen=True, kw_only=True):
    """The administrator wants an enrolment code."""

    store: Name
    workstation: Name
    name: Name | None = None


@post(
    "/enrolment-codes",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            body=Body(kind=CodeRequest),
            answer=enrolment.IssuedCode,
            refusals={409: ("other_store",)},
        )
    ),
)
async def issue_code(request: HttpRequest) -> Response[bytes]:
    """Give the administrator a code for one workstation."""
    central = as_administrator(request)
    wanted = messages.decode(CodeRequest, await request.body())
    issued = await central.database.write_soon(
        lambda connection: enrolment.issue_code(
            connection,
            store=wanted.store,
            workstation_id=wanted.workstation,
            name=wanted.name,
            now_ms=central.now(),
        )
    )
    return ok(issued)


@post(
    "/catalog/import",
    status_code=HTTPStatus.OK,
    request_max_body_size=IMPORT_BYTES_MAX,
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            body=Body(
                media=OCTETS,
                text="Rows as CSV or as JSON lines, plain or gzip.",
                bytes_max=IMPORT_BYTES_MAX,
            ),
            answer=catalog_import.WrittenReport,
            query=(
                Query(
                    name="kind",
                    text="What the rows are; items when it is absent.",
                    form={"type": "string", "enum": [kind.value for kind in FileKind]},
                ),
                Query(name="dry_run", text="Only look.", form=FLAG),
            ),
            refusals={400: (CatalogFileError.code,)},
        )
    ),
)
async def import_catalog(request: HttpRequest) -> Response[bytes]:
    """Take the rows of a file, plain or gzip; `dry_run=true` only looks.

    `kind` says what it holds: items when it is absent.
    """
    central = as_administrator(request)
    dry_run = flag(request, "dry_run")
    kind = file_kind(request)
    body = await request.body()
    database = central.database
    known = None
    if kind in NAMING_KINDS:
        known = await database.read_soon(catalog_import.list_known)
    file = await database.compute(
        partial(catalog_import.read, body, kind, dry_run=dry_run, known=known)
    )
    batches = iter(()) if dry_run else file.batches()
    # Each piece waits its turn behind the tills that push meanwhile.
    while changes := await database.compute(partial(next, batches, None)):
        write = partial(catalog_import.write, changes=changes, now_ms=central.now())
        file.changed.include(await database.write_soon(write, REFERENCE_DATA))
    if not dry_run:
        await database.write_soon(catalog_import.release, REFERENCE_DATA)
    return ok(file.report())


@post(
    "/events/import",
    status_code=HTTPStatus.OK,
    request_max_body_size=IMPORT_BYTES_MAX,
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            body=Body(
                media=OCTETS,
                text="What `sync export` of a till wrote for this center.",
                bytes_max=IMPORT_BYTES_MAX,
            ),
            answer=event_import.ImportReport,
            refusals={
                400: event_import.REFUSALS,
                401: ("unknown_workstation",),
                403: ("revoked", "foreign_stream"),
            },
        )
    ),
)
async def import_event_file(request: HttpRequest) -> Response[bytes]:
    """Take the events that a till exported to a file: all of them, or none."""
    central = as_administrator(request)
    body = await request.body()
    database = central.database
    file = await database.compute(
        lambda: event_import.EventFile(body, event_import.opening(central.signer))
    )
    # Alone: the file may hold epochs of workstations that its till was before.
    report = await database.write_soon(
        lambda connection: event_import.import_events(
            connection, file, central.center.tenant, central.now()
        )
    )
    return ok(report)


@post(
    "/operators",
    status_code=HTTPStatus.OK,
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            body=Body(kind=operators.OperatorRequest),
            answer=operators.OperatorReply,
            refusals={400: ("unknown_permission", "pin_missing")},
        )
    ),
)
async def put_operator(request: HttpRequest) -> Response[bytes]:
    """Add or alter an operator."""
    central = as_administrator(request)
    wanted = messages.decode(operators.OperatorRequest, await request.body())
    operators.check(wanted)
    pin_hash = None
    if wanted.pin is not None:
        pin_hash = await central.database.compute(
            partial(operators.hash_pin, wanted.pin)
        )
    reply = await central.database.write_soon(
        lambda connection: operators.put_operator(
            connection, wanted, pin_hash, central.now()
        ),
        REFERENCE_DATA,
    )
    return ok(reply)


@get(
    "/workstations/{workstation_id:str}/control-totals",
    opt=described(_TOTALS),
)
async def workstation_totals(
    request: HttpRequest, workstation_id: FromPath[str]
) -> Response[bytes]:
    """Answer what the central holds of one workstation."""
    return await _totals(request, workstation=workstation_id)


@get("/stores/{store_id:str}/control-totals", opt=described(_TOTALS))
async def store_totals(
    request: HttpRequest, store_id: FromPath[str]
) -> Response[bytes]:
    """Answer what the central holds of one store."""
    return await _totals(request, store=store_id)


@get(
    "/workstations/{workstation_id:str}/events",
    opt=described(
        Description(
            access=Access.ADMINISTRATOR,
            answer=list[event_listing.ListedEvent],
            query=(
                Query(name="epoch", text="Only of this epoch."),
                Query(
                    name="after",
                    text="With `epoch` a seq, without it how many to skip.",
                    form=COUNT,
                ),
                Query(name="limit", text="At most 5,000.", form=COUNT),
            ),
        )
    ),
)
async def workstation_events(
    request: HttpRequest, workstation_id: FromPath[str]
) -> Response[bytes]:
    """List stored events in order; see `event_listing.list_events`."""
    central = as_administrator(request)
    await central.projecting.catch_up()
    listed = await central.database.read_soon(
        partial(
            event_listing.list_events,
            workstation=workstation_id,
            epoch=request.query_params.get("epoch"),
            after=count(request, "after", 0),
            limit=count(request, "limit", event_listing.LIMIT_MAX),
        )
    )
    return json_answer(msgspec.json.encode(listed))


@get(
    "/devices",
    opt=described(
        Description(access=Access.ADMINISTRATOR, answer=device_reports.DeviceReports)
    ),
)
async def list_devices(request: HttpRequest) -> Response[bytes]:
    """List what the devices of each workstation did, by its last report."""
    central = as_administrator(request)
    return ok(await central.database.read_soon(device_reports.list_reports))


async def _totals(
    request: HttpRequest, *, workstation: str | None = None, store: str | None = None
) -> Response[bytes]:
    central = as_administrator(request)
    await central.projecting.catch_up()
    report = await central.database.read_soon(
        partial(
            control.report,
            workstation=workstation,
            store=store,
            business_day=business_day(request),
        )
    )
    return ok(report)


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    issue_code,
    import_catalog,
    import_event_file,
    put_operator,
    workstation_totals,
    store_totals,
    workstation_events,
    list_devices,
)
