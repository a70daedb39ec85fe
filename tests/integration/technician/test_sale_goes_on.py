"""A sale in the real window while every device of it is pulled out and replaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drivers.receipt_printer.simulator import SimulatedPrinter
from drivers.scanner.simulator import SimulatedScanner, new_simulated_scanner
from terminal.bootstrap.change_devices import add_device
from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.commands._runner import main
from terminal.persistence.home import Home
from terminal.settings.schema import DeviceSettings
from terminal.ui.screens.cashier.panels.number_panel import NumberPanel
from terminal.ui.widgets.keypad import DigitKey
from tests.fakes.new_till import PIN, new_till

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

_WAIT_MS: Final = 15_000
_HOST: Final = "127.0.0.78"
_CODES: Final = ("4006381333931", "5000159461122")
_CATALOGUE: Final = (
    "item_id,scan_code,description,unit_price,tax_rate,unit,plu,open_price,category\n"
    f"A,{_CODES[0]},Oat milk,1.95,7,piece,,no,Drinks\n"
    f"B,{_CODES[1]},Coffee,4.20,7,piece,,no,Drinks\n"
)


class Counter:
    """The devices on the counter: each can be pulled out and replaced."""

    def __init__(self) -> None:
        self.scanner = new_simulated_scanner()
        self.printer = SimulatedPrinter(_HOST, 0)
        self.printer.start()
        self.port = int(self.printer.address.rsplit(":", 1)[1])

    def replace_printer(self) -> None:
        """Put another printer in the place of the one that is gone."""
        self.printer = SimulatedPrinter(_HOST, self.port)
        self.printer.start()

    def settings(self) -> dict[str, DeviceSettings]:
        return {
            "scanner": DeviceSettings(kind="scanner", address=self.scanner.address),
            "printer": DeviceSettings(
                kind="receipt_printer", address=self.printer.address
            ),
            "drawer": DeviceSettings(
                kind="cash_drawer", options={"printer": "printer"}
            ),
        }

    def close(self) -> None:
        self.scanner.close()
        self.printer.close()


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()
    yield counter
    counter.close()


@pytest.fixture
def home(tmp_path: Path, counter: Counter) -> Home:
    home = new_till(tmp_path)
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(_CATALOGUE, encoding="utf-8")
    assert main(["catalog", "import", str(catalogue), "--home", str(home.path)]) == 0
    for device_id, device in counter.settings().items():
        add_device(home, device_id, device)
    return home


@pytest.fixture
def cashier(qapp: QApplication, home: Home) -> Iterator[Cashier]:
    make_application()
    running = Cashier(home.path)
    window = running.make_window()
    running.begin()
    window.show()
    yield running
    window.close()
    running.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Till:
    """The window as a person and the shop see it."""

    def __init__(self, cashier: Cashier, qtbot: QtBot) -> None:
        self.cashier = cashier
        self.qtbot = qtbot
        assert cashier.window is not None
        self.window = cashier.window

    def sign_on(self) -> None:
        self.qtbot.waitUntil(
            lambda: bool(self.window.sign_on.operators), timeout=_WAIT_MS
        )
        pad = self.window.sign_on_screen.keypad
        digits = {key.text(): key for key in pad.findChildren(DigitKey)}
        for digit in PIN:
            QTest.mouseClick(digits[digit], Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(
            lambda: self.window.stack.currentWidget() is self.window.sale_screen,
            timeout=_WAIT_MS,
        )
        screen = self.window.sale_screen
        assert screen is not None
        self.qtbot.waitUntil(
            lambda: isinstance(screen.panel, NumberPanel), timeout=_WAIT_MS
        )
        question = screen.panel
        assert isinstance(question, NumberPanel)
        question.type_digits("100")
        question.confirm()
        self.qtbot.waitUntil(lambda: screen.panel is screen.items, timeout=_WAIT_MS)
        self.wait_for_state("printer", "ready")
        self.wait_for_state("scanner", "ready")

    def wait_for_state(self, device_id: str, *states: str) -> None:
        def is_so() -> bool:
            now = {s.device_id: s.state for s in self.cashier.devices.statuses()}
            return now[device_id] in states

        self.qtbot.waitUntil(is_so, timeout=_WAIT_MS)

    @property
    def line_count(self) -> int:
        screen = self.window.sale_screen
        assert screen is not None
        return len(screen.basket.list.basket.lines)

    def wait_for_lines(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: self.line_count == count, timeout=_WAIT_MS)

    def pay(self) -> None:
        flows = self.window.flows
        assert flows is not None
        before = flows.sale.last_completed
        flows.payment.pay_exact()
        self.qtbot.waitUntil(
            lambda: flows.sale.last_completed is not before, timeout=_WAIT_MS
        )


def test_the_sale_goes_on_whatever_is_pulled_out(
    cashier: Cashier, counter: Counter, qtbot: QtBot
) -> None:
    till = Till(cashier, qtbot)
    till.sign_on()
    scanner, printer = counter.scanner, counter.printer
    assert isinstance(scanner, SimulatedScanner)

    scanner.scan(_CODES[0])
    till.wait_for_lines(1)
    scanner.unplug()
    till.wait_for_state("scanner", "lost")
    # The till sells on: the next code is keyed.
    cashier.router.scan(_CODES[1])
    till.wait_for_lines(2)
    scanner.plug()
    cashier.devices.retry("scanner")
    till.wait_for_state("scanner", "ready")
    scanner.scan(_CODES[1])
    till.wait_for_lines(3)

    printer.cut_cable()
    till.wait_for_state("printer", "lost", "offline")
    till.pay()
    assert not printer.papers
    printer.join_cable()
    cashier.devices.retry("printer")
    till.wait_for_state("printer", "ready")
    qtbot.waitUntil(lambda: len(printer.papers) == 1, timeout=_WAIT_MS)

    scanner.scan(_CODES[0])
    till.wait_for_lines(1)
    printer.close()
    till.wait_for_state("printer", "lost", "offline")
    till.pay()
    counter.replace_printer()
    cashier.devices.retry("printer")
    qtbot.waitUntil(lambda: len(counter.printer.papers) == 1, timeout=_WAIT_MS)

    assert cashier.devices.figures("scanner").reconnects == 1
    # A paper counts when the printer has said that it is printed.
    qtbot.waitUntil(
        lambda: cashier.devices.figures("printer").papers == 2, timeout=_WAIT_MS
    )
