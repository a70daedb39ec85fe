"""The timing machine as the window gets it."""

from __future__ import annotations

from drivers.scanner.wedge_scanner import WedgeScanner
from terminal.peripherals.wedge import new_keyboard_wedge


def test_each_window_gets_a_machine_of_its_own() -> None:
    first = new_keyboard_wedge()
    second = new_keyboard_wedge()

    first.feed("4", 0.0)

    assert first.is_holding
    assert not second.is_holding


def test_the_scanner_of_the_settings_is_taken() -> None:
    configured = WedgeScanner("wedge")

    assert new_keyboard_wedge(configured) is configured
