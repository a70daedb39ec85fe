"""A drawer behind a printer, over real sockets."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from drivers.cash_drawer import printer_drawer
from drivers.cash_drawer.port import KickOutcome
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.errors import DeviceUnavailableError
from drivers.receipt_printer import esc_pos
from drivers.receipt_printer.port import PrintOutcome
from drivers.receipt_printer.profile import PROFILES
from drivers.receipt_printer.simulator import Faults, SimulatedPrinter
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.transport.address import transport_for
from tests.fakes.breaking_line import BreakingLine


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    simulator = SimulatedPrinter()
    simulator.start()
    yield simulator
    simulator.close()


def _drawer(
    simulator: SimulatedPrinter,
    *,
    open_level: str | None = "high",
    model: str = "epson-80",
) -> PrinterDrawer:
    printer = TcpPrinter(
        "printer",
        transport_for(simulator.address),
        PROFILES[model],
        answer_timeout_s=5.0,
    )
    return PrinterDrawer("drawer", printer, open_level=open_level)


def test_a_kick_is_confirmed_by_the_sensor(simulator: SimulatedPrinter) -> None:
    drawer = _drawer(simulator)

    before = drawer.read_is_open()
    result = drawer.kick()

    assert before is False
    assert result.outcome is KickOutcome.OPENED
    assert drawer.read_is_open() is True
    assert simulator.pulse_count == 1
    assert drawer.has_sensor


def test_without_a_sensor_the_kick_is_only_sent(simulator: SimulatedPrinter) -> None:
    drawer = _drawer(simulator, open_level=None)

    assert drawer.kick().outcome is KickOutcome.SENT
    assert drawer.read_is_open() is None


def test_a_locked_drawer_is_kicked_twice_and_then_told(
    simulator: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer_drawer, "OPEN_TIMEOUT_S", 0.1)
    # A sensor the other way round never shows this drawer open once it is.
    drawer = _drawer(simulator, open_level="low")
    _drawer(simulator, open_level=None).kick()

    result = drawer.kick()

    assert result.outcome is KickOutcome.NOT_OPENED
    assert "key" in result.remedy
    assert simulator.pulse_count == 3


def test_a_drawer_whose_cable_is_out_is_not_said_to_have_opened(
    simulator: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer_drawer, "OPEN_TIMEOUT_S", 0.1)
    simulator.set_drawer_cable(is_in=False)

    # Nothing pulls the pin down: one kind of drawer looks open, the other closed.
    high = _drawer(simulator, open_level="high").kick()
    low = _drawer(simulator, open_level="low").kick()

    assert (high.outcome, low.outcome) == (KickOutcome.SENT, KickOutcome.NOT_OPENED)
    assert all("cable" in result.remedy for result in (high, low))
    assert not simulator.is_drawer_open


def test_nothing_is_concluded_from_a_drawer_that_stood_open_within_a_job(
    simulator: SimulatedPrinter,
) -> None:
    drawer = _drawer(simulator)
    with drawer._printer.session() as session:
        first = drawer.kick_within(session)
        second = drawer.kick_within(session)

    assert (first.outcome, second.outcome) == (KickOutcome.OPENED, KickOutcome.SENT)
    assert simulator.pulse_count == 2


def test_the_drawer_opens_while_the_printer_is_out_of_paper(
    simulator: SimulatedPrinter,
) -> None:
    simulator.set_paper(is_out=True)

    assert _drawer(simulator).kick().outcome is KickOutcome.OPENED


def test_a_printer_that_is_off_opens_nothing_and_says_what_to_do(
    simulator: SimulatedPrinter,
) -> None:
    drawer = _drawer(simulator)
    simulator.close()

    result = drawer.kick()

    assert result.outcome is KickOutcome.NOT_SENT
    assert result.remedy == "Open the drawer with its key."
    assert drawer.read_is_open() is None


def test_a_connection_that_breaks_after_the_pulse_leaves_doubt(
    simulator: SimulatedPrinter,
) -> None:
    simulator.set_faults(Faults(hang_up_after_bytes=8))

    assert _drawer(simulator).kick().outcome is KickOutcome.UNKNOWN


def test_a_printer_without_status_gets_the_plain_pulse(
    simulator: SimulatedPrinter,
) -> None:
    drawer = _drawer(simulator, open_level=None, model="basic-58")

    drawer.kick()

    pause = threading.Event()
    deadline = time.monotonic() + 5
    while simulator.pulse_count == 0 and time.monotonic() < deadline:
        pause.wait(0.002)
    assert simulator.pulse_count == 1


def test_a_picture_that_broke_off_does_not_swallow_the_pulse() -> None:
    line = BreakingLine()
    printer = TcpPrinter("printer", line, PROFILES["basic-58"])
    drawer = PrinterDrawer("drawer", printer)
    assert printer.print_job(b"picture").outcome is PrintOutcome.UNKNOWN
    line.is_broken = False

    first = drawer.kick()
    after_break, line.taken = line.taken, b""
    drawer.kick()

    assert first.outcome is KickOutcome.SENT
    assert after_break == esc_pos.RECOVERY + esc_pos.drawer_pulse(2)
    assert line.taken == esc_pos.drawer_pulse(2)


def test_two_kicks_in_a_row_leave_the_magnet_its_rest(
    simulator: SimulatedPrinter,
) -> None:
    drawer = _drawer(simulator)
    # From before the first pulse: how long it took to see it does not count.
    started = time.monotonic()
    drawer.kick()

    drawer.kick()

    rest_ms = esc_pos.PULSE_ON_MS + esc_pos.PULSE_OFF_MS
    assert time.monotonic() - started >= (rest_ms - 10) / 1000


def test_the_level_can_be_read_before_it_is_known_what_it_means(
    simulator: SimulatedPrinter,
) -> None:
    drawer = _drawer(simulator, open_level=None)
    closed = drawer.read_is_high()
    drawer.kick()

    deadline = time.monotonic() + 5
    while drawer.read_is_high() is closed:
        assert time.monotonic() < deadline
    simulator.close()
    with pytest.raises(DeviceUnavailableError):
        drawer.read_is_high()
