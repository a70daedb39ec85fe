"""A badge held to a reader: from the card to the name in the real window."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.bootstrap.window.answered_home import make_answered_home
from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.commands._runner import main
from terminal.peripherals.simulated_card import StandAloneCard
from terminal.ui.view_models.first_start_view_model import FirstStartAnswers

pytestmark = [
    pytest.mark.gui,
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

_PIN = "246813"
_OTHER_PIN = "975318"
_WAIT_MS = 20_000


def _make_home(folder: Path, card: StandAloneCard) -> Path:
    """Return a home with two operators and one card reader."""
    home = folder / "home"
    make_answered_home(
        home,
        FirstStartAnswers(
            store_name="Corner Shop",
            operator_name="Anna",
            operator_pin=_PIN,
            operator_pin_again=_PIN,
        ),
    )
    pin_file = folder / "pin"
    pin_file.write_text(_OTHER_PIN, encoding="utf-8")
    operator = ["operator", "add", "0042", "--name", "Ben", "--home", str(home)]
    assert main([*operator, "--pin-file", str(pin_file)]) == 0
    device = ["devices", "add", "nfc_reader", card.address, "--home", str(home)]
    assert main(device) == 0
    return home


def test_a_badge_chooses_the_name_and_the_pin_signs_on(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    card = StandAloneCard("127.0.0.1", 0, "2", kind="badge", text="0042")
    _tell(card, "away")
    make_application()
    cashier = Cashier(_make_home(tmp_path, card))
    window = cashier.make_window()
    cashier.begin()
    window.show()
    try:
        sign_on = window.sign_on
        qtbot.waitUntil(lambda: bool(sign_on.operators), timeout=_WAIT_MS)
        assert sign_on.chosen is not None
        assert sign_on.chosen.name == "Anna"

        _tell(card, "here")
        qtbot.waitUntil(lambda: _chosen(cashier) == "Ben", timeout=_WAIT_MS)
        assert _signed_on(cashier) == ""

        for digit in _OTHER_PIN:
            QTest.keyClick(window.windowHandle(), digit)  # type: ignore[call-overload]
            qtbot.wait(75)
        qtbot.waitUntil(lambda: _signed_on(cashier) == "Ben", timeout=_WAIT_MS)
    finally:
        window.close()
        cashier.close()
        # What the use-case thread answered last is still on its way to the window.
        qapp.processEvents()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        card.close()


def _chosen(cashier: Cashier) -> str:
    assert cashier.window is not None
    chosen = cashier.window.sign_on.chosen
    return "" if chosen is None else chosen.name


def _signed_on(cashier: Cashier) -> str:
    assert cashier.window is not None
    session = cashier.window.sign_on.session
    return "" if session is None else session.name


def _tell(card: StandAloneCard, where: str) -> None:
    body = json.dumps({"card": where}).encode()
    with urllib.request.urlopen(card.control_url + "state", body, timeout=5) as answer:
        assert json.load(answer)["state"]["card"] == where
