"""Line displays from settings."""

from __future__ import annotations

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.line_display.kind import KIND, attach, build
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import DeviceContext
from drivers.transport.address import transport_for


def _context(
    address: str = "tcp://127.0.0.1:1", model: str = "", **options: str | int | bool
) -> DeviceContext:
    return DeviceContext("display", address, model, options, lambda _scan: None)


@pytest.mark.parametrize(
    "context",
    [
        _context(),
        _context("serial:/dev/ttyX?protocol=aedex&baud=9600"),
        _context("tcp://127.0.0.1:1?protocol=dm-d"),
        _context(protocol="aedex", code_page="cp858", brightness=2),
        _context(model="dm-d"),
    ],
    ids=["plain", "serial", "tcp", "options", "model"],
)
def test_a_display_is_built(context: DeviceContext) -> None:
    assert build(context).device_id == "display"


@pytest.mark.parametrize(
    ("context", "message"),
    [
        (_context("tcp://127.0.0.1:1?protocol=morse"), "no protocol 'morse'"),
        (_context(code_page="utf8"), "code_page"),
        (_context(brightness=9), "brightness"),
        (_context(colour="red"), "no option 'colour'"),
        (_context("pigeon:"), "no address"),
    ],
    ids=["protocol", "page", "brightness", "option", "address"],
)
def test_settings_that_cannot_work_are_refused(
    context: DeviceContext, message: str
) -> None:
    with pytest.raises(DeviceConfigurationError, match=message):
        build(context)


def test_one_behind_a_printer_is_attached_to_it() -> None:
    printer = TcpPrinter("printer", transport_for("tcp://127.0.0.1:1"))

    assert attach(_context("", printer="printer"), printer).device_id == "display"
    with pytest.raises(DeviceConfigurationError, match="passes nothing on"):
        attach(_context(""), build(_context()))
    assert KIND.name == "line_display"
