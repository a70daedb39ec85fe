"""Say in the ledger how much the devices did."""

from sync.protocol.events.devices_reported_v1 import (
    DEVICES_MAX,
    DevicesReported,
    ReportedDevice,
)
from terminal.application.handler import Services
from terminal.application.ports.devices import DeviceTally
from terminal.application.standing import Standing


def report_devices(services: Services, standing: Standing) -> None:
    """Record what the devices did since the last report; never raises.

    In a unit of work of its own, after the settlement: what fails here is in the
    next report instead.
    """
    devices = services.devices
    if devices is None:
        return
    try:
        tallies = devices.unreported()[:DEVICES_MAX]
        if not tallies:
            return
        with services.ledger.final() as uow:
            uow.events.append(
                DevicesReported(
                    till_period_id=standing.till_period_id,
                    devices=tuple(_reported(each) for each in tallies),
                    at_ms=services.clock.wall_ms(),
                ),
                business_day=standing.business_day,
            )
            uow.commit()
        devices.note_reported(tallies)
    except Exception as error:  # noqa: BLE001 - the settlement stands, whatever fails here
        devices.note_unreported(error)


def _reported(tally: DeviceTally) -> ReportedDevice:
    figures = tally.figures
    return ReportedDevice(
        device_id=tally.device_id,
        kind=tally.kind,
        state=tally.state,
        since_ms=figures.since_ms,
        opened=figures.opened,
        reconnects=figures.reconnects,
        errors=figures.errors,
        scans=figures.scans,
        papers=figures.papers,
        kicks=figures.kicks,
        cards=figures.cards,
        weights=figures.weights,
        bytes_received=figures.bytes_received,
        bytes_sent=figures.bytes_sent,
    )
