"""Control totals: sums kept by the database equal sums of the events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sync.central import control, installation
from sync.central.control import Sums, Totals
from sync.protocol.envelope import ControlTotals, Header

EVENT_ID = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    location = installation.locate(None, tmp_path)
    installation.install(location, "acme", lambda: 1)
    engine, _center, _signer = installation.open_installed(location)
    yield engine
    engine.dispose()


def header(day: str | None, gross_minor: int | None, **tenders: int) -> Header:
    totals = None
    if gross_minor is not None:
        totals = ControlTotals.of(
            count=1,
            gross_minor=gross_minor,
            tax_minor=gross_minor // 10,
            tenders=tenders,
            quantity_micro=1_000_000,
        )
    return Header(
        event_id=EVENT_ID,
        tenant="acme",
        store="S",
        workstation="T",
        epoch="0" * 16,
        seq=1,
        type="sale.completed",
        type_v=1,
        app="1",
        schema="1",
        t_wall=1,
        t_mono=1,
        boot_id="b",
        biz_day=day,
        ctl=totals,
    )


def add(engine: Engine, sums: Sums, workstation: str = "T") -> None:
    with engine.begin() as connection:
        control.add(connection, workstation, "S", sums)


def test_totals_are_kept_by_day_tender_and_state(engine: Engine) -> None:
    sums = Sums()
    sums.add(header("2031-04-02", 1_000, cash=600, card=400), None, is_applied=True)
    sums.add(header("2031-04-02", 500, cash=500), None, is_applied=False)
    sums.add(header("2031-04-03", -200, cash=-200), None, is_applied=True)
    sums.add(header(None, None), None, is_applied=True)
    add(engine, sums)
    add(engine, sums)
    add(engine, sums, "U")

    with engine.begin() as connection:
        report = control.report(connection, workstation="T")
        store = control.report(connection, store="S")
        day = control.report(connection, store="S", business_day="2031-04-03")

    assert (report.events, report.transactions, report.gross_minor) == (8, 6, 2_600)
    assert report.tenders_minor == {"cash": 1_800, "card": 800}
    assert report.unapplied == Totals(
        events=2,
        transactions=2,
        gross_minor=1_000,
        tax_minor=100,
        tenders_minor={"cash": 1_000},
        quantity_micro=2_000_000,
    )
    assert [each.business_day for each in report.days] == [
        "",
        "2031-04-02",
        "2031-04-03",
    ]
    assert sum(each.gross_minor for each in report.days) == report.gross_minor
    assert store.gross_minor == 3_900
    assert (day.gross_minor, day.tenders_minor) == (-600, {"cash": -600})


def test_nothing_known_is_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        assert control.report(connection, workstation="none").days == []
        control.require_readable(connection)
