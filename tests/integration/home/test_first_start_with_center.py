"""The first start joins a center that really runs, or leaves nothing behind."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.persistence.home import Home
from terminal.ui.screens.cashier.first_start_screen import FirstStartScreen
from terminal.ui.shell.main_window import MainWindow
from tests.support.central_server import CentralServer

pytestmark = [
    pytest.mark.gui,
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

_MAKING_MS = 60_000


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralServer]:
    """A center with one item and one operator."""
    server = CentralServer.make(tmp_path_factory.mktemp("center") / "home")
    server.start()
    catalogue = b"scan_code,description,unit_price\n4006381333931,Fineliner,1.49\n"
    server.administer("POST", "/v1/catalog/import", data=catalogue)
    max_ = {"operator_id": "9", "name": "Max", "role": "manager", "pin": "314152"}
    server.answer("POST", "/v1/operators", max_)
    yield server
    server.close()


@pytest.fixture
def home_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    # An agent outlives its till, and so it would outlive this test.
    monkeypatch.setattr(
        "terminal.replication.agent_client.ensure_agent_running", lambda _: False
    )
    return tmp_path / "till"


@pytest.fixture
def window(qapp: QApplication, home_path: Path) -> Iterator[MainWindow]:
    """A window that asks the first questions."""
    make_application()
    cashier = Cashier(home_path)
    shown = cashier.make_window()
    cashier.begin()
    shown.show()
    yield shown
    shown.close()
    cashier.close()
    shown.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


Join = Callable[[str, str], FirstStartScreen]


@pytest.fixture
def join(window: MainWindow, qtbot: QtBot) -> Join:
    """Answer every question with the address and the code, and wait."""

    def answer(url: str, code: str) -> FirstStartScreen:
        screen = window.stack.currentWidget()
        assert isinstance(screen, FirstStartScreen)
        screen.kind.keys["center"].click()
        screen.central_url.edit.setText(url)
        screen.central_code.edit.setText(code)
        screen.next_key.click()
        screen.store_name.edit.setText("Corner Shop")
        screen.next_key.click()
        screen.time_zone.edit.setText("Europe/London")
        screen.next_key.click()
        qtbot.waitUntil(screen.steps.isEnabled, timeout=_MAKING_MS)
        return screen

    return answer


def test_a_till_of_a_center_is_ready_to_sign_on_with_its_operators(
    center: CentralServer,
    join: Join,
    window: MainWindow,
    qtbot: QtBot,
    home_path: Path,
) -> None:
    screen = join(f" {center.url} ", center.code("T-51", "S-09"))

    assert screen.problem.text() == ""
    assert len(screen.code.text()) > 20
    settings = Home.load(home_path).settings
    assert settings.workstation.workstation == "T-51"
    assert settings.workstation.store == "S-09"
    assert settings.reference_data.source == "central"
    assert settings.store.time_zone == "Europe/London"
    screen.next_key.click()
    qtbot.waitUntil(lambda: bool(window.sign_on.operators), timeout=10_000)
    assert [one.name for one in window.sign_on.operators] == ["Max"]
    # The last thing that comes by itself, so that nothing comes after the test.
    qtbot.waitUntil(
        lambda: window.flows is not None and window.flows.counter.symbol == "€",
        timeout=10_000,
    )


def test_a_wrong_code_is_told_and_a_right_one_goes_on(
    center: CentralServer, join: Join, home_path: Path
) -> None:
    screen = join(center.url, "AAAA-AAAA-AAAA")

    assert screen.problem.text().startswith("The center did not accept")
    assert not home_path.exists()
    assert _files_beside(home_path) == []

    screen = join(center.url, center.code("T-52"))

    assert screen.code.text()
    assert Home.load(home_path).settings.workstation.workstation == "T-52"


def test_a_center_that_does_not_answer_is_told_and_nothing_is_made(
    join: Join, home_path: Path
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        screen = join(f"http://127.0.0.1:{unused.getsockname()[1]}", "C0DE")

    assert screen.problem.text() == (
        "The center does not answer. Check its address and the network, then try again."
    )
    assert not home_path.exists()
    assert _files_beside(home_path) == []


def _files_beside(home_path: Path) -> list[Path]:
    """Return what was left: of the home, of its staging, of its keys."""
    return [path for path in home_path.parent.rglob("*") if path.is_file()]
