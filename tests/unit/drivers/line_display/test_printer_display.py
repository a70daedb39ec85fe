"""A display behind a printer: the printer has its line again after each update."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drivers.errors import DeviceUnavailableError
from drivers.line_display.dm_d import DmDDecoder
from drivers.line_display.port import DisplayContent, DisplayLine
from drivers.line_display.printer_display import PrinterLineDisplay
from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import TcpMedium
from drivers.transport.address import transport_for

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
