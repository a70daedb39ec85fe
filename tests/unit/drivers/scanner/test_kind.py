"""Scanners built from settings."""

from __future__ import annotations

import sys

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.registry import DeviceContext
from drivers.scanner.evdev_scanner import EvdevScanner
from drivers.scanner.kind import KIND, build
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.wedge_scanner import WedgeScanner


def _context(address: str, **options: str | int | bool) -> DeviceContext:
    return DeviceContext("thing", address, "", options, lambda _scan: None)


def test_a_scanner_is_built_from_its_address() -> None:
    scanner = build(_context("serial:/dev/ttyACM0"))

    assert isinstance(scanner, SerialScanner)
    assert scanner.device_id == "thing"
    assert scanner.attend_interval_s == 0
    assert KIND.name == "scanner"


def test_a_scanner_that_types_into_the_window_needs_no_line() -> None:
    scanner = build(_context("wedge:", layout="us"))

    assert isinstance(scanner, WedgeScanner)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_a_scanner_that_types_can_be_taken_for_ourselves() -> None:
    scanner = build(_context("evdev:05e0:1200?identifiers=required"))

    assert isinstance(scanner, EvdevScanner)


@pytest.mark.parametrize(
    "context",
    [
        _context("nowhere"),
        _context("serial:COM3", baud=9600),
        _context("evdev:event5"),
    ],
)
def test_a_scanner_that_cannot_work_is_refused(context: DeviceContext) -> None:
    with pytest.raises(DeviceConfigurationError):
        build(context)
