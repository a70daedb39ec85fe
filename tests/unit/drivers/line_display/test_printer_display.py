"""A display behind a printer: the printer has its line again after each update."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drivers.errors import DeviceUnavailableError
from drivers.line_display.dm_d import DmDDecoder
from drivers.line_display.port import DisplayContent, DisplayLine
from drivers.line_display.printer_display import PrinterLineDisplay
from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.receipt_printer import esc_pos
from drivers.receipt_printer.profile import PROFILES
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import TcpMedium
from drivers.transport.address import transport_for
from tests.fakes.breaking_line import BreakingLine

_CONTENT = DisplayContent(DisplayLine("TOTAL", "5.70"), DisplayLine("Thank you"))


@pytest.fixture
def link() -> Iterator[SimulationLink]:
    link = SimulationLink(SimulatedLineDisplay("dm-d"), TcpMedium())
    yield link
    link.close()


def test_the_display_shows_and_the_printer_is_selected_again(
    link: SimulationLink,
) -> None:
    printer = TcpPrinter("printer", transport_for(link.address))
    display = PrinterLineDisplay("display", printer, clock=lambda: 1.0)

    assert display.want(_CONTENT)
    display.flush()

    assert link.wait_for_received(60, 5)
    decoder = DmDDecoder()
    decoder.feed(link.received)
    assert decoder.glass.line(0) == "TOTAL           5.70"
    assert not decoder.is_selected


def test_it_says_when_the_printer_is_away_and_keeps_the_content(
    link: SimulationLink,
) -> None:
    printer = TcpPrinter("printer", transport_for(link.address))
    now = [1.0]
    display = PrinterLineDisplay("display", printer, clock=lambda: now[0])
    link.unplug()
    display.want(_CONTENT)
    with pytest.raises(DeviceUnavailableError):
        display.flush()
    assert display.is_waiting
    assert display.wait_s > 0

    link.plug()
    now[0] += 1
    display.flush()

    assert display.shown == _CONTENT


def test_a_printer_whose_display_may_keep_the_line_is_selected_before_a_paper() -> None:
    line = BreakingLine()
    printer = TcpPrinter("printer", line, PROFILES["basic-58"])
    display = PrinterLineDisplay("display", printer)
    display.want(_CONTENT)
    with pytest.raises(DeviceUnavailableError):
        display.flush()
    line.is_broken = False

    printer.print_job(b"paper")
    again, line.taken = line.taken, b""
    printer.print_job(b"paper")

    assert again.endswith(esc_pos.RECOVERY + b"paper")
    assert b"\x1b=\x01" in again
    assert line.taken == b"paper"
