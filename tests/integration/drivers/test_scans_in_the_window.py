"""Labels of several scanners at once, up to the basket of the real window."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from drivers.scanner.simulated_device import ScannerDevice
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import PtyMedium
from terminal.application.ports.devices import Scan
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.wedge import new_keyboard_wedge
from terminal.settings.schema import DeviceSettings
from terminal.ui.support.scan_router import KeyboardScans
from tests.support.typing_scanner import TypingScanner
from tests.support.window_under_test import WindowUnderTest

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)

_OPTIONS: dict[str, str | int | bool] = {"same_label_ms": 0, "feedback": "datalogic"}


class Counter:
    """The window with two scanners on lines and one that types."""

    def __init__(self) -> None:
        self.shop = WindowUnderTest()
        self.links = [SimulationLink(ScannerDevice(), PtyMedium()) for _ in range(2)]
        self.devices = DeviceService(
            {
                f"line-{number}": DeviceSettings(
                    kind="scanner", address=link.address, options=_OPTIONS
                )
                for number, link in enumerate(self.links)
            }
        )
        router = self.shop.router

        def take(scan: Scan) -> None:
            router.scan(scan.aim_id + scan.data, scan.device_id)

        self.devices.scans.claim("window", take)
        router.answered.connect(self._answer)
        self.shop.show()
        self.shop.sign_on()
        self.scans = KeyboardScans(new_keyboard_wedge(), router, self.shop.window)
        self.scans.follow(self.shop.window.windowHandle())
        self.devices.start()

    def _answer(self, device_id: str, is_accepted: bool) -> None:
        self.devices.answer_scan(device_id, is_accepted=is_accepted)

    @property
    def names(self) -> list[str]:
        return [line.name for line in self.shop.lines]

    def close(self) -> None:
        assert self.devices.stop()
        for link in self.links:
            link.close()
        self.shop.close()


@pytest.fixture
def counter(qtbot: QtBot) -> Iterator[Counter]:
    counter = Counter()
    qtbot.waitUntil(
        lambda: all(status.is_working for status in counter.devices.statuses()),
        timeout=8000,
    )
    yield counter
    counter.close()


def test_three_scanners_at_once_never_mix_their_labels(
    counter: Counter, qtbot: QtBot
) -> None:
    window = counter.shop.window.windowHandle()
    # Each line's label comes in two pieces, while the third is being typed.
    first, second = counter.links
    first.change({"raw": b"10".hex()})
    second.change({"raw": b"10".hex()})
    third = TypingScanner(window)
    third.type("1008")
    first.change({"raw": b"09\r".hex()})
    third.type("\r")
    second.change({"raw": b"07\r".hex()})
    qtbot.waitUntil(lambda: len(counter.names) == 3, timeout=8000)

    assert sorted(counter.names) == [
        "Butter croissant",
        "Coffee, regular",
        "Sourdough loaf",
    ]


def test_each_scanner_hears_what_became_of_its_own_label(
    counter: Counter, qtbot: QtBot
) -> None:
    first, second = counter.links

    def both_heard() -> bool:
        return bool(first.received and second.received)

    first.change({"scan": "1007"})
    second.change({"scan": "no such item"})
    qtbot.waitUntil(both_heard, timeout=8000)

    assert first.received == b"\x07"
    assert second.received == b"F"


def test_a_code_that_only_leads_to_a_web_page_is_refused_in_plain_words(
    counter: Counter, qtbot: QtBot
) -> None:
    counter.links[0].change({"scan": "]Q1https://example.com/menu"})
    notice = counter.shop.screen.scan_notice
    qtbot.waitUntil(notice.isVisible, timeout=8000)

    assert notice.text.title == "This is a web address and no item"
    assert notice.text.detail == "Scan the other code on the pack, or search by name."
    assert counter.names == []
