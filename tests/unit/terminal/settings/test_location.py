"""Tests of the place of the settings."""

from __future__ import annotations

from pathlib import Path

from terminal.persistence.home import Home
from terminal.settings.location import config_path_of


def test_a_home_keeps_its_settings_where_the_window_looks_for_them(
    tmp_path: Path,
) -> None:
    assert Home(tmp_path).config_path == config_path_of(tmp_path)
    assert config_path_of(tmp_path).name == "till.toml"
