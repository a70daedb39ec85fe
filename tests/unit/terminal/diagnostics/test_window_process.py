"""Reading what the probe in a measured window reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.diagnostics import window_process
from terminal.diagnostics.window_process import WindowError, WindowProcess

_LINES = """
import time
print("a library's own words", flush=True)
print('{"what": "painted", "name": "list", "rows": 1, "at_s": 1.0}', flush=True)
print('{"what": "painted", "name": "list", "rows": 2, "at_s": 2.0}', flush=True)
print('{"what": "pin", "at_s": 3.5, "began_s": 3.0, "is_right": true}', flush=True)
"""


def _run(monkeypatch: pytest.MonkeyPatch, program: str) -> WindowProcess:
    monkeypatch.setattr(window_process, "_PROGRAM", program)
    return WindowProcess(Path("home"), "000000")


def test_a_list_is_waited_for_until_it_has_its_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = _run(monkeypatch, _LINES + "input()")

    assert window.wait_for("painted", "list", 2).at_s == 2.0
    pin = window.wait_for("pin")
    assert (pin.began_s, pin.at_s) == (3.0, 3.5)

    window.stop()


def test_a_window_that_ends_is_named_as_the_cause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = _run(monkeypatch, "raise SystemExit(7)")

    with pytest.raises(WindowError, match="exit code 7"):
        window.wait_for("painted", "list")

    window.stop()


def test_a_window_that_says_nothing_is_not_waited_for_forever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window_process, "_DEADLINE_S", 0.2)
    window = _run(monkeypatch, "import time; time.sleep(60)")

    with pytest.raises(WindowError, match="'painted list' in time"):
        window.wait_for("painted", "list")

    window.stop()


def test_reports_during_a_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    window = _run(monkeypatch, _LINES + "time.sleep(60)")
    window.wait_for("pin")
    monkeypatch.setattr(window_process, "_DEADLINE_S", 0.2)

    window.rest(0.05)

    with pytest.raises(WindowError):
        window.wait_for("painted", "list")
    window.stop()
