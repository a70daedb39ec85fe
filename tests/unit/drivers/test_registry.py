"""The kinds of device, and how each is built from settings."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from drivers.cash_drawer.kind import attach
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer import kind as printer_kind
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import DeviceContext, device_kinds, find_kind
from drivers.scanner import kind as scanner_kind
from drivers.scanner.serial_scanner import SerialScanner


def _context(
    address: str = "", model: str = "", **options: str | int | bool
) -> DeviceContext:
    return DeviceContext("thing", address, model, options, lambda _scan: None)


def test_every_device_package_registers_its_kind() -> None:
    assert list(device_kinds()) == ["cash_drawer", "receipt_printer", "scanner"]


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DeviceConfigurationError, match="receipt_printer"):
        find_kind("thing", "toaster")


def test_a_missing_library_makes_its_kind_unavailable_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = importlib.import_module

    def refuse(name: str) -> ModuleType:
        if name == "drivers.scanner.kind":
            raise ModuleNotFoundError("No module named 'serial'", name="serial")
        return original(name)

    monkeypatch.setattr(importlib, "import_module", refuse)
    device_kinds.cache_clear()
    try:
        with pytest.raises(DeviceConfigurationError, match="'serial' is not installed"):
            find_kind("thing", "scanner")
    finally:
        device_kinds.cache_clear()


def test_a_printer_is_built_from_its_address_and_model() -> None:
    printer = printer_kind.build(_context("tcp://192.0.2.7", "epson-58"))

    assert isinstance(printer, TcpPrinter)
    assert printer.profile.columns == 32
    assert printer.device_id == "thing"


def test_a_scanner_is_built_from_its_address() -> None:
    scanner = scanner_kind.build(_context("serial:/dev/ttyACM0"))

    assert isinstance(scanner, SerialScanner)
    assert scanner.device_id == "thing"


def test_a_drawer_hangs_on_a_printer() -> None:
    printer = printer_kind.build(_context("tcp://192.0.2.7"))

    drawer = attach(_context(printer="printer", pin=5, open_level="low"), printer)

    assert isinstance(drawer, PrinterDrawer)
    assert drawer.has_sensor
    assert drawer.device_id == "thing"


def test_a_drawer_hangs_on_nothing_else() -> None:
    scanner = scanner_kind.build(_context("serial:/dev/ttyACM0"))

    with pytest.raises(DeviceConfigurationError, match="no drawer connector"):
        attach(_context(), scanner)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"pin": 3}, "pin = '3'"),
        ({"open_level": "up"}, "open_level = 'up'"),
        ({"spin": 2}, "no option 'spin'"),
    ],
)
def test_an_option_that_means_nothing_is_refused(
    options: dict[str, str | int | bool], reason: str
) -> None:
    printer = printer_kind.build(_context("tcp://192.0.2.7"))

    with pytest.raises(DeviceConfigurationError, match=reason):
        attach(_context(**options), printer)  # type: ignore[arg-type]  # options only


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
        printer_kind.build(context)


def test_a_scanner_that_cannot_work_is_refused() -> None:
    with pytest.raises(DeviceConfigurationError):
        scanner_kind.build(_context("nowhere"))
