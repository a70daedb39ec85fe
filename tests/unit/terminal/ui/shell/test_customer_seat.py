"""The customer's window on its own screen: with two screens, in a process of its own.

The platform of a Qt application cannot be changed while it runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from terminal.ui.shell.customer_seat import (
    CustomerSeat,
    describe_screen,
    find_screen,
)

pytestmark = pytest.mark.gui

_ROOT = Path(__file__).parents[5]
_WALK = """
import json
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from terminal.ui.shell.customer_seat import CustomerSeat, describe_screen

app = QApplication([])
app.setQuitOnLastWindowClosed(False)
screens = {screen.name(): screen for screen in app.screens()}
cashier = QWidget()
customer = QWidget(None, Qt.WindowType.FramelessWindowHint)
cashier.setScreen(screens["customer"])
cashier.setGeometry(screens["customer"].geometry().adjusted(10, 10, -10, -10))
cashier.show()
said = []

def note(what):
    for _ in range(5):
        app.processEvents()
    said.append([
        what, customer.isVisible(), customer.screen().name(), cashier.screen().name()
    ])

def seat_of(wanted):
    return CustomerSeat(customer, cashier, wanted, app)

seat_of("another").take()
note("unknown")
seat = seat_of(describe_screen(screens["customer"])[-1])
seat.take()
note("by geometry")
assert seat.is_taken
assert customer.geometry() == screens["customer"].geometry()
app.screenRemoved.emit(screens["customer"])
note("pulled out")
app.screenAdded.emit(screens["customer"])
note("back")
seat.rest()
app.screenAdded.emit(screens["customer"])
note("training")
seat.resume()
note("training ended")
seat.close()
note("closed")
print(json.dumps(said))
"""


def _screen(name: str, x: int, width: int) -> dict[str, object]:
    return {
        "name": name,
        "x": x,
        "y": 0,
        "width": width,
        "height": 800,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }


def test_it_opens_on_its_screen_only_and_follows_its_coming_and_going(
    tmp_path: Path,
) -> None:
    # The customer's screen first: its place in the list means nothing.
    layout = {"screens": [_screen("customer", 1366, 1280), _screen("pos", 0, 1366)]}
    config = tmp_path / "two.json"
    config.write_text(json.dumps(layout))

    done = subprocess.run(
        [sys.executable, "-c", _WALK],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    steps = {what: rest for what, *rest in json.loads(done.stdout)}
    assert steps["unknown"][0] is False
    assert steps["by geometry"] == [True, "customer", "pos"]
    assert steps["pulled out"][0] is False
    assert steps["back"] == [True, "customer", "pos"]
    assert steps["training"][0] is False
    assert steps["training ended"] == [True, "customer", "pos"]
    assert steps["closed"][0] is False


def test_with_one_screen_it_stays_closed(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    (screen,) = QGuiApplication.screens()
    window, cashier = QWidget(), QWidget()
    seat = CustomerSeat(window, cashier, describe_screen(screen)[0], cashier)

    seat.take()
    seat.take()

    assert not seat.is_taken
    assert len(caplog.records) == 1
    assert describe_screen(screen)[-1] in caplog.text
    assert find_screen("", [screen]) is None
    assert find_screen(describe_screen(screen)[-1], [screen]) is screen
    seat.close()
