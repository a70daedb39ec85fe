"""Goods on a simulated scale become lines of a sale, through threads and window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drivers.scale.simulator import SimulatedScale
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import TcpMedium
from terminal.application.ports.weighing import WeighedGoods
from terminal.peripherals.device_service import DeviceService
from terminal.settings.schema import DeviceSettings
from terminal.ui.screens.cashier.panels.weight_panel import WeightPanel
from terminal.ui.view_models.weighing_view_model import WeighingViewModel
from tests.support import ruled_shop as shop
from tests.support.made_till import PIN, make_till
from tests.support.window_under_test import WindowUnderTest

_DEADLINE_S = 20.0

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


class Counter:
    """A window, a till and a scale on a line of its own."""

    def __init__(self, protocol: str) -> None:
        self.link = SimulationLink(SimulatedScale(protocol), TcpMedium())
        address = f"{self.link.address}?protocol={protocol}"
        settings = {"scale": DeviceSettings(kind="scale", address=address)}
        self.devices = DeviceService(settings)
        self.devices.start()
        self.window = WindowUnderTest()
        self.window.show()
        self.window.sign_on()
        assert self.devices.scale is not None
        self.window.flows.counter.weighing = WeighingViewModel(
            self.devices.scale, self.window.window
        )

    @property
    def panel(self) -> WeightPanel:
        front = self.window.screen.panel
        assert isinstance(front, WeightPanel)
        return front

    @property
    def quantities(self) -> list[str]:
        return [line.quantity.replace("\u00a0", " ") for line in self.window.lines]

    def put(self, grams: int, **state: bool) -> None:
        self.link.change({"weight_g": grams, **state})

    def until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + _DEADLINE_S
        pause = threading.Event()
        while not is_so():
            assert time.monotonic() < end, "not in time"
            pause.wait(0.01)
            self.window.settle()

    def sell(self) -> None:
        """Confirm the stable weight and wait for its line."""
        lines = len(self.quantities)
        self.until(lambda: self.panel.main_key.applies)
        self.window.press(Qt.Key.Key_Return)
        self.until(lambda: len(self.quantities) > lines)

    def close(self) -> None:
        self.window.close()
        self.devices.stop()
        self.link.close()


@pytest.fixture(params=["toledo-8217", "dialog"])
def counter(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Counter]:
    counter = Counter(request.param)
    yield counter
    counter.close()


def test_goods_are_weighed_unplugged_and_weighed_again(counter: Counter) -> None:
    counter.put(510)
    counter.window.scan(shop.CHEESE)
    counter.sell()
    # The Dialog takes the packing of 10 g off itself; it goes off once.
    assert counter.quantities == ["0.500 kg"]

    counter.window.scan(shop.CHEESE)
    counter.until(lambda: "Lift the goods" in counter.panel.state.text())
    counter.link.set_fault(Fault(FaultKind.CUT))
    counter.until(lambda: "key the weight" in counter.panel.state.text())
    counter.window.press(*"310", Qt.Key.Key_Return)
    assert counter.quantities == ["0.500 kg", "0.300 kg"]

    counter.link.set_fault(Fault())
    counter.devices.retry("scale")
    counter.put(810)
    counter.until(lambda: counter.devices.statuses()[0].state == "ready")
    counter.window.scan(shop.CHEESE)
    counter.sell()
    assert counter.quantities == ["0.500 kg", "0.300 kg", "0.800 kg"]


def test_goods_that_swing_are_waited_for(counter: Counter) -> None:
    counter.put(510, is_moving=True)
    counter.window.scan(shop.CHEESE)
    counter.until(lambda: "at rest" in counter.panel.state.text())
    assert not counter.panel.main_key.applies

    counter.put(510, is_moving=False)
    counter.sell()

    assert counter.quantities == ["0.500 kg"]


def test_the_window_of_a_real_till_finds_its_scale(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    from terminal.bootstrap.window.cashier import Cashier
    from terminal.commands._runner import main

    link = SimulationLink(SimulatedScale("nci"), TcpMedium())
    home = tmp_path / "home"
    make_till(home)
    address = f"{link.address}?protocol=nci"
    assert main(["devices", "add", "scale", address, "--home", str(home)]) == 0
    cashier = Cashier(home)
    window = cashier.make_window()
    cashier.begin()
    window.show()

    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=10_000)
    for digit in PIN:
        # As slowly as a person: the window has a wedge.
        QTest.keyClick(window.windowHandle(), digit)  # type: ignore[call-overload]
        qtbot.wait(75)
    qtbot.waitUntil(
        lambda: window.flows is not None and window.flows.counter.weighing is not None,
        timeout=10_000,
    )
    assert window.flows is not None
    weighing = window.flows.counter.weighing
    assert weighing is not None
    link.change({"weight_g": 570})
    weighing.begin(WeighedGoods())
    qtbot.waitUntil(
        lambda: weighing.latest is not None and weighing.latest.is_sellable,
        timeout=10_000,
    )

    assert weighing.latest is not None
    assert weighing.latest.grams == 570
    window.close()
    cashier.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    link.close()
