"""The scanner that types, as a device."""

from __future__ import annotations

import threading

from drivers.device import DeviceState
from drivers.scanner.keyboard_wedge import WedgeAction
from drivers.scanner.label_reader import Identifiers, LabelSettings
from drivers.scanner.options import ScannerOptions
from drivers.scanner.wedge_scanner import ADDRESS, WedgeScanner
from drivers.supervisor import Supervisor

EAN = "4006381333931"


def _scanned(scanner: WedgeScanner, text: str, at_ms: float) -> str | None:
    for place, character in enumerate(text + "\r"):
        for decision in scanner.feed(character, at_ms + place):
            if decision.action is WedgeAction.SCAN:
                return scanner.read(decision.text, at_ms + place)
    return None


def test_a_label_keeps_its_identifier_for_the_till() -> None:
    scanner = WedgeScanner("keyboard")

    assert _scanned(scanner, f"]E0{EAN}", 0.0) == f"]E0{EAN}"
    assert scanner.scan_count == 1


def test_prefix_and_suffix_never_reach_the_till() -> None:
    options = ScannerOptions(ADDRESS, LabelSettings(prefix="~", suffix="~"))
    scanner = WedgeScanner("keyboard", options)

    assert _scanned(scanner, f"~{EAN}~", 0.0) == EAN


def test_a_second_read_is_dropped_without_complaint() -> None:
    scanner = WedgeScanner("keyboard")
    scanner.open()
    _scanned(scanner, EAN, 0.0)

    assert _scanned(scanner, EAN, 100.0) is None
    assert scanner.repeat_count == 1
    assert scanner.condition.state is DeviceState.READY


def test_a_label_that_does_not_fit_is_explained_until_the_next_good_one() -> None:
    options = ScannerOptions(ADDRESS, LabelSettings(Identifiers.REQUIRED))
    scanner = WedgeScanner("keyboard", options)
    scanner.open()

    assert _scanned(scanner, EAN, 0.0) is None
    assert "AIM" in scanner.condition.remedy
    assert scanner.refused_count == 1
    _scanned(scanner, f"]E0{EAN}", 1000.0)
    assert scanner.condition.state is DeviceState.READY


def test_keys_are_held_and_given_back() -> None:
    scanner = WedgeScanner("keyboard")
    scanner.feed("4", 0.0)

    assert scanner.is_holding
    assert scanner.due_at_ms == 60.0
    assert scanner.poll(60.0)[0].action is WedgeAction.RELEASE
    scanner.feed("4", 100.0)
    assert scanner.flush()[0].text == "4"


def test_it_lives_under_a_supervisor_like_every_device() -> None:
    is_ready = threading.Event()
    scanner = WedgeScanner("wedge")
    supervisor = Supervisor(
        scanner,
        lambda condition: (
            is_ready.set() if condition.state is DeviceState.READY else None
        ),
    )
    supervisor.start()

    assert is_ready.wait(5.0)
    assert supervisor.stop()
    assert scanner.device_id == "wedge"
