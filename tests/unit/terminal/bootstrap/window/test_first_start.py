"""The first questions of a till without a home."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from terminal.bootstrap.window.cashier import Cashier

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints")]


def test_without_a_home_the_first_questions_are_asked(
    qapp: QApplication, tmp_path: Path
) -> None:
    fresh = Cashier(tmp_path / "none")
    window = fresh.make_window()

    fresh.begin()

    current = window.stack.currentWidget()
    assert current is not None
    assert current.objectName() == "firstStartScreen"
    assert not fresh.has_home
    fresh.close()
    window.deleteLater()
