"""The ring follows the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt

from terminal.ui.widgets.focus_ring import FocusRing
from terminal.ui.widgets.key import Key
from tests.support.window_under_test import WindowUnderTest


def test_tab_shows_the_ring_around_a_key(shown: WindowUnderTest) -> None:
    ring = shown.window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    shown.window.activateWindow()

    key = shown.find("languageKey")
    assert isinstance(key, Key)
    key.setFocus(Qt.FocusReason.TabFocusReason)
    shown.settle()

    assert ring.isVisible()
    assert ring.width() == key.width() + 8

    shown.window.sign_on_screen.setFocus()
    shown.settle()
    assert not ring.isVisible()
