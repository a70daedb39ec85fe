"""What devices did goes up after a settlement, which never waits or fails for it."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events import encode_body
from sync.protocol.events.devices_reported_v1 import (
    DEVICES_MAX,
    DevicesReported,
    ReportedDevice,
)
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.ports.devices import DeviceFigures, DeviceTally
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.till_view import SettlementView
from tests.fakes.device_reporter import PRINTER, MemoryReporter
from tests.fakes.till import LOAN_MINOR, MemoryTill, open_memory_till, sell

_BYTES_A_REPORT_MAX = 64 * 1024


def _settle(till: MemoryTill) -> SettlementView:
    return till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR))


def test_the_report_follows_the_settlement_with_every_figure() -> None:
    till = open_memory_till()
    sell(till)
    till.use_cases.report_devices_of(MemoryReporter())

    view = _settle(till)

    settled, reported = till.ledger.events[-2:]
    assert isinstance(settled.body, TillSettled)
    assert reported.seq == view.seq + 1
    assert reported.control is None
    assert reported.business_day == settled.business_day
    body = reported.body
    assert isinstance(body, DevicesReported)
    assert body.till_period_id == view.till_period_id
    assert body.devices == (
        ReportedDevice(
            device_id="printer",
            kind="receipt_printer",
            state="degraded",
            **msgspec.structs.asdict(PRINTER.figures),
        ),
    )


def test_the_settlement_says_the_same_with_and_without_devices() -> None:
    views = []
    for reporter in (None, MemoryReporter()):
        till = open_memory_till()
        if reporter is not None:
            till.use_cases.report_devices_of(reporter)
        views.append(_settle(till))

    assert views[0] == views[1]


def test_a_till_without_devices_writes_none() -> None:
    till = open_memory_till()
    reporter = MemoryReporter(())
    till.use_cases.report_devices_of(reporter)

    _settle(till)

    assert isinstance(till.ledger.events[-1].body, TillSettled)
    assert reporter.told == []


@pytest.mark.parametrize(
    "reporter",
    [
        MemoryReporter([msgspec.structs.replace(PRINTER, figures=None)]),
        MemoryReporter(),
    ],
    ids=["a device without figures", "a fault of the devices"],
)
def test_a_settlement_stands_whatever_becomes_of_the_report(
    reporter: MemoryReporter,
) -> None:
    if reporter.tallies == (PRINTER,):
        reporter.fault = RuntimeError("a bug")
    till = open_memory_till()
    till.use_cases.report_devices_of(reporter)

    view = _settle(till)

    last = till.ledger.events[-1]
    assert isinstance(last.body, TillSettled)
    assert last.seq == view.seq
    assert len(reporter.errors) == 1
    assert reporter.told == []


def test_a_report_is_bounded() -> None:
    most = DeviceFigures(*[2**53 - 1] * 11)
    many = [
        DeviceTally(f"{number:064}", "k" * 32, "disabled", most)
        for number in range(DEVICES_MAX + 9)
    ]
    reporter = MemoryReporter(many)
    till = open_memory_till()
    till.use_cases.report_devices_of(reporter)

    _settle(till)

    body = till.ledger.events[-1].body
    assert isinstance(body, DevicesReported)
    assert len(body.devices) == DEVICES_MAX
    assert len(encode_body(body)) < _BYTES_A_REPORT_MAX
    assert reporter.told == [many[:DEVICES_MAX]]
