"""From an empty till to a working scanner, printer and drawer, in the real window.

Every action that a person takes goes through `_Hand`, which counts them; what is
waited for is what the person would see.  The devices are simulators: the printer
answers on a loopback host, the scanner is a pseudo-terminal.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drivers.discovery.usb_port import SerialPort
from drivers.receipt_printer.simulator import SimulatedPrinter
from drivers.scanner.simulator import SimulatedScanner, new_simulated_scanner
from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.peripherals.found_devices import Finder
from terminal.persistence.home import Home
from terminal.ui.screens.technician.technician_screen import TechnicianScreen
from terminal.ui.screens.technician.workstation_page import LinesField
from terminal.ui.shell.main_window import MainWindow
from terminal.ui.widgets.form_fields import Choice, Field
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.keypad import DigitKey
from tests.fakes.new_till import PIN, new_till

pytestmark = [
    pytest.mark.gui,
    # The offscreen platform has no window manager to tell a size to.
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

ACTIONS_MAX = 9
_WAIT_MS = 15_000
_HOST = "127.0.0.77"
# A folder for pictures of the walk, for people to look at.
_PICTURES = os.environ.get("EVERTILL_PICTURES", "")


class _Hand:
    """A person's hand: presses keys of the window and counts."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self._window = window
        self._qtbot = qtbot
        self.actions = 0

    def press(self, key: Key) -> None:
        # Fields are shown when the thread that reads them has answered.
        self._qtbot.waitUntil(key.isVisible, timeout=_WAIT_MS)
        assert key.applies, key.reason
        self.picture(key.objectName())
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        self.actions += 1

    def touch_pin(self) -> None:
        self.picture("pin")
        pad = self._window.sign_on_screen.keypad
        digits = {key.text(): key for key in pad.findChildren(DigitKey)}
        for digit in PIN:
            QTest.mouseClick(digits[digit], Qt.MouseButton.LeftButton)
        self.actions += 1

    def picture(self, name: str) -> None:
        if _PICTURES:
            folder = Path(_PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            self._qtbot.wait(100)
            self._window.grab().save(str(folder / f"{self.actions:02}-{name}.png"))


PORTS: list[SerialPort] = []
"""What is plugged in; found by itself when it changes."""


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(_HOST, 0)
    printer.start()
    yield printer
    printer.close()


@pytest.fixture
def scanner() -> Iterator[SimulatedScanner]:
    scanner = new_simulated_scanner()
    assert isinstance(scanner, SimulatedScanner)
    yield scanner
    scanner.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return new_till(tmp_path)


@pytest.fixture
def cashier(
    qapp: QApplication,
    home: Home,
    printer: SimulatedPrinter,
    scanner: SimulatedScanner,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Cashier]:
    port = SerialPort(
        scanner.address.removeprefix("serial:"), 0x05E0, 0x1701, "S1", "1-1", "Symbol"
    )
    PORTS[:] = [port]
    monkeypatch.setattr(
        "drivers.transport.serial_port.resolve_port", lambda _: port.device
    )
    monkeypatch.setattr("terminal.bootstrap.technician.own_subnet", lambda: _HOST)
    make_application()
    running = Cashier(home.path)
    running.finder = Finder(
        ports=lambda: PORTS,
        usb=list,
        printer_port=int(printer.address.rsplit(":", 1)[1]),
        host_timeout_s=0.5,
        announced=tuple,
    )
    window = running.make_window()
    running.begin()
    window.show()
    yield running
    window.close()
    running.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _technician(window: MainWindow, qtbot: QtBot) -> TechnicianScreen:
    qtbot.waitUntil(lambda: window.technician_screen is not None, timeout=_WAIT_MS)
    screen = window.technician_screen
    assert screen is not None
    qtbot.waitUntil(screen.isVisible, timeout=_WAIT_MS)
    return screen


def _try_and_save(
    screen: TechnicianScreen, hand: _Hand, qtbot: QtBot, kind: str
) -> None:
    """Press "Test and add" of what was found, and Save when the test passed."""
    page = screen.devices

    def offers() -> list[Key]:
        return [
            row.keys[0]
            for row in page.found_rows
            if row.found.kind == kind and row.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(offers()), timeout=_WAIT_MS)
    hand.press(offers()[0])
    save = page.detail.first

    def may_save() -> bool:
        return save.property("does") == "save" and save.applies and save.isVisible()

    qtbot.waitUntil(may_save, timeout=_WAIT_MS)
    hand.press(save)
    model = page._view_model
    qtbot.waitUntil(lambda: model.trial is None, timeout=_WAIT_MS)


def test_an_empty_till_gets_its_devices_in_under_ten_actions(
    cashier: Cashier,
    home: Home,
    printer: SimulatedPrinter,
    scanner: SimulatedScanner,
    qtbot: QtBot,
) -> None:
    window = cashier.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=_WAIT_MS)
    hand = _Hand(window, qtbot)

    hand.press(window.sign_on_screen.technician_key)
    hand.touch_pin()
    screen = _technician(window, qtbot)
    _try_and_save(screen, hand, qtbot, "scanner")
    hand.press(screen.devices.network_key)
    _try_and_save(screen, hand, qtbot, "receipt_printer")
    _try_and_save(screen, hand, qtbot, "cash_drawer")

    assert hand.actions <= ACTIONS_MAX
    assert len(printer.papers) == 1
    model = screen.devices._view_model
    qtbot.waitUntil(
        lambda: (
            len(model.rows) == 3 and all(row.status.is_working for row in model.rows)
        ),
        timeout=_WAIT_MS,
    )
    saved = Home.load(home.path).settings.devices
    assert {name: device.kind for name, device in saved.items()} == {
        "scanner": "scanner",
        "printer": "receipt_printer",
        "drawer": "cash_drawer",
    }
    assert saved["scanner"].address == "serial:usb-05e0:1701:S1"
    hand.picture("devices")
    scanner.scan("4006381333931")
    qtbot.waitUntil(
        lambda: any(row.figures.scans == 1 for row in model.rows), timeout=_WAIT_MS
    )

    printer.set_paper(is_out=True)
    qtbot.waitUntil(lambda: model.attention_count == 1, timeout=_WAIT_MS)
    screen.devices.keys["printer"].click()
    qtbot.waitUntil(screen.devices.detail.notice.isVisible, timeout=_WAIT_MS)
    hand.picture("out-of-paper")
    printer.set_paper()
    qtbot.waitUntil(lambda: model.attention_count == 0, timeout=_WAIT_MS)

    window.resize(1024, 768)
    for theme, language in (("dark", "zh_CN"), ("light", "en")):
        window.use_theme(theme)
        window.use_language(language)
        qtbot.wait(50)
        hand.picture(f"narrow-{theme}")
        for key in screen.devices.keys.values():
            right = key.test_key.mapTo(screen, key.test_key.rect().topRight()).x()
            detail = screen.devices.detail
            assert right < detail.mapTo(screen, detail.rect().topLeft()).x()
    window.resize(1366, 768)
    for name in ("overview", "workstation", "diagnostics"):
        screen.navigation[name].click()
        hand.picture(name)
    bundles: list[str] = []
    model.bundle_written.connect(bundles.append)
    hand.press(screen.diagnostics.bundle_key)
    qtbot.waitUntil(lambda: bool(bundles), timeout=_WAIT_MS)
    hand.picture("bundle")
    with zipfile.ZipFile(bundles[0]) as bundle:
        devices = json.loads(bundle.read("devices.json"))
        assert devices["printer"]["figures"]["bytes_sent"] > 0
        assert json.loads(bundle.read("ledger.json"))["report"]

    hand.press(screen.back_key)
    qtbot.waitUntil(
        lambda: window.stack.currentWidget() is window.sale_screen, timeout=_WAIT_MS
    )


def test_the_paper_of_a_till_is_changed_in_the_window(
    cashier: Cashier, home: Home, qtbot: QtBot
) -> None:
    window = cashier.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=_WAIT_MS)
    hand = _Hand(window, qtbot)
    hand.press(window.sign_on_screen.technician_key)
    hand.touch_pin()
    screen = _technician(window, qtbot)
    page = screen.workstation
    hand.press(screen.navigation["workstation"])
    qtbot.waitUntil(lambda: bool(page.fields), timeout=_WAIT_MS)
    foot = page.fields["store.receipt_foot"]
    assert isinstance(foot, LinesField)
    foot.edit.setPlainText("Thank you\n[open] till 9")
    paper = page.fields["store.receipt_columns"]
    assert isinstance(paper, Choice)
    hand.press(paper.keys["48"])
    hand.press(page.save_key)
    qtbot.waitUntil(lambda: "Saved" in page.told.text(), timeout=_WAIT_MS)
    hand.picture("saved")

    store = Home.load(home.path).settings.store
    assert store.receipt_foot == ("Thank you", "[open] till 9")
    assert store.receipt_columns == 48
    zone = page.fields["store.time_zone"]
    assert isinstance(zone, Field)
    zone.edit.setText("Mars/Olympus")
    hand.press(page.save_key)
    qtbot.waitUntil(lambda: "Time zone: " in page.told.text(), timeout=_WAIT_MS)
    hand.picture("refused")
    assert Home.load(home.path).settings.store.time_zone == store.time_zone


def test_a_device_that_does_not_answer_is_not_saved(
    cashier: Cashier, home: Home, printer: SimulatedPrinter, qtbot: QtBot
) -> None:
    window = cashier.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=_WAIT_MS)
    hand = _Hand(window, qtbot)
    hand.press(window.sign_on_screen.technician_key)
    hand.touch_pin()
    screen = _technician(window, qtbot)
    hand.press(screen.devices.network_key)
    page = screen.devices
    qtbot.waitUntil(
        lambda: any(
            r.found.kind == "receipt_printer" and r.isVisible() for r in page.found_rows
        ),
        timeout=_WAIT_MS,
    )
    printer.set_paper(is_out=True)
    (row,) = [r for r in page.found_rows if r.found.kind == "receipt_printer"]
    hand.press(row.keys[0])
    first = page.detail.first
    qtbot.waitUntil(lambda: first.property("does") == "test", timeout=_WAIT_MS)
    hand.picture("failed")
    hand.press(page.detail.second)
    model = page._view_model
    qtbot.waitUntil(lambda: model.trial is None and not model.rows, timeout=_WAIT_MS)

    assert Home.load(home.path).settings.devices == {}

    PORTS.append(SerialPort("/dev/ttyUSB9", 0x1A86, 0x7523, "", "1-9", "Cable"))
    qtbot.waitUntil(
        lambda: any(row.found.title == "Cable" for row in page.found_rows),
        timeout=_WAIT_MS,
    )
    (row,) = [row for row in page.found_rows if row.found.title == "Cable"]
    # Behind a bare cable may be anything: a person says what.
    assert len(row.keys) > 1


def test_an_address_is_typed_tested_and_saved(
    cashier: Cashier, home: Home, printer: SimulatedPrinter, qtbot: QtBot
) -> None:
    window = cashier.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=_WAIT_MS)
    hand = _Hand(window, qtbot)
    hand.press(window.sign_on_screen.technician_key)
    hand.touch_pin()
    screen = _technician(window, qtbot)
    page = screen.devices
    model = page._view_model
    qtbot.waitUntil(lambda: bool(model.kinds), timeout=_WAIT_MS)
    hand.press(page.address_key)
    form = page.form
    assert form is not None
    assert not form.try_key.applies
    hand.press(form.kind.keys["scale"])
    hand.picture("protocols")
    assert form.languages["scale"].isVisible()
    hand.press(form.kind.keys["receipt_printer"])
    hand.press(form.languages["receipt_printer"].keys["epson-58"])
    QTest.keyClicks(form.address.edit, "tcp:/oops")
    hand.press(form.try_key)
    qtbot.waitUntil(
        lambda: model.trial is not None and bool(model.trial.problem),
        timeout=_WAIT_MS,
    )
    hand.picture("refused")
    form.address.edit.clear()
    QTest.keyClicks(form.address.edit, printer.address)
    hand.press(form.try_key)
    save = page.detail.first
    qtbot.waitUntil(
        lambda: save.property("does") == "save" and save.applies, timeout=_WAIT_MS
    )
    hand.press(save)
    qtbot.waitUntil(lambda: page.form is None, timeout=_WAIT_MS)
    hand.picture("typed")

    saved = Home.load(home.path).settings.devices["printer"]
    assert (saved.address, saved.model) == (printer.address, "epson-58")
    assert len(printer.papers) == 1
