"""The window as a program."""

from __future__ import annotations

import pytest

from terminal.bootstrap.window.program import has_display


def test_a_missing_display_is_noticed_before_qt_would_abort(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not has_display()

    monkeypatch.setenv("DISPLAY", ":7")
    assert has_display()
