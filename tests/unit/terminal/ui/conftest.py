"""Windows over a till in memory, drawn into memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from terminal.ui.support.translation import use_language
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.stylesheet import build_stylesheet
from terminal.ui.theme.tokens import density_for
from tests.support.window_under_test import WindowUnderTest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Qt say that the offscreen platform has no window manager."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def _same_look(qapp: QApplication) -> None:
    """Begin every test with the same look: it is state of the process."""
    qapp.setStyle("Fusion")
    use_language("en")
    APPEARANCE.use(theme_name="light", language="en", density=density_for(1366))
    sheet = build_stylesheet("light")
    if qapp.styleSheet() != sheet:
        qapp.setStyleSheet(sheet)


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[WindowUnderTest]:
    """A window with the sign-on screen in front."""
    under_test = WindowUnderTest()
    under_test.show()
    yield under_test
    under_test.close()


@pytest.fixture
def selling(shown: WindowUnderTest) -> WindowUnderTest:
    """A window with somebody signed on and the till open."""
    shown.sign_on()
    return shown
