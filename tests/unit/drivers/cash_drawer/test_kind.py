"""Cash drawers built from settings."""

from __future__ import annotations

import pytest

from drivers.cash_drawer.kind import KIND, attach
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import DeviceContext
from drivers.scanner.serial_scanner import SerialScanner
from drivers.transport.address import transport_for


def _context(**options: str | int | bool) -> DeviceContext:
    return DeviceContext("thing", "", "", options, lambda _scan: None)


def _printer() -> TcpPrinter:
    return TcpPrinter("printer", transport_for("tcp://192.0.2.7"))


def test_a_drawer_hangs_on_a_printer() -> None:
    drawer = attach(_context(printer="printer", pin=5, open_level="low"), _printer())

    assert isinstance(drawer, PrinterDrawer)
    assert drawer.has_sensor
    assert drawer.device_id == "thing"
    assert KIND.name == "cash_drawer"


def test_a_drawer_hangs_on_nothing_else() -> None:
    scanner = SerialScanner("s", transport_for("serial:COM3"), lambda _scan: None)

    with pytest.raises(DeviceConfigurationError, match="no drawer connector"):
        attach(_context(), scanner)


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        (_context(pin=3), "pin = '3'"),
        (_context(open_level="up"), "open_level = 'up'"),
        (_context(spin=2), "no option 'spin'"),
    ],
)
def test_an_option_that_means_nothing_is_refused(
    context: DeviceContext, reason: str
) -> None:
    with pytest.raises(DeviceConfigurationError, match=reason):
        attach(context, _printer())
