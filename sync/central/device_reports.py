"""Lists what the devices of each workstation last said of themselves.

Read from the events as they came, by an index that holds these events alone.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, literal_column, select

from structs.decoding import decode_json
from sync.central.schema import raw_event, workstation
from sync.protocol.events.devices_reported_v1 import DevicesReported, ReportedDevice

_reports: Final = raw_event.alias("report")
# A bound value would hide from the databases that the partial index fits.
_IS_REPORT: Final = _reports.c.type == literal_column(f"'{DevicesReported.TYPE}'")


class DeviceReport(Struct, frozen=True, kw_only=True):
    """The last report of one workstation.

    Attributes:
        business_day: The day that was settled then.
        received_at_ms: When the center got it.
        at_ms: When the till wrote it, by its clock.
        devices: How they were, and what they did since the report before.
    """

    workstation: str
    store: str
    business_day: str
    received_at_ms: int
    at_ms: int
    devices: tuple[ReportedDevice, ...]


class DeviceReports(Struct, frozen=True, kw_only=True):
    """The last reports, by workstation; those without devices have none."""

    reports: tuple[DeviceReport, ...]


def list_reports(connection: Connection) -> DeviceReports:
    """Return the last report of every workstation that ever wrote one."""
    events, workstations = raw_event.c, workstation.c
    newest = (
        select(_reports.c.arrival)
        .where(
            _reports.c.workstation == workstations.workstation,
            _IS_REPORT,
            _reports.c.type_v == DevicesReported.VERSION,
            _reports.c.verdict == "applied",
        )
        .order_by(_reports.c.arrival.desc())
        .limit(1)
        .correlate(workstation)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            workstations.workstation,
            workstations.store,
            events.business_day,
            events.received_at_ms,
            events.body,
        )
        .select_from(workstation)
        .join(raw_event, events.arrival == newest)
        .order_by(workstations.workstation)
    )
    found = []
    for row in rows:
        body = decode_json(row.body, DevicesReported)
        found.append(
            DeviceReport(
                workstation=row.workstation,
                store=row.store,
                business_day=row.business_day,
                received_at_ms=row.received_at_ms,
                at_ms=body.at_ms,
                devices=body.devices,
            )
        )
    return DeviceReports(reports=tuple(found))
