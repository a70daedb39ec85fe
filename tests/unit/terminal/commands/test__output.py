"""How a command answers."""

from __future__ import annotations

import json

import pytest

from terminal.commands import _output


def test_json_is_one_line_that_reads_back(capsys: pytest.CaptureFixture[str]) -> None:
    _output.emit({"name": "Käse", "ok": True}, True, "not this")

    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed) == {"name": "Käse", "ok": True}


def test_people_get_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    _output.emit({"ok": True}, False, "All is well.")

    assert capsys.readouterr().out == "All is well.\n"


def test_wrong_usage_is_one_line_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _output.misused("settings show,\nor settings set KEY VALUE") == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "evertill: settings show, or settings set KEY VALUE\n"
