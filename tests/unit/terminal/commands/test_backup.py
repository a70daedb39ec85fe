"""`backup` copies a till that may be running."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from terminal.commands import _runner
from terminal.persistence.home import Home
from tests.support.made_till import make_till


def test_a_running_till_is_backed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_till(tmp_path / "till")
    words = ["backup", "--home", str(tmp_path / "till")]

    with Home(tmp_path / "till").lock_ledger():
        code = _runner.main([*words, str(tmp_path / "copy")])
    text = capsys.readouterr().out
    _runner.main([*words, str(tmp_path / "copy.zip"), "--json"])
    report = json.loads(capsys.readouterr().out)
    again = _runner.main([*words, str(tmp_path / "copy")])

    assert code == 0
    assert "with the recovery code" in text
    assert report["target"] == str(tmp_path / "copy.zip")
    assert len(report["files"]) == 4
    assert again == 1
    assert "is there already" in capsys.readouterr().err
