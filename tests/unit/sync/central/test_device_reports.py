"""The last report of each workstation is listed, found without reading all events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event

from sync.central import database
from sync.central.device_reports import list_reports
from sync.protocol.events.devices_reported_v1 import DevicesReported, ReportedDevice
from tests.support.central_server import CentralServer, TillClient


def _report(till: TillClient, at_ms: int, **figures: int) -> None:
    device = ReportedDevice(
        device_id="printer",
        kind="receipt_printer",
        state="ready",
        since_ms=at_ms - 1,
        **figures,
    )
    till.chain.append(
        DevicesReported(till_period_id="p", devices=(device,), at_ms=at_ms)
    )


def _reports(server: CentralServer, *tills: TillClient) -> list[Any]:
    names = {till.chain.workstation for till in tills}
    listed = server.answer("GET", "/v1/devices")["reports"]
    return [each for each in listed if each["workstation"] in names]


def test_the_last_report_counts_and_changes_no_totals(
    server: CentralServer, till: TillClient
) -> None:
    till.chain.sell(500)
    _report(till, 10, papers=1)
    _report(till, 20, papers=2, errors=1)
    till.chain.append_bytes("devices.reported", b'{"devices":1}')
    till.push(till.chain.events)

    (report,) = _reports(server, till)

    assert (report["store"], report["at_ms"]) == (till.chain.store, 20)
    assert report["devices"][0]["papers"] == 2
    assert report["devices"][0]["errors"] == 1
    totals = till.totals()
    assert (totals["gross_minor"], totals["transactions"]) == (500, 1)
    assert totals["events"] == 4


def test_a_till_without_devices_is_not_listed(
    server: CentralServer, till: TillClient
) -> None:
    till.chain.sell(500)
    till.push(till.chain.events)

    assert _reports(server, till) == []


def test_only_the_administrator_may_look(till: TillClient) -> None:
    assert till.send("GET", "/v1/devices").status_code == 401


def test_reports_are_found_by_their_index(tmp_path: Path) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    database.migrate(engine)
    asked: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:
        asked.append((call[2], call[3]))

    with engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", note)
        assert list_reports(connection).reports == ()
        statement, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [row[-1] for row in plan]
    engine.dispose()

    assert any("USING INDEX ix_raw_event_devices (workstation=?)" in s for s in steps)
    assert not any(step.startswith("SCAN raw_event") for step in steps)
