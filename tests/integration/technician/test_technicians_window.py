"""`till --technician`: a window for setting up devices, in which nobody sells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.commands._runner import main
from terminal.peripherals.found_devices import Finder
from terminal.ui.widgets.keypad import DigitKey
from tests.fakes.new_till import PIN, new_till

pytestmark = [
    pytest.mark.gui,
    # The offscreen platform has no window manager to tell a size to.
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

_WAIT_MS = 15_000


@pytest.fixture
def cashier(qapp: QApplication, tmp_path: Path) -> Iterator[Cashier]:
    make_application()
    running = Cashier(new_till(tmp_path).path, is_technicians=True)
    running.finder = Finder(ports=list, usb=list, announced=tuple)
    window = running.make_window()
    running.begin()
    window.show()
    yield running
    window.close()
    running.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _key_pin(cashier: Cashier) -> None:
    assert cashier.window is not None
    pad = cashier.window.sign_on_screen.keypad
    digits = {key.text(): key for key in pad.findChildren(DigitKey)}
    for digit in PIN:
        QTest.mouseClick(digits[digit], Qt.MouseButton.LeftButton)


def test_who_signs_on_sets_up_devices_and_comes_back_to_the_sign_on(
    cashier: Cashier, qtbot: QtBot
) -> None:
    window = cashier.window
    assert window is not None
    sign_on = window.sign_on_screen
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=_WAIT_MS)
    assert sign_on.question.text() == "Who sets up the devices?"
    assert not sign_on.technician_key.isVisible()
    assert not sign_on.training_key.isVisible()

    for _ in range(2):
        _key_pin(cashier)
        qtbot.waitUntil(
            lambda: (
                window.technician_screen is not None
                and window.technician_screen.isVisible()
            ),
            timeout=_WAIT_MS,
        )
        screen = window.technician_screen
        assert screen is not None
        assert screen.back_key.text() == "Sign off"

        QTest.mouseClick(screen.back_key, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(sign_on.isVisible, timeout=_WAIT_MS)
        qtbot.waitUntil(lambda: window.sign_on.session is None, timeout=_WAIT_MS)
        assert sign_on.question.text() == "Who sets up the devices?"

    assert window.sale_screen is None


def test_the_command_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bool] = []

    def run_window(home_path: Path, **options: bool) -> int:
        opened.append(options["is_technicians"])
        return 0

    monkeypatch.setattr("terminal.bootstrap.window.program.run_window", run_window)

    assert main(["till", "--technician", "--home", str(tmp_path)]) == 0
    assert main(["till", "--home", str(tmp_path)]) == 0
    assert opened == [True, False]
