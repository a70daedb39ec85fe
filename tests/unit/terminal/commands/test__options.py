"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from terminal.commands import _options


def _parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    _options.add_home(parser)
    _options.add_json(parser)
    return parser.parse_args(arguments)


def test_a_given_home_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _options.home_path(_parse("--home", "till")) == tmp_path / "till"


def test_without_a_home_the_users_own_data_folder_is_taken() -> None:
    path = _options.home_path(_parse())

    assert path.is_absolute()
    assert path.name == "evertill"


def test_text_is_the_answer_unless_json_is_asked_for() -> None:
    assert _parse().json is False
    assert _parse("--json").json is True
