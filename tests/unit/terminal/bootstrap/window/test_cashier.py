"""The window over a real home: ledger, keys, devices, threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import medium_for
from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.peripherals.simulated import SimulatedPeripherals
from terminal.persistence.home import Home
from terminal.settings.schema import DeviceSettings
from terminal.ui.screens.cashier.panels.simulator_panel import SimulatorPanel
from terminal.ui.shell.main_window import MainWindow
from tests.support.typing_scanner import TypingScanner

pytestmark = [
    pytest.mark.gui,
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

PIN = "246813"  # as in conftest.py


@pytest.fixture
def pole(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulationLink]:
    """A line display beside the simulated devices of the demo."""
    link = SimulationLink(SimulatedLineDisplay(), medium_for(""))
    others = SimulatedPeripherals.settings
    display = DeviceSettings(kind="line_display", address=link.address)
    monkeypatch.setattr(
        SimulatedPeripherals,
        "settings",
        lambda devices: {**others(devices), "pole": display},
    )
    yield link
    link.close()


def _shows(pole: SimulationLink, upper: str, lower: str) -> bool:
    state = pole.state()
    return (state["upper"], state["lower"]) == (upper.ljust(20), lower.ljust(20))


@pytest.fixture
def cashier(qapp: QApplication, home: Path, pole: SimulationLink) -> Iterator[Cashier]:
    make_application()
    running = Cashier(home)
    window = running.make_window()
    running.begin()
    window.show()
    yield running
    window.close()
    running.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _type(window: MainWindow, qtbot: QtBot, text: str) -> None:
    """Key digits as slowly as a person does."""
    for digit in text:
        QTest.keyClick(window.windowHandle(), digit)  # type: ignore[call-overload]
        qtbot.wait(75)


def test_a_real_sale_from_sign_on_to_the_paper(
    cashier: Cashier, qtbot: QtBot, pole: SimulationLink
) -> None:
    window = cashier.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=10_000)
    _type(window, qtbot, PIN)
    qtbot.waitUntil(
        lambda: (
            window.flows is not None
            and window.till.state is not None
            and window.till.state.session is not None
        ),
        timeout=10_000,
    )
    flows, screen = window.flows, window.sale_screen
    assert flows is not None
    assert screen is not None
    qtbot.waitUntil(lambda: screen.panel.objectName() == "numberPanel")

    _type(window, qtbot, "100")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.panel is screen.items, timeout=5000)
    qtbot.waitUntil(lambda: flows.counter.symbol == "€", timeout=10_000)

    qtbot.waitUntil(lambda: _shows(pole, "Corner Shop", "WELCOME"), timeout=5000)

    TypingScanner(window.windowHandle()).type("4006381333931\r")
    lines = screen.basket.list.basket
    qtbot.waitUntil(lambda: len(lines.lines) == 1, timeout=5000)
    qtbot.waitUntil(
        lambda: _shows(pole, "Oat milk 1 l    1.95", "TOTAL           1.95"),
        timeout=5000,
    )

    flows.simulator_wanted.emit()
    desk = screen.panel
    assert isinstance(desk, SimulatorPanel)
    # A scanner with a thread of its own sends the label as GS1-128 with a lot; only
    # the symbology identifier in front says that these are elements.
    label = desk.label_keys[1]
    gtin = str(label.property("code")).rjust(14, "0")
    label.setProperty("code", f"]C101{gtin}10A1")
    label.click()
    qtbot.waitUntil(lambda: len(lines.lines) == 2, timeout=5000)

    flows.payment.pay_exact()
    qtbot.waitUntil(lambda: flows.sale.last_completed is not None, timeout=5000)
    completed = flows.sale.last_completed
    assert completed is not None
    assert completed.gross_minor == 615
    qtbot.waitUntil(
        lambda: _shows(pole, "TOTAL           6.15", "THANK YOU"), timeout=5000
    )

    flows.simulator_wanted.emit()
    qtbot.waitUntil(lambda: not desk.paper.is_empty, timeout=20_000)
    assert {thread.name for thread in threading.enumerate()} >= {"use-case"}


def test_a_home_that_is_in_use_is_told_in_one_sentence(
    qapp: QApplication, home: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with Home.load(home).lock_ledger():
        second = Cashier(home)
        window = second.make_window()
        second.begin()
        window.show()
        qtbot.waitUntil(lambda: second.exit_code == 1, timeout=5000)
        window.close()
        second.close()
        window.deleteLater()

    assert "the till is running" in capsys.readouterr().err
    assert window.stack.currentWidget().objectName() == "failureScreen"  # type: ignore[union-attr]


def test_a_badge_of_the_demo_reaches_the_sign_on(
    cashier: Cashier, qtbot: QtBot
) -> None:
    window = cashier.window
    assert window is not None
    key = window.sign_on_screen.badge_key
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=10_000)
    qtbot.waitUntil(key.isVisible, timeout=10_000)

    with qtbot.waitSignal(window.sign_on.chosen_changed, timeout=20_000):
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)

    assert window.sign_on.chosen is not None
    assert window.sign_on.chosen.name == "Anna"
