"""Hands at simulated devices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.simulator_panel import SimulatorPanel
from terminal.ui.support.translation import use_language
from tests.support.layout_checks import problems


def _png() -> bytes:
    picture = QPixmap(100, 50)
    picture.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


class _Simulator:
    """Notes what is done to it."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.is_drawer_open = True
        self.has_network = True
        self.papers = 1

    def scan(self, code: str) -> None:
        self.done.append(code)

    def paper_count(self) -> int:
        return self.papers

    def request_paper(self, on_picture: Callable[[bytes], None]) -> None:
        on_picture(_png())

    def set_paper(self, *, is_out: bool = False) -> None:
        self.done.append(("out", is_out))

    def set_cover(self, *, is_open: bool) -> None:
        self.done.append(("cover", is_open))

    def set_cable(self, *, is_plugged: bool) -> None:
        self.done.append(("cable", is_plugged))

    def set_plugged(self, device: str, *, is_plugged: bool) -> None:
        self.done.append((device, is_plugged))

    def set_low(self, *, is_low: bool) -> None:
        self.done.append(("low", is_low))

    def set_moving(self, *, is_moving: bool) -> None:
        self.done.append(("moving", is_moving))

    def show_customer(self, *, is_shown: bool) -> None:
        self.done.append(("customer", is_shown))

    def close_drawer(self) -> None:
        self.is_drawer_open = False

    def shown(self) -> tuple[str, str]:
        return "Oat milk 1 l", "GBP 1.95"

    def put(self, grams: int) -> None:
        self.done.append(("grams", grams))

    def set_network(self, *, is_joined: bool) -> None:
        self.done.append(("network", is_joined))


@pytest.fixture
def desk(qtbot: QtBot) -> tuple[SimulatorPanel, _Simulator]:
    panel = SimulatorPanel()
    qtbot.addWidget(panel)
    panel.resize(606, 700)
    panel.show()
    simulator = _Simulator()
    panel.operate(simulator, [("1010", "Oat milk 1 l with a long name")])
    return panel, simulator


def test_a_label_is_scanned(
    desk: tuple[SimulatorPanel, _Simulator], qtbot: QtBot
) -> None:
    panel, simulator = desk

    qtbot.mouseClick(panel.label_keys[0], Qt.MouseButton.LeftButton)

    assert simulator.done == ["1010"]
    assert panel.label_keys[0].accessibleName() == "Oat milk 1 l with a long name"


def test_faults_follow_their_keys(
    desk: tuple[SimulatorPanel, _Simulator], qtbot: QtBot
) -> None:
    panel, simulator = desk

    qtbot.mouseClick(panel.paper_key, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.network_key, Qt.MouseButton.LeftButton)

    assert simulator.done[-4:] == [
        ("out", True),
        ("cover", False),
        ("cable", True),
        ("network", False),
    ]


def test_every_device_can_be_broken_and_mended(
    desk: tuple[SimulatorPanel, _Simulator], qtbot: QtBot
) -> None:
    panel, simulator = desk

    for key in (*panel.plug_keys.values(), panel.low_key, panel.moving_key):
        qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.customer_key, Qt.MouseButton.LeftButton)

    assert simulator.done == [
        *(
            (device, is_plugged)
            for device in ("scanner", "scale", "display", "reader")
            for is_plugged in (False, True)
        ),
        ("low", True),
        ("low", False),
        ("moving", True),
        ("moving", False),
        ("customer", True),
    ]


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_nothing_of_it_is_clipped(
    desk: tuple[SimulatorPanel, _Simulator], language: str
) -> None:
    panel, _ = desk
    use_language(language)
    panel.retranslate()

    # As wide as it is beside the basket of a small window.
    for width in (452, 606, 856):
        panel.resize(width, 660)
        QApplication.processEvents()
        assert [p for p in problems(panel) if p.startswith("clipped")] == []


def test_the_paper_is_shown_and_the_drawer_closed(
    desk: tuple[SimulatorPanel, _Simulator],
) -> None:
    panel, simulator = desk
    assert not panel.paper.is_empty

    panel.drawer_key.click()

    assert not simulator.is_drawer_open
    assert panel.drawer_key.reason == "The drawer is closed."


def test_the_display_is_shown_and_goods_lie_on_the_scale_one_at_a_time(
    desk: tuple[SimulatorPanel, _Simulator], qtbot: QtBot
) -> None:
    panel, simulator = desk
    assert panel.display.lines == ("Oat milk 1 l", "GBP 1.95")

    for key in panel.weight_keys[1:3]:
        qtbot.mouseClick(key, Qt.MouseButton.LeftButton)

    assert simulator.done == [("grams", 250), ("grams", 570)]
    on = [key.isChecked() for key in panel.weight_keys]
    assert on == [False, False, True, False]


def test_names_are_cut_to_their_keys(desk: tuple[SimulatorPanel, _Simulator]) -> None:
    panel, _ = desk
    (key,) = panel.label_keys
    wide = key.text()

    panel.resize(440, 700)

    assert len(key.text()) < len(wide) < len("Oat milk 1 l with a long name")
    assert key.accessibleName() == "Oat milk 1 l with a long name"
