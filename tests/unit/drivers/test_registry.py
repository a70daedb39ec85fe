"""The kinds of device, and how each is built from settings."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.registry import (
    DeviceContext,
    device_kinds,
    find_kind,
    read_option,
    refuse_unknown_options,
)


def test_every_device_package_registers_its_kind() -> None:
    assert {
        "cash_drawer",
        "line_display",
        "nfc_reader",
        "receipt_printer",
        "scale",
        "scanner",
    } <= set(device_kinds())


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


def _context(**options: str | int | bool) -> DeviceContext:
    return DeviceContext("thing", "", "", options, lambda _scan: None)


def test_an_option_that_is_not_set_is_empty() -> None:
    assert read_option(_context(), "pin") == ""


def test_an_option_is_read_as_text() -> None:
    assert read_option(_context(pin=5), "pin", {"2": 2, "5": 5}) == "5"


def test_a_value_that_is_not_allowed_is_refused_with_the_allowed_ones() -> None:
    with pytest.raises(DeviceConfigurationError, match="one of: 2, 5"):
        read_option(_context(pin=3), "pin", {"2": 2, "5": 5})


def test_an_option_that_nobody_reads_is_refused() -> None:
    with pytest.raises(DeviceConfigurationError, match="no option 'spin'"):
        refuse_unknown_options(_context(spin=1), "pin")
