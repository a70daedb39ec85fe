"""Receipt printers built from settings."""

from __future__ import annotations

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer.kind import KIND, build
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import DeviceContext


def _context(
    address: str = "", model: str = "", **options: str | int | bool
) -> DeviceContext:
    return DeviceContext("thing", address, model, options, lambda _scan: None)


def test_a_printer_is_built_from_its_address_and_model() -> None:
    printer = build(_context("tcp://192.0.2.7", "epson-58"))

    assert isinstance(printer, TcpPrinter)
    assert printer.profile.columns == 32
    assert printer.device_id == "thing"
    assert KIND.name == "receipt_printer"


@pytest.mark.parametrize(
    "context",
    [
        _context("tcp://192.0.2.7", "matrix-printer"),
        _context("nowhere"),
        _context("tcp://192.0.2.7", paper="blue"),
    ],
)
def test_a_printer_that_cannot_work_is_refused(context: DeviceContext) -> None:
    with pytest.raises(DeviceConfigurationError):
        build(context)
