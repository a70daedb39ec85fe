"""The simulated printer behind a control port."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from drivers.device import DeviceState
from drivers.errors import DeviceUnavailableError
from drivers.receipt_printer.port import PrintOutcome
from drivers.receipt_printer.profile import DEFAULT_PROFILE
from drivers.receipt_printer.simulator import SimulatedPrinter
from drivers.receipt_printer.simulator_control import PrinterControl
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.simulation.control_port import ControlPort
from drivers.simulation.faults import Fault, FaultKind
from drivers.transport.address import transport_for


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    simulator = SimulatedPrinter()
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def port(simulator: SimulatedPrinter) -> Iterator[ControlPort]:
    port = ControlPort(PrinterControl(simulator), "receipt_printer")
    yield port
    port.close()


def _printer(simulator: SimulatedPrinter, timeout_s: float = 5.0) -> TcpPrinter:
    return TcpPrinter(
        "printer",
        transport_for(simulator.address),
        DEFAULT_PROFILE,
        answer_timeout_s=timeout_s,
        barrier_timeout_s=timeout_s,
    )


def _post(port: ControlPort, path: str, **values: object) -> dict[str, object]:
    request = urllib.request.Request(
        port.url + path, data=json.dumps(values).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        report: dict[str, object] = json.load(answer)
    return report


@pytest.mark.parametrize(
    ("change", "state", "detail"),
    [
        ({"paper_out": True}, DeviceState.OFFLINE, "out of paper"),
        ({"paper_low": True}, DeviceState.DEGRADED, "paper nearly used up"),
        ({"cover_open": True}, DeviceState.OFFLINE, "the cover is open"),
        ({"cutter_jam": True}, DeviceState.OFFLINE, "the cutter is jammed"),
    ],
    ids=["out", "low", "cover", "cutter"],
)
def test_what_a_person_does_is_seen_by_the_till(
    simulator: SimulatedPrinter,
    port: ControlPort,
    change: dict[str, bool],
    state: DeviceState,
    detail: str,
) -> None:
    report = _post(port, "state", **change)
    condition = _printer(simulator).read_condition()

    assert (condition.state, condition.detail) == (state, detail)
    told = report["state"]
    assert isinstance(told, dict)
    assert told.items() >= change.items()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("none", PrintOutcome.PRINTED),
        ("mute", PrintOutcome.QUEUED),
        ("double", PrintOutcome.QUEUED),
        ("noise", PrintOutcome.PRINTED),
        ("cut_midway", PrintOutcome.UNKNOWN),
    ],
)
def test_a_fault_ends_a_job_as_it_should(
    simulator: SimulatedPrinter, port: ControlPort, fault: str, outcome: PrintOutcome
) -> None:
    _post(port, "fault", fault=fault)
    printer = _printer(simulator, 0.2 if fault == "mute" else 5.0)

    assert printer.print_job(b"\x1b@paper\n" * 9).outcome is outcome


def test_a_cut_cable_is_joined_again(
    simulator: SimulatedPrinter, port: ControlPort
) -> None:
    _post(port, "fault", fault="cut")
    with pytest.raises(DeviceUnavailableError):
        _look_until_it_is_gone(simulator)
    report = _post(port, "fault", fault="none")

    assert report["is_plugged"]
    assert report["kind"] == "receipt_printer"


def _look_until_it_is_gone(simulator: SimulatedPrinter) -> None:
    while True:  # The printer's thread closes its port a moment later.
        _printer(simulator).read_condition()


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("state", {"colour": True}),
        ("state", {"paper_out": 1.5}),
        ("state", {"drawer_open": True}),
        ("fault", {"fault": "split"}),
    ],
    ids=["unknown", "number", "drawer", "fault"],
)
def test_what_a_printer_cannot_do_is_refused(
    port: ControlPort, path: str, values: dict[str, object]
) -> None:
    with pytest.raises(urllib.error.HTTPError) as raised:
        _post(port, path, **values)
    raised.value.close()


def test_the_drawer_can_be_unplugged(simulator: SimulatedPrinter) -> None:
    control = PrinterControl(simulator)
    control.change({"drawer_unplugged": True})
    _printer(simulator).print_job(b"\x1bp\x00\x19\xfa")
    assert control.state()["drawer_unplugged"]
    assert not control.state()["drawer_open"]

    control.change({"drawer_unplugged": False})
    _printer(simulator).print_job(b"\x1bp\x00\x19\xfa")

    assert not control.state()["drawer_unplugged"]
    assert control.state()["drawer_open"]


def test_the_drawer_can_be_closed(simulator: SimulatedPrinter) -> None:
    control = PrinterControl(simulator)
    _printer(simulator).print_job(b"\x1bp\x00\x19\xfa")
    assert control.state()["drawer_open"]

    control.change({"drawer_open": False})

    assert not control.state()["drawer_open"]
    assert b"\x1bp\x00\x19\xfa" in control.received
    assert control.received_count >= len(control.received)
    assert control.fault.kind is FaultKind.NONE


@pytest.mark.parametrize("kind", [FaultKind.LATE, FaultKind.SLOW, FaultKind.HALF])
def test_other_faults_are_taken(simulator: SimulatedPrinter, kind: FaultKind) -> None:
    control = PrinterControl(simulator)

    control.set_fault(Fault(kind, seconds=0.01))

    assert control.fault.kind is kind
