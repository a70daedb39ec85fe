"""Cash drawers built from settings."""

from __future__ import annotations

import pytest

from drivers.cash_drawer.kind import KIND, attach, build
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.cash_drawer.trigger_drawer import TriggerDrawer
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
        (_context(protocol="glancetron"), "protocol = 'glancetron'"),
    ],
)
def test_an_option_that_means_nothing_is_refused(
    context: DeviceContext, reason: str
) -> None:
    with pytest.raises(DeviceConfigurationError, match=reason):
        attach(context, _printer())


def _on_line(address: str, **options: str | int | bool) -> DeviceContext:
    return DeviceContext("thing", address, "", options, lambda _scan: None)


def test_a_drawer_on_a_printer_may_say_so() -> None:
    assert isinstance(attach(_context(protocol="printer"), _printer()), PrinterDrawer)


@pytest.mark.parametrize(
    ("context", "has_sensor", "can_learn"),
    [
        (_on_line("serial:COM3"), False, False),
        (
            _on_line("serial:COM3?protocol=characters&baud=1200", open="5B 5B"),
            False,
            False,
        ),
        (_on_line("serial:COM3", sensor="ri"), False, True),
        (_on_line("serial:COM3", sensor="cts", open_level="low"), True, True),
        (_on_line("serial:COM3?protocol=glancetron", drawer=2), True, False),
        (_on_line("tcp://192.0.2.7:4001", protocol="surepos"), True, False),
        (_on_line("serial:COM3", protocol="surepos", sensor="none"), False, False),
        (_on_line("serial:COM3", protocol="surepos", drawer=2), False, False),
    ],
    ids=[
        "usual",
        "two brackets",
        "learnable",
        "learnt",
        "glancetron",
        "surepos",
        "no sensor",
        "surepos 2",
    ],
)
def test_a_drawer_with_an_address_has_a_line_of_its_own(
    context: DeviceContext, has_sensor: bool, can_learn: bool
) -> None:
    drawer = build(context)

    assert isinstance(drawer, TriggerDrawer)
    assert drawer.has_sensor is has_sensor
    assert drawer.can_learn is can_learn


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        (_on_line("serial:COM3?protocol=bell"), "no protocol 'bell'"),
        (_on_line("serial:COM3", protocol="printer"), "no protocol 'printer'"),
        (_on_line("lpt:1"), "no address"),
        (_on_line("serial:COM3", open="bell"), "open = 'bell'"),
        (_on_line("serial:COM3", open="07" * 33), "is not 1 to 32 bytes"),
        (_on_line("serial:COM3", drawer=2), "drawer means nothing"),
        (_on_line("serial:COM3", protocol="glancetron", open="07"), "open means"),
        (_on_line("serial:COM3", open_level="high"), "open_level means nothing"),
        (_on_line("serial:COM3", sensor="dtr"), "sensor = 'dtr'"),
        (_on_line("serial:COM3", protocol="surepos", sensor="cts"), "over the line"),
        (_on_line("tcp://192.0.2.7:4001", sensor="cts"), "only serial ports"),
        (_on_line("serial:COM3", printer="printer"), "no option 'printer'"),
        (_on_line("serial:COM3", left_open_s="long"), "left_open_s = 'long'"),
    ],
    ids=[
        "protocol",
        "printer",
        "address",
        "not hex",
        "too long",
        "drawer",
        "open",
        "level",
        "line",
        "asked",
        "tcp",
        "option",
        "seconds",
    ],
)
def test_a_setting_that_cannot_work_on_a_line_is_refused(
    context: DeviceContext, reason: str
) -> None:
    with pytest.raises(DeviceConfigurationError, match=reason):
        build(context)
