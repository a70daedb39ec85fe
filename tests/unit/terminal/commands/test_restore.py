"""`restore` makes a till from a backup and the recovery code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from terminal.commands import _runner
from terminal.persistence.home import Home
from tests.support.made_till import make_till

_ROOT: Final = Path(__file__).parents[4]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup with its recovery code in a file beside it."""
    new = make_till(tmp_path / "till")
    (tmp_path / "code").write_text(f"{new.recovery_code}\n", "utf-8")
    _runner.main(["backup", str(tmp_path / "copy"), "--home", str(new.path)])
    return tmp_path / "copy"


def test_a_backup_becomes_a_till(
    tmp_path: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    words = ["restore", str(backup), "--code-file", str(tmp_path / "code")]

    code = _runner.main([*words, "--home", str(tmp_path / "a"), "--json"])
    report = json.loads(capsys.readouterr().out)
    _runner.main(
        [
            *words,
            "--home",
            str(tmp_path / "b"),
            "--key-store",
            "file",
            "--key-folder",
            str(tmp_path / "b-keys"),
        ]
    )
    text = capsys.readouterr().out

    assert code == 0
    assert (report["series"], report["events"]) == ("B", 1)
    assert "must not sell any more" in text
    assert Home.load(tmp_path / "a").settings.keys.folder == "keys"
    assert Home.load(tmp_path / "b").settings.keys.folder == str(tmp_path / "b-keys")


def test_a_wrong_code_is_one_line(
    tmp_path: Path,
    backup: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("AAAA-BBBB\n"))

    code = _runner.main(
        ["restore", str(backup), "--code-file", "-", "--home", str(tmp_path / "a")]
    )

    assert code == 1
    assert "recovery code is not accepted" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_without_a_terminal_the_code_comes_from_a_file(
    tmp_path: Path, backup: Path
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "main.py",
            "restore",
            str(backup),
            "--home",
            str(tmp_path / "a"),
        ],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "--code-file FILE" in done.stderr


def test_nothing_is_restored_over_a_till(
    tmp_path: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(
        [
            "restore",
            str(backup),
            "--home",
            str(tmp_path / "till"),
            "--code-file",
            str(tmp_path / "code"),
        ]
    )

    assert code == 1
    assert "not empty" in capsys.readouterr().err
