"""One connection to a Star printer, against the simulated one."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from drivers.cash_drawer.port import KickOutcome
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.device import DeviceState
from drivers.errors import TransportGoneError, TransportTimeoutError
from drivers.receipt_printer.port import PrintOutcome
from drivers.receipt_printer.profile import PROFILES, STAR_LINE
from drivers.receipt_printer.session import PrinterSession
from drivers.receipt_printer.simulator import Faults, SimulatedPrinter
from drivers.receipt_printer.star_line import StarLineBuilder
from drivers.receipt_printer.star_session import StarSession
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.transport.address import transport_for

_PROFILE = PROFILES["star-line-80"]
_WAIT_S = 5.0


def _receipt() -> bytes:
    builder = StarLineBuilder(_PROFILE)
    builder.initialize()
    builder.line("Käse 1,99 €")
    builder.cut()
    return builder.build()


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    simulator = SimulatedPrinter(language=STAR_LINE)
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def printer(simulator: SimulatedPrinter) -> TcpPrinter:
    return TcpPrinter(
        "printer",
        transport_for(simulator.address),
        _PROFILE,
        answer_timeout_s=_WAIT_S,
        barrier_timeout_s=_WAIT_S,
    )


def _session(
    simulator: SimulatedPrinter,
    stopping: threading.Event | None = None,
    *,
    timeout_s: float = _WAIT_S,
) -> StarSession:
    return StarSession(
        transport_for(simulator.address),
        answer_timeout_s=timeout_s,
        barrier_timeout_s=timeout_s,
        stopping=stopping,
    )


def test_a_receipt_is_printed_and_confirmed(
    simulator: SimulatedPrinter, printer: TcpPrinter
) -> None:
    for count in range(1, 3):
        result = printer.print_job(_receipt())

        assert result.outcome is PrintOutcome.PRINTED
        assert len(simulator.papers) == count
    assert simulator.papers[0].text == "Käse 1,99 €"


def test_the_counter_of_barriers_runs_over(simulator: SimulatedPrinter) -> None:
    with _session(simulator) as session:
        session.read_status()
        for _ in range(33):
            session.wait_until_printed()


def test_a_cover_that_opens_in_the_middle_leaves_the_paper_unknown(
    simulator: SimulatedPrinter,
) -> None:
    printer = TcpPrinter(
        "printer", transport_for(simulator.address), _PROFILE, barrier_timeout_s=0.4
    )
    simulator.set_faults(Faults(seconds_per_line=30))

    result = printer.print_job(_receipt())

    assert result.outcome is PrintOutcome.UNKNOWN
    assert result.condition.state is DeviceState.OFFLINE


def test_meanwhile_is_called_while_the_roll_is_changed(
    simulator: SimulatedPrinter,
) -> None:
    session = StarSession(
        transport_for(simulator.address), answer_timeout_s=_WAIT_S, barrier_timeout_s=5
    )
    called: list[PrinterSession] = []

    def meanwhile(at: PrinterSession) -> None:
        called.append(at)
        simulator.set_paper()

    with session:
        session.read_status()
        simulator.set_paper(is_out=True)
        session.send(_receipt())
        session.wait_until_printed(meanwhile)

    assert called == [session]
    assert len(simulator.papers) == 1


@pytest.mark.parametrize(
    ("faults", "error"),
    [
        (Faults(is_silent=True), TransportTimeoutError),
        (Faults(is_answering_twice=True), TransportGoneError),
    ],
    ids=["silent", "double"],
)
def test_answers_that_do_not_fit_end_the_connection(
    simulator: SimulatedPrinter, faults: Faults, error: type[Exception]
) -> None:
    simulator.set_faults(faults)

    with pytest.raises(error), _session(simulator, timeout_s=0.3) as session:
        session.ask_real_time(1)


def test_noise_before_an_answer_is_passed_over(simulator: SimulatedPrinter) -> None:
    simulator.set_faults(Faults(is_answering_garbage=True))

    with _session(simulator) as session:
        assert session.give_up().condition().is_working


def test_stopping_ends_the_wait(simulator: SimulatedPrinter) -> None:
    stopping = threading.Event()
    stopping.set()

    with _session(simulator, stopping) as session:
        session.read_status()
        with pytest.raises(TransportGoneError, match="interrupted"):
            session.wait_until_printed()


@pytest.mark.parametrize("is_paper_out", [False, True], ids=["paper", "no paper"])
def test_its_drawer_opens_with_and_without_paper(
    simulator: SimulatedPrinter,
    printer: TcpPrinter,
    is_paper_out: bool,
) -> None:
    simulator.set_paper(is_out=is_paper_out)
    drawer = PrinterDrawer("drawer", printer, open_level="high")

    assert drawer.kick().outcome is KickOutcome.OPENED
    assert simulator.pulse_count == 1
