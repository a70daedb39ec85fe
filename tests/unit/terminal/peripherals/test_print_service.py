"""Print jobs on their way to the paper: once, or marked as a copy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from drivers.cash_drawer.port import KickOutcome, KickResult
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.device import READY, DeviceCondition, DeviceState
from drivers.errors import (
    DeviceBusyError,
    DeviceError,
    DeviceUnavailableError,
    TransportGoneError,
)
from drivers.receipt_printer.decoder import decode
from drivers.receipt_printer.port import PrintOutcome, PrintResult
from drivers.receipt_printer.profile import DEFAULT_PROFILE
from drivers.receipt_printer.session import PrinterSession
from terminal.application.receipts.document import (
    Code,
    CodeKind,
    Cut,
    ReceiptDocument,
    TextLine,
)
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.peripherals import print_service
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.print_service import COPIES_MAX, KICK_EXPIRES_S, PrintService
from terminal.peripherals.simulated import SimulatedPeripherals
from terminal.settings.schema import DeviceSettings

_WAIT_S = 8.0
_OFFLINE = DeviceCondition(DeviceState.OFFLINE, "out of paper")


def _job(
    job_id: str,
    kind: PrintJobKind = PrintJobKind.RECEIPT,
    state: PrintJobState = PrintJobState.QUEUED,
) -> PrintJob:
    document = ReceiptDocument(lines=(TextLine(text=job_id), Cut()), language="en")
    return PrintJob(
        job_id=job_id,
        kind=kind,
        state=state,
        document=None if kind is PrintJobKind.DRAWER else document,
        created_at_ms=0,
    )


def _broken_job() -> PrintJob:
    broken = ReceiptDocument(
        lines=(Code(kind=CodeKind.CODE128, data="é"),), language="en"
    )
    return PrintJob(
        job_id="bad",
        kind=PrintJobKind.RECEIPT,
        state=PrintJobState.QUEUED,
        document=broken,
        created_at_ms=0,
    )


class ScriptedDevice:
    """Stands for the driver: outcomes come from a script."""

    profile = DEFAULT_PROFILE

    def __init__(self) -> None:
        self.outcomes: list[PrintOutcome] = []
        self.papers: list[str] = []

    def print_job(self, data: bytes) -> PrintResult:
        outcome = self.outcomes.pop(0) if self.outcomes else PrintOutcome.PRINTED
        if outcome is not PrintOutcome.QUEUED:
            self.papers.append(decode(data)[0].text)
        return PrintResult(outcome, READY)


class ScriptedPrinter:
    """Stands for a printer's handle; work is done at once, or refused."""

    def __init__(self) -> None:
        self.device = ScriptedDevice()
        self.error: DeviceError | None = None
        self.is_busy = False
        self.look: Callable[[DeviceCondition], None] | None = None
        self.condition = READY
        self.device_id = "printer"

    def listen(self, on_look: Callable[[DeviceCondition], None]) -> None:
        self.look = on_look

    def submit(
        self, work: Callable[[ScriptedDevice], PrintResult]
    ) -> Future[PrintResult]:
        if self.is_busy:
            raise DeviceBusyError("printer", "busy")
        future: Future[PrintResult] = Future()
        if self.error is not None:
            future.set_exception(self.error)
            return future
        try:
            future.set_result(work(self.device))
        except Exception as error:  # noqa: BLE001 - a future carries any
            future.set_exception(error)
        return future

    def ready(self) -> None:
        assert self.look is not None
        self.look(READY)


class ScriptedDrawer:
    """Stands for a drawer's handle."""

    def __init__(self) -> None:
        self.outcome = KickOutcome.OPENED
        self.error: Exception | None = None
        self.kicks = 0
        self.before: Callable[[], None] | None = None

    def kick(self, is_still_wanted: Callable[[], bool]) -> Future[KickResult]:
        if isinstance(self.error, DeviceBusyError):
            raise self.error
        future: Future[KickResult] = Future()
        if self.before is not None:
            self.before()
        if self.error is not None:
            future.set_exception(self.error)
        elif is_still_wanted():
            self.kicks += 1
            future.set_result(KickResult(self.outcome))
        else:
            future.set_result(KickResult(KickOutcome.NOT_SENT))
        return future


class Desk:
    """A print service between scripted devices."""

    def __init__(self) -> None:
        self.printer = ScriptedPrinter()
        self.drawer = ScriptedDrawer()
        self.reports: list[tuple[str, PrintJobState]] = []
        self.kicks: list[KickResult] = []
        self.now_s = 0.0
        self.service = PrintService(
            self.printer,  # type: ignore[arg-type]  # stands for the handle
            self.drawer,  # type: ignore[arg-type]  # stands for the handle
            lambda job_id, state: self.reports.append((job_id, state)),
            on_drawer=self.kicks.append,
            now_s=lambda: self.now_s,
        )

    def states(self, job_id: str) -> list[PrintJobState]:
        return [state for job, state in self.reports if job == job_id]

    @property
    def papers(self) -> list[str]:
        return self.printer.device.papers


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_job_is_sent_and_then_done(desk: Desk) -> None:
    desk.service.submit(_job("r1"))

    assert desk.states("r1") == [PrintJobState.SENT, PrintJobState.DONE]
    assert desk.papers == ["r1"]
    assert desk.service.waiting_count == 0


def test_a_printer_that_cannot_confirm_still_ends_the_job(desk: Desk) -> None:
    desk.printer.device.outcomes = [PrintOutcome.SENT]

    desk.service.submit(_job("r1"))

    assert desk.states("r1")[-1] is PrintJobState.DONE


def test_a_step_that_cannot_be_recorded_does_not_stop_the_printer() -> None:
    printer = ScriptedPrinter()

    def broken(_job_id: str, _state: PrintJobState) -> None:
        raise ZeroDivisionError

    service = PrintService(printer, None, broken)  # type: ignore[arg-type]  # stands for the handle

    service.submit(_job("r1"))

    assert printer.device.papers == ["r1"]


def test_without_paper_jobs_wait_in_order_and_are_printed_unmarked(desk: Desk) -> None:
    desk.printer.device.outcomes = [PrintOutcome.QUEUED, PrintOutcome.QUEUED]
    desk.service.submit(_job("r1"))
    desk.service.submit(_job("r2"))
    waiting = desk.service.waiting_count

    assert desk.printer.look is not None
    desk.printer.look(_OFFLINE)
    desk.printer.ready()

    assert waiting == 2
    assert desk.papers == ["r1", "r2"]
    assert desk.states("r1")[-1] is PrintJobState.DONE


def test_a_printer_that_is_away_keeps_its_jobs(desk: Desk) -> None:
    desk.printer.error = DeviceUnavailableError("printer", "off")
    desk.service.submit(_job("r1"))
    desk.printer.error = None

    desk.printer.ready()

    assert desk.papers == ["r1"]


def test_a_busy_printer_keeps_its_jobs(desk: Desk) -> None:
    desk.printer.is_busy = True
    desk.service.submit(_job("r1"))
    desk.printer.is_busy = False

    desk.printer.ready()

    assert desk.papers == ["r1"]


def test_an_unknown_outcome_is_followed_by_a_marked_copy(desk: Desk) -> None:
    desk.printer.device.outcomes = [PrintOutcome.UNKNOWN]
    desk.service.submit(_job("r1"))

    desk.printer.ready()

    assert desk.papers == ["r1", "COPY\nr1\nCOPY"]
    assert desk.states("r1") == [
        PrintJobState.SENT,
        PrintJobState.IN_DOUBT,
        PrintJobState.SENT,
        PrintJobState.DONE,
    ]


def test_a_copy_that_waits_for_paper_stays_in_doubt(desk: Desk) -> None:
    desk.printer.device.outcomes = [PrintOutcome.UNKNOWN, PrintOutcome.QUEUED]
    desk.service.submit(_job("r1"))

    desk.printer.ready()

    assert desk.states("r1")[-1] is PrintJobState.IN_DOUBT


def test_copies_end_after_a_few_tries_and_the_next_job_is_printed(desk: Desk) -> None:
    desk.printer.device.outcomes = [PrintOutcome.UNKNOWN] * (COPIES_MAX + 1)
    desk.service.submit(_job("r1"))
    desk.service.submit(_job("r2"))

    for _ in range(COPIES_MAX + 1):
        desk.printer.ready()

    assert desk.states("r1")[-1] is PrintJobState.IN_DOUBT
    assert desk.states("r2")[-1] is PrintJobState.DONE
    assert len(desk.papers) == COPIES_MAX + 2


def test_a_document_that_cannot_be_rendered_does_not_block_the_others(
    desk: Desk,
) -> None:
    desk.service.submit(_broken_job())
    desk.service.submit(_job("r2"))

    assert desk.states("bad") == [PrintJobState.FAILED]
    assert desk.papers == ["r2"]


def test_after_a_restart_papers_in_doubt_are_copies_and_kicks_are_dropped(
    desk: Desk,
) -> None:
    desk.service.resume(
        [
            _job("d1", PrintJobKind.DRAWER),
            _job("r1", state=PrintJobState.SENT),
            _job("r2", state=PrintJobState.IN_DOUBT),
            _job("z1", PrintJobKind.REPORT),
        ]
    )

    assert desk.papers == ["COPY\nr1\nCOPY", "COPY\nr2\nCOPY", "z1"]
    assert desk.states("d1") == [PrintJobState.DROPPED]
    assert desk.drawer.kicks == 0


def test_more_jobs_than_can_wait_are_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_service, "WAITING_MAX", 1)
    desk.printer.error = DeviceUnavailableError("printer", "off")

    desk.service.submit(_job("r1"))
    desk.service.submit(_job("r2"))

    assert desk.states("r2") == [PrintJobState.FAILED]


def test_a_till_without_devices_drops_their_jobs() -> None:
    reports: list[tuple[str, PrintJobState]] = []
    service = PrintService(None, None, lambda j, s: reports.append((j, s)))

    service.submit(_job("r1"))
    service.submit(_job("d1", PrintJobKind.DRAWER))

    assert reports == [("r1", PrintJobState.DROPPED), ("d1", PrintJobState.DROPPED)]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (KickOutcome.OPENED, PrintJobState.DONE),
        (KickOutcome.SENT, PrintJobState.DONE),
        (KickOutcome.NOT_OPENED, PrintJobState.FAILED),
        (KickOutcome.NOT_SENT, PrintJobState.FAILED),
        (KickOutcome.UNKNOWN, PrintJobState.IN_DOUBT),
    ],
)
def test_each_kick_is_made_once_and_its_end_is_told(
    desk: Desk, outcome: KickOutcome, state: PrintJobState
) -> None:
    desk.drawer.outcome = outcome

    desk.service.submit(_job("d1", PrintJobKind.DRAWER))
    desk.printer.ready()

    assert desk.states("d1") == [PrintJobState.SENT, state]
    assert desk.drawer.kicks == 1
    assert desk.kicks == [KickResult(outcome)]


def test_a_kick_whose_moment_is_over_is_not_made(desk: Desk) -> None:
    def wait() -> None:
        desk.now_s = KICK_EXPIRES_S + 1

    desk.drawer.before = wait

    desk.service.submit(_job("d1", PrintJobKind.DRAWER))

    assert desk.drawer.kicks == 0
    assert desk.states("d1") == [PrintJobState.FAILED]


@pytest.mark.parametrize(
    "error",
    [
        DeviceBusyError("printer", "busy"),
        DeviceUnavailableError("printer", "off"),
        ZeroDivisionError("bug"),
    ],
)
def test_a_kick_that_cannot_be_made_says_how_to_open_the_drawer(
    desk: Desk, error: Exception
) -> None:
    desk.drawer.error = error

    desk.service.submit(_job("d1", PrintJobKind.DRAWER))

    assert desk.states("d1") == [PrintJobState.FAILED]
    assert desk.kicks[0].remedy == "Open the drawer with its key."


# -- with the real thing -------------------------------------------------------


class Reports:
    """Waits for the state of a job."""

    def __init__(self) -> None:
        self._seen: list[tuple[str, PrintJobState]] = []
        self._changed = threading.Condition()

    def __call__(self, job_id: str, state: PrintJobState) -> None:
        with self._changed:
            self._seen.append((job_id, state))
            self._changed.notify_all()

    def wait_for(self, job_id: str, state: PrintJobState) -> None:
        with self._changed:
            assert self._changed.wait_for(
                lambda: (job_id, state) in self._seen, _WAIT_S
            ), self._seen


@pytest.fixture
def peripherals() -> Iterator[SimulatedPeripherals]:
    peripherals = SimulatedPeripherals()
    yield peripherals
    peripherals.close()


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def service(
    peripherals: SimulatedPeripherals, reports: Reports
) -> Iterator[PrintService]:
    devices = DeviceService(peripherals.settings())
    service = PrintService(devices.printer, devices.drawer, reports)
    devices.start()
    yield service
    assert devices.stop()


def test_a_sale_opens_the_drawer_and_prints_its_receipt(
    service: PrintService, peripherals: SimulatedPeripherals, reports: Reports
) -> None:
    service.submit(_job("d1", PrintJobKind.DRAWER))
    service.submit(_job("r1"))

    reports.wait_for("r1", PrintJobState.DONE)
    reports.wait_for("d1", PrintJobState.DONE)
    assert peripherals.is_drawer_open
    assert [paper.text for paper in peripherals.papers] == ["r1"]


def test_a_document_that_cannot_be_rendered_leaves_the_printer_at_work(
    service: PrintService, peripherals: SimulatedPeripherals, reports: Reports
) -> None:
    service.submit(_broken_job())
    reports.wait_for("bad", PrintJobState.FAILED)
    service.submit(_job("r1"))

    reports.wait_for("r1", PrintJobState.DONE)
    assert [paper.text for paper in peripherals.papers] == ["r1"]


def test_a_new_roll_brings_out_what_waited_each_once(
    service: PrintService, peripherals: SimulatedPeripherals, reports: Reports
) -> None:
    peripherals.set_paper(is_out=True)
    for number in range(5):
        service.submit(_job(f"r{number}"))
    reports.wait_for("r0", PrintJobState.QUEUED)

    peripherals.set_paper()
    reports.wait_for("r4", PrintJobState.DONE)

    assert [paper.text for paper in peripherals.papers] == [f"r{n}" for n in range(5)]


def test_a_cable_pulled_while_printing_gives_a_marked_copy(
    service: PrintService, peripherals: SimulatedPeripherals, reports: Reports
) -> None:
    peripherals.set_slow(seconds_per_line=1.0)
    service.submit(_job("warm-up"))
    _wait_until(lambda: peripherals.has_half_a_paper)

    peripherals.set_cable(is_plugged=False)
    reports.wait_for("warm-up", PrintJobState.IN_DOUBT)
    peripherals.set_slow(seconds_per_line=0.0)
    peripherals.set_cable(is_plugged=True)
    reports.wait_for("warm-up", PrintJobState.DONE)

    assert peripherals.papers[-1].text == "COPY\nwarm-up\nCOPY"


def test_the_drawer_opens_while_a_roll_is_changed_in_the_middle_of_a_paper(
    service: PrintService, peripherals: SimulatedPeripherals, reports: Reports
) -> None:
    peripherals.set_slow(seconds_per_line=0.3)
    service.submit(_job("r1"))
    _wait_until(lambda: peripherals.has_half_a_paper)
    peripherals.set_paper(is_out=True)

    service.submit(_job("d1", PrintJobKind.DRAWER))
    reports.wait_for("d1", PrintJobState.DONE)
    was_open = peripherals.is_drawer_open
    peripherals.set_paper()
    reports.wait_for("r1", PrintJobState.DONE)

    assert was_open
    assert peripherals.drawer_pulse_count == 1
    assert [paper.text for paper in peripherals.papers] == ["r1"]


def test_the_drawer_opens_in_the_middle_of_a_paper_also_beside_a_second_one(
    peripherals: SimulatedPeripherals, reports: Reports
) -> None:
    second = DeviceSettings(kind="cash_drawer", options={"pin": 5})
    devices = DeviceService({**peripherals.settings(), "safe": second})
    service = PrintService(devices.printer, devices.drawer, reports)
    devices.start()
    peripherals.set_slow(seconds_per_line=0.3)
    service.submit(_job("r1"))
    _wait_until(lambda: peripherals.has_half_a_paper)
    peripherals.set_paper(is_out=True)

    service.submit(_job("d1", PrintJobKind.DRAWER))
    reports.wait_for("d1", PrintJobState.DONE)

    assert peripherals.papers == ()
    assert devices.stop()


def _wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    deadline = time.monotonic() + _WAIT_S
    while not is_so():
        assert time.monotonic() < deadline
        pause.wait(0.002)


def test_a_kick_within_a_job_whose_cable_is_pulled_leaves_doubt(
    service: PrintService,
    peripherals: SimulatedPeripherals,
    reports: Reports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_drawer: PrinterDrawer, _session: PrinterSession) -> KickResult:
        raise TransportGoneError("tcp://", "cable")

    monkeypatch.setattr(PrinterDrawer, "kick_within", broken)
    peripherals.set_slow(seconds_per_line=2.0)
    service.submit(_job("r1"))
    reports.wait_for("r1", PrintJobState.SENT)

    service.submit(_job("d1", PrintJobKind.DRAWER))

    reports.wait_for("d1", PrintJobState.IN_DOUBT)
    reports.wait_for("r1", PrintJobState.IN_DOUBT)
    assert peripherals.drawer_pulse_count == 0


def _with_reroute() -> tuple[Desk, ScriptedPrinter]:
    desk = Desk()
    other = ScriptedPrinter()
    desk.service = PrintService(
        desk.printer,  # type: ignore[arg-type]  # stands for the handle
        None,
        lambda job_id, state: desk.reports.append((job_id, state)),
        reroute=other,  # type: ignore[arg-type]  # stands for the handle
    )
    return desk, other


def test_a_paper_goes_to_the_other_printer_while_the_first_is_down() -> None:
    desk, other = _with_reroute()
    desk.printer.condition = _OFFLINE

    desk.service.submit(_job("r1"))
    desk.printer.condition = READY
    desk.service.submit(_job("r2"))

    assert other.device.papers == ["r1"]
    assert desk.papers == ["r2"]


def test_a_paper_that_may_lie_in_the_first_printer_is_a_copy_on_the_other() -> None:
    desk, other = _with_reroute()
    desk.printer.device.outcomes = [PrintOutcome.UNKNOWN]

    desk.service.submit(_job("r1"))
    desk.printer.condition = DeviceCondition(DeviceState.LOST)
    other.ready()

    assert desk.papers == ["r1"]
    assert [text.split("\n") for text in other.device.papers] == [
        ["COPY", "r1", "COPY"]
    ]
    assert desk.states("r1")[-1] is PrintJobState.DONE


def test_a_paper_of_which_nothing_left_is_no_copy_on_the_other() -> None:
    desk, other = _with_reroute()
    desk.printer.device.outcomes = [PrintOutcome.QUEUED]

    desk.service.submit(_job("r1"))
    desk.printer.condition = _OFFLINE
    other.ready()

    assert other.device.papers == ["r1"]


@pytest.mark.parametrize("state", [DeviceState.ABSENT, DeviceState.OPENING])
def test_a_printer_not_yet_seen_is_not_down(state: DeviceState) -> None:
    desk, other = _with_reroute()
    desk.printer.condition = DeviceCondition(state)

    desk.service.submit(_job("r1"))

    assert other.device.papers == []


def test_two_printers_that_are_down_keep_the_paper() -> None:
    desk, other = _with_reroute()
    desk.printer.condition = other.condition = _OFFLINE
    desk.printer.device.outcomes = [PrintOutcome.QUEUED]

    desk.service.submit(_job("r1"))

    assert desk.service.waiting_count == 1
    assert other.device.papers == []
