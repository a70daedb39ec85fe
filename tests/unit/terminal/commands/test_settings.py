"""`settings` shows and changes what the till is set to."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from terminal.commands import _runner
from terminal.persistence.home import Home
from tests.support.made_till import make_till


@pytest.fixture
def till(tmp_path: Path) -> Home:
    make_till(tmp_path / "till")
    return Home.load(tmp_path / "till")


def test_settings_are_shown_as_they_stand(
    till: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    _runner.main(["settings", "--home", str(till.path)])
    text = capsys.readouterr().out
    _runner.main(["settings", "show", "--json", "--home", str(till.path)])
    report = json.loads(capsys.readouterr().out)

    assert tomllib.loads(text) == report
    assert report["store"]["name"] == "Corner shop"


def test_a_setting_is_changed(till: Home, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["settings", "set", "store.name", "New", "--home", str(till.path)]

    first = _runner.main(words)
    text = capsys.readouterr().out
    second = _runner.main([*words, "--json"])
    report = json.loads(capsys.readouterr().out)

    assert (first, second) == (0, 0)
    assert text == 'store.name: "Corner shop" -> "New"\n'
    assert report == {"key": "store.name", "old": "New", "new": "New"}
    assert Home.load(till.path).settings.store.name == "New"


@pytest.mark.parametrize(
    "words", [["set"], ["set", "store.name"], ["show", "store.name"]]
)
def test_wrong_usage_is_said(
    till: Home, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code = _runner.main(["settings", *words, "--home", str(till.path)])

    assert code == 2
    assert "settings set KEY VALUE" in capsys.readouterr().err


def test_a_refused_setting_is_one_line(
    till: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(
        ["settings", "set", "keys.store", "keyring", "--home", str(till.path)]
    )

    assert code == 1
    assert "keys.store: this is fixed" in capsys.readouterr().err
