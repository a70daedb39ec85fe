"""Health, readiness and metrics, as they are asked for."""

from __future__ import annotations

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update

from sync.central.schema import center
from sync.protocol.messages import Refusal, decode
from tests.support.central_app import CentralApp

REMOTE = ("192.0.2.7", 4_000)


def metrics_of(app: CentralApp) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = app.ask("GET", "/v1/metrics")
    assert answer.status == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
    }


def value(app: CentralApp, name: str, **labels: str) -> float:
    key = (f"evertill_central_{name}", tuple(sorted(labels.items())))
    return metrics_of(app)[key]


def test_a_central_that_works_is_ready(app: CentralApp) -> None:
    answer = app.ask("GET", "/v1/ready")

    assert answer.status == 200
    assert answer.json() == {
        "is_writable": True,
        "is_current": True,
        "is_projecting": True,
    }


def test_one_whose_tables_changed_under_it_is_not(app: CentralApp) -> None:
    app.database.write(
        lambda connection: connection.execute(
            text("UPDATE alembic_version SET version_num = 'm209901010000_later'")
        )
    )

    answer = app.ask("GET", "/v1/ready")

    refusal = decode(Refusal, answer.body)
    assert (answer.status, refusal.code) == (503, "not_ready")
    assert "tables" in refusal.message
    assert int(answer.headers["retry-after"]) > 0


def test_one_that_cannot_write_is_not_ready_but_alive(app: CentralApp) -> None:
    app.database.write(
        lambda connection: connection.execute(
            text(
                "CREATE TRIGGER full BEFORE UPDATE ON center BEGIN"
                " SELECT RAISE(ABORT, 'disk full'); END"
            )
        )
    )

    answer = app.ask("GET", "/v1/ready")

    assert answer.status == 503
    assert "no write" in decode(Refusal, answer.body).message
    assert app.ask("GET", "/v1/health").status == 200


def test_the_readiness_changes_nothing(app: CentralApp) -> None:
    before = app.rows()

    app.ask("GET", "/v1/ready")

    assert app.rows() == before


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        (("127.0.0.1", 1), {}, 200),
        (("::1", 1), {}, 200),
        (("::ffff:127.0.0.1", 1), {}, 200),
        (REMOTE, {}, 401),
        (("::ffff:192.0.2.7", 1), {}, 401),
        (None, {}, 401),
        (("testclient", 1), {}, 401),
        (("127.0.0.1", 1), {"X-Forwarded-For": "192.0.2.7"}, 401),
        (("127.0.0.1", 1), {"Forwarded": "for=192.0.2.7"}, 401),
        (("127.0.0.1", 1), {"Authorization": "Bearer wrong"}, 401),
    ],
    ids=[
        "loopback",
        "loopback6",
        "mapped",
        "remote",
        "remote-mapped",
        "unknown",
        "name",
        "proxied",
        "proxied-by-standard",
        "wrong-token",
    ],
)
def test_metrics_are_for_this_computer_and_the_administrator(
    app: CentralApp,
    client: tuple[str, int] | None,
    headers: dict[str, str],
    status: int,
) -> None:
    app.client = client

    answer = app.ask("GET", "/v1/metrics", headers=headers)

    assert answer.status == status
    assert app.administer("GET", "/v1/metrics").status == 200


def test_requests_are_counted_by_route_and_status(app: CentralApp) -> None:
    till = app.enrolled()
    for workstation in ("A", "B", "C"):
        app.administer("GET", f"/v1/workstations/{workstation}/events")
    app.ask("GET", "/v1/workstations/A/events")
    till.send("POST", "/v1/push", b"x")

    route = "/v1/workstations/{workstation_id}/events"
    assert value(app, "requests_total", route=route, method="GET", status="200") == 3
    assert value(app, "requests_total", route=route, method="GET", status="401") == 1
    assert value(app, "request_seconds_count", route=route) == 4
    assert value(app, "refusals_total", code="malformed") == 1
    assert value(app, "refusals_total", code="administrator_token") == 1


def test_no_label_is_made_of_what_a_client_sends(app: CentralApp) -> None:
    for number in range(30):
        app.ask("GET", f"/v1/nothing-{number}")
        app.ask(f"METHOD{number}", "/v1/health")
        app.ask("GET", f"/v1/stores/{number}/control-totals?business_day=%{number}")
    metrics_of(app)  # counts itself from now on
    before = len(metrics_of(app))
    for number in range(30, 60):
        app.ask("GET", f"/v1/nothing-{number}")
        app.ask(f"METHOD{number}", "/v1/health")
        app.ask("GET", f"/v1/stores/{number}/control-totals?business_day=%{number}")

    assert len(metrics_of(app)) == before
    labels = {labels for _, labels in metrics_of(app)}
    assert not any(
        "-5" in part or "METHOD" in part for each in labels for _, part in each
    )


def test_events_tills_and_quarantine_are_counted(app: CentralApp) -> None:
    till = app.enrolled()
    other = app.enrolled("T-08")
    app.suspend("T-08")
    till.chain.sell()
    till.chain.append_bytes("sale.completed", b"no sale")
    till.push()
    till.push()
    assert other.send("POST", "/v1/hello", b"{}").status == 403

    assert value(app, "events_total", verdict="applied") == 1
    assert value(app, "events_total", verdict="quarantined") == 1
    assert value(app, "events_total", verdict="duplicate") == 2
    assert value(app, "tills", state="enrolled") == 1
    assert value(app, "tills", state="suspended") == 1
    assert value(app, "tills", state="seen_lately") == 1
    assert value(app, "quarantined_events") == 1
    assert value(app, "oldest_quarantine_seconds") == 0


def test_the_head_of_the_feed_and_the_build_are_told(app: CentralApp) -> None:
    app.database.write(
        lambda connection: connection.execute(update(center).values(feed_position=41))
    )

    assert value(app, "feed_head") == 41
    (build,) = (key for key in metrics_of(app) if key[0].endswith("build_info"))
    assert dict(build[1])["database"] == "sqlite"
    assert re.fullmatch(r"[0-9.]+", dict(build[1])["version"])
