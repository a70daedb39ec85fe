"""A printer over real sockets, and every way in which it fails."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from drivers.device import DeviceState
from drivers.errors import (
    DeviceUnavailableError,
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportNotTakenError,
    TransportTimeoutError,
)
from drivers.receipt_printer.esc_pos import PRINT_DONE_BARRIER, EscPosBuilder
from drivers.receipt_printer.port import PrintOutcome
from drivers.receipt_printer.profile import PROFILES
from drivers.receipt_printer.simulator import Faults, SimulatedPrinter
from drivers.receipt_printer.tcp_printer import REFUSAL_S, TcpPrinter, unavailable
from drivers.transport.address import transport_for
from drivers.transport.spool import SpoolTransport

_WAIT_S = 5.0


def _receipt(text: str = "Total 9.99", lines: int = 1) -> bytes:
    builder = EscPosBuilder()
    builder.initialize()
    for _ in range(lines):
        builder.line(text)
    builder.cut()
    return builder.build()


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    simulator = SimulatedPrinter()
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def printer(simulator: SimulatedPrinter) -> TcpPrinter:
    return _printer(simulator)


@pytest.fixture
def hasty(simulator: SimulatedPrinter) -> TcpPrinter:
    """A printer that is soon believed to be silent."""
    return _printer(simulator, timeout_s=0.5)


def _printer(
    simulator: SimulatedPrinter, model: str = "epson-80", *, timeout_s: float = _WAIT_S
) -> TcpPrinter:
    return TcpPrinter(
        "printer",
        transport_for(simulator.address),
        PROFILES[model],
        answer_timeout_s=timeout_s,
        barrier_timeout_s=timeout_s,
    )


def _wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    deadline = time.monotonic() + _WAIT_S
    while not is_so():
        assert time.monotonic() < deadline
        pause.wait(0.002)


def test_a_receipt_is_printed_and_confirmed(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    result = printer.print_job(_receipt("Käse 1,99 €"))

    assert result.outcome is PrintOutcome.PRINTED
    assert [paper.text for paper in simulator.papers] == ["Käse 1,99 €"]
    assert printer.condition.state is DeviceState.READY


def test_the_connection_is_released_after_each_job(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    printer.print_job(_receipt("first till"))

    other = _printer(simulator).print_job(_receipt("second till"))

    assert other.outcome is PrintOutcome.PRINTED
    assert simulator.connection_count == 2


@pytest.mark.parametrize(
    ("fail", "detail"),
    [
        (lambda s: s.set_paper(is_out=True), "out of paper"),
        (lambda s: s.set_cover(is_open=True), "the cover is open"),
        (lambda s: s.set_cutter_jam(is_jammed=True), "the cutter is jammed"),
    ],
)
def test_a_printer_that_needs_a_hand_gets_not_a_byte(
    simulator: SimulatedPrinter,
    printer: TcpPrinter,
    fail: Callable[[SimulatedPrinter], None],
    detail: str,
) -> None:
    fail(simulator)

    result = printer.print_job(_receipt())

    assert result.outcome is PrintOutcome.QUEUED
    assert result.condition.state is DeviceState.OFFLINE
    assert result.detail == detail
    assert simulator.open_paper is None


def test_a_nearly_empty_roll_still_prints(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    simulator.set_paper(is_low=True)

    result = printer.print_job(_receipt())

    assert result.outcome is PrintOutcome.PRINTED
    assert result.condition.state is DeviceState.DEGRADED


def test_a_printer_that_is_off_keeps_the_job_and_says_so(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    simulator.cut_cable()
    _wait_until(lambda: simulator._listener is None)

    result = printer.print_job(_receipt())

    assert result.outcome is PrintOutcome.QUEUED
    assert result.condition.state is DeviceState.LOST
    assert printer.attend_interval_s == 0
    with pytest.raises(DeviceUnavailableError, match="is on"):
        printer.open()


def test_a_plugged_in_printer_prints_again(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    simulator.cut_cable()
    _wait_until(lambda: simulator._listener is None)
    printer.print_job(_receipt("lost"))
    simulator.join_cable()
    _wait_until(lambda: simulator._listener is not None)

    result = printer.print_job(_receipt("kept"))

    assert result.outcome is PrintOutcome.PRINTED
    assert [paper.text for paper in simulator.papers] == ["kept"]


def test_a_silent_printer_is_offline_not_gone_and_gets_nothing(
    simulator: SimulatedPrinter, hasty: TcpPrinter
) -> None:
    simulator.set_faults(Faults(is_silent=True))

    result = hasty.print_job(_receipt())
    hasty.open()

    assert result.outcome is PrintOutcome.QUEUED
    assert hasty.condition.state is DeviceState.OFFLINE
    assert "cover" in hasty.condition.remedy
    assert simulator.open_paper is None


def test_a_lost_answer_makes_the_outcome_unknown(
    simulator: SimulatedPrinter, hasty: TcpPrinter
) -> None:
    simulator.set_faults(Faults(seconds_per_line=10.0))

    result = hasty.print_job(_receipt(lines=5))

    assert result.outcome is PrintOutcome.UNKNOWN
    assert result.condition.state is DeviceState.OFFLINE


def test_paper_that_runs_out_in_the_middle_is_the_reason_that_is_given(
    simulator: SimulatedPrinter,
) -> None:
    printer = TcpPrinter(
        "printer", transport_for(simulator.address), barrier_timeout_s=2.0
    )
    simulator.set_faults(Faults(seconds_per_line=0.05))

    def use_up() -> None:
        _wait_until(lambda: simulator.open_paper is not None)
        simulator.set_paper(is_out=True)

    person = threading.Thread(target=use_up)
    person.start()

    result = printer.print_job(_receipt(lines=20))

    person.join()
    assert result.outcome is PrintOutcome.UNKNOWN
    assert result.condition.detail == "out of paper"


def test_a_roll_that_is_changed_in_time_finishes_the_same_paper(
    simulator: SimulatedPrinter,
) -> None:
    printer = TcpPrinter(
        "printer", transport_for(simulator.address), barrier_timeout_s=_WAIT_S
    )
    simulator.set_faults(Faults(seconds_per_line=0.01))
    is_asked_why = threading.Event()
    printer.meanwhile = lambda _session: is_asked_why.set()

    def change_the_roll() -> None:
        _wait_until(lambda: simulator.open_paper is not None)
        simulator.set_paper(is_out=True)
        is_asked_why.wait(_WAIT_S)
        simulator.set_paper()

    person = threading.Thread(target=change_the_roll)
    person.start()

    result = printer.print_job(_receipt(lines=20))

    person.join()
    assert result.outcome is PrintOutcome.PRINTED
    assert [paper.text.count("Total") for paper in simulator.papers] == [20]


@pytest.mark.parametrize("after_bytes", [1, 8, 13, 8_300, 8_320])
def test_a_connection_that_breaks_anywhere_is_never_taken_for_success(
    simulator: SimulatedPrinter, printer: TcpPrinter, after_bytes: int
) -> None:
    simulator.set_faults(Faults(hang_up_after_bytes=after_bytes))

    result = printer.print_job(_receipt(lines=100))

    begun = after_bytes > 12  # Four questions of three bytes come first.
    expected = PrintOutcome.UNKNOWN if begun else PrintOutcome.QUEUED
    assert result.outcome is expected


def test_a_job_broken_off_inside_a_picture_does_not_spoil_the_next(
    simulator: SimulatedPrinter,
) -> None:
    printer = TcpPrinter(
        "printer", transport_for(simulator.address), answer_timeout_s=1.0
    )
    builder = EscPosBuilder()
    builder.initialize()
    builder.raster(576, b"\xaa" * 72 * 90)
    simulator.set_faults(Faults(hang_up_after_bytes=12 + 8194 + 1000))
    broken = printer.print_job(builder.build())
    simulator.set_faults(Faults())

    result = printer.print_job(_receipt("clean"))

    assert broken.outcome is PrintOutcome.UNKNOWN
    assert result.outcome is PrintOutcome.PRINTED
    assert simulator.papers[-1].text == "clean"


def test_doubled_answers_are_not_taken_for_answers_to_the_next_question(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    simulator.set_faults(Faults(is_answering_twice=True))

    result = printer.print_job(_receipt())

    assert result.outcome is PrintOutcome.QUEUED


def test_noise_before_answers_is_ignored(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    simulator.set_faults(Faults(is_answering_garbage=True))

    assert printer.print_job(_receipt()).outcome is PrintOutcome.PRINTED


def test_an_answer_after_the_deadline_is_not_taken_for_the_next_one(
    simulator: SimulatedPrinter,
) -> None:
    printer = _printer(simulator, timeout_s=1.0)
    simulator.set_faults(Faults(answer_delay_s=1.5))
    printer.open()
    late = printer.condition
    simulator.set_faults(Faults())
    simulator.set_cover(is_open=True)

    printer.attend()

    assert late.detail == "the printer does not answer"
    assert printer.condition.detail == "the cover is open"


def test_a_printer_that_does_not_read_runs_into_a_deadline(
    simulator: SimulatedPrinter,
) -> None:
    simulator.set_faults(Faults(is_deaf=True))

    result = _printer(simulator, "basic-58").print_job(bytes(3))

    assert result.outcome is PrintOutcome.SENT  # It cannot say otherwise.
    hasty = _printer(simulator, timeout_s=0.5)
    assert hasty.print_job(bytes(3)).outcome is PrintOutcome.QUEUED


def test_a_printer_without_status_is_sent_to_blindly(
    simulator: SimulatedPrinter,
) -> None:
    simulator.set_faults(Faults(is_silent=True))
    printer = _printer(simulator, "basic-58")
    printer.open()

    result = printer.print_job(_receipt("blind"))

    assert result.outcome is PrintOutcome.SENT
    assert printer.condition.state is DeviceState.READY
    assert simulator.wait_for_papers(1, _WAIT_S)


def test_unsolicited_status_before_an_answer_is_understood() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        printer = TcpPrinter("p", transport_for(address), answer_timeout_s=1.0)

        def serve() -> None:
            client, _ = server.accept()
            with client:
                for _ in range(4):
                    client.recv(3)
                    client.sendall(b"\x10\x00\x03\x00\x12")

        thread = threading.Thread(target=serve)
        thread.start()
        printer.open()
        thread.join()

    assert printer.condition.state is DeviceState.READY


def test_interrupt_ends_the_wait_for_the_barrier(simulator: SimulatedPrinter) -> None:
    printer = TcpPrinter("printer", transport_for(simulator.address))
    simulator.set_faults(Faults(seconds_per_line=10.0))
    interrupted_at: list[float] = []

    def stop() -> None:
        _wait_until(lambda: PRINT_DONE_BARRIER in simulator.received)
        interrupted_at.append(time.monotonic())
        printer.interrupt()

    till = threading.Thread(target=stop)
    till.start()

    result = printer.print_job(_receipt(lines=3))

    till.join()
    assert result.outcome is PrintOutcome.UNKNOWN
    assert time.monotonic() - interrupted_at[0] < 3.0


def test_each_look_at_the_status_is_told(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    seen: list[DeviceState] = []
    printer.on_look = lambda condition: seen.append(condition.state)

    printer.open()
    simulator.set_cover(is_open=True)
    printer.attend()
    printer.close()

    assert seen == [DeviceState.READY, DeviceState.OFFLINE]


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (TransportBusyError("x", "held"), "Another program"),
        (TransportDeniedError("x", "no"), "technician"),
        (TransportGoneError("x", "off"), "cable"),
    ],
)
def test_every_failure_of_the_line_says_what_to_do(
    error: TransportError, remedy: str
) -> None:
    assert remedy in unavailable("printer", error).remedy


@pytest.mark.parametrize(
    "count", [150, pytest.param(1_000, marks=pytest.mark.campaign)]
)
def test_threads_and_descriptors_stay_flat_over_many_looks(
    simulator: SimulatedPrinter, printer: TcpPrinter, count: int
) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("this system does not list open files")
    printer.open()
    _wait_until(lambda: simulator._client is None)
    threads_before = threading.active_count()
    files_before = len(list(descriptors.iterdir()))

    for number in range(count):
        printer.attend()
        assert printer.print_job(_receipt(str(number))).outcome is PrintOutcome.PRINTED

    _wait_until(lambda: simulator._client is None)
    assert threading.active_count() == threads_before
    assert len(list(descriptors.iterdir())) == files_before
    assert [paper.text for paper in simulator.papers] == list(map(str, range(count)))


def _with(simulator: SimulatedPrinter, **changes: bool) -> TcpPrinter:
    profile = msgspec.structs.replace(PROFILES["epson-80"], **changes)
    return TcpPrinter(
        "printer",
        transport_for(simulator.address),
        profile,
        answer_timeout_s=_WAIT_S,
        barrier_timeout_s=_WAIT_S,
    )


def test_a_job_with_a_number_is_confirmed_by_its_number(
    simulator: SimulatedPrinter,
) -> None:
    printer = _with(simulator, has_process_id=True)

    for count in (1, 2):
        assert printer.print_job(_receipt()).outcome is PrintOutcome.PRINTED
        assert len(simulator.papers) == count
    assert b"\x1d\x61\xff" in simulator.received
    assert b"\x1d\x72\x01" not in simulator.received


def test_an_error_whose_cause_is_gone_is_ended_before_the_next_job(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    simulator.set_cutter_jam(is_jammed=True)
    simulator.set_cutter_jam(is_jammed=False, is_latched=True)

    assert printer.print_job(_receipt()).outcome is PrintOutcome.PRINTED
    assert simulator.received.startswith(b"\x10\x04")
    assert b"\x10\x05\x02" in simulator.received


def test_a_cutter_that_stays_jammed_is_not_driven_at_every_look(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    simulator.set_cutter_jam(is_jammed=True)

    for _ in range(3):
        assert not printer.read_condition().is_working

    assert simulator.received.count(b"\x10\x05\x02") == 1


class _Queue:
    """Stands for a print queue of the system."""

    address = "cups:TEST"

    def __init__(self) -> None:
        self.jobs: list[bytes] = []
        self.refusal: TransportError | None = None

    def check(self) -> None:
        """It is there."""

    def submit(self, data: bytes) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.jobs.append(data)


def test_over_a_print_queue_its_state_is_said_to_be_unknown() -> None:
    queue = _Queue()
    printer = TcpPrinter("printer", SpoolTransport(queue))

    result = printer.print_job(_receipt())

    assert result.outcome is PrintOutcome.SENT
    assert queue.jobs == [_receipt()]
    printer.open()
    assert printer.condition.state is DeviceState.READY
    assert "not known" in printer.condition.detail


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (TransportNotTakenError("cups:TEST", "no"), PrintOutcome.QUEUED),
        (TransportTimeoutError("cups:TEST", "late"), PrintOutcome.UNKNOWN),
    ],
    ids=["refused", "late"],
)
def test_a_refused_job_comes_again_as_it_is_a_doubtful_one_as_a_copy(
    refusal: TransportError, outcome: PrintOutcome
) -> None:
    queue = _Queue()
    queue.refusal = refusal

    assert TcpPrinter("p", SpoolTransport(queue)).print_job(b"x").outcome is outcome


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (TransportBusyError("cups:TEST", "accepts no jobs"), "accept jobs again"),
        (TransportGoneError("cups:TEST", "no such queue"), "is set up"),
        (TransportTimeoutError("cups:TEST", "late"), "start it again"),
    ],
    ids=["stopped", "missing", "late"],
)
def test_what_a_queue_lacks_is_no_matter_of_cables(
    error: TransportError, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(_queue: _Queue) -> None:
        raise error

    monkeypatch.setattr(_Queue, "check", check)

    with pytest.raises(DeviceUnavailableError, match=remedy):
        TcpPrinter("p", SpoolTransport(_Queue())).open()


def test_a_queue_that_refuses_is_left_alone_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue = _Queue()
    queue.refusal = TransportNotTakenError("cups:TEST", "lp: Forbidden")
    printer = TcpPrinter("p", SpoolTransport(queue))
    printer.open()
    assert printer.condition.is_working

    printer.print_job(b"x")
    refused = printer.condition
    printer.attend()

    assert refused.state is DeviceState.OFFLINE
    assert "Forbidden" in refused.detail
    assert printer.condition == refused
    assert printer.attend_interval_s >= 10
    later_s = time.monotonic() + REFUSAL_S
    monkeypatch.setattr(time, "monotonic", lambda: later_s)
    printer.attend()
    assert printer.condition.is_working
    printer.print_job(b"x")
    queue.refusal = None
    assert printer.print_job(b"x").outcome is PrintOutcome.SENT
    assert printer.condition.is_working


@pytest.mark.parametrize("scheme", ["serial", "file"])
def test_a_printer_on_a_wire_is_asked_and_prints(
    simulator: SimulatedPrinter, scheme: str
) -> None:
    with Wire(simulator) as wire:
        printer = TcpPrinter(
            "printer", transport_for(f"{scheme}:{wire.path}"), answer_timeout_s=2
        )
        os.write(wire.printer_end, b"\x16\x16")  # Late answers of the last run.
        assert printer.print_job(_receipt("wired")).outcome is PrintOutcome.PRINTED
        simulator.set_paper(is_out=True)
        assert printer.read_condition().detail == "out of paper"

    assert [paper.text for paper in simulator.papers] == ["wired"]


class Wire:
    """A pseudo-terminal that leads to the simulated printer."""

    def __init__(self, simulator: SimulatedPrinter) -> None:
        self.printer_end, self._till_end = os.openpty()
        tty.setraw(self._till_end)
        self.path = os.ttyname(self._till_end)
        self._socket = socket.create_connection((simulator.host, simulator.port))
        self._thread = threading.Thread(target=self._carry, name="wire", daemon=True)

    def __enter__(self) -> Wire:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(_WAIT_S)
        self._socket.close()
        os.close(self._till_end)
        os.close(self.printer_end)

    def _carry(self) -> None:
        poller = select.poll()
        poller.register(self.printer_end, select.POLLIN)
        poller.register(self._socket, select.POLLIN)
        while True:
            for descriptor, _ in poller.poll(1000):
                if descriptor == self.printer_end:
                    self._socket.sendall(os.read(self.printer_end, 4096))
                    continue
                data = self._socket.recv(4096)
                if not data:
                    return
                os.write(self.printer_end, data)
