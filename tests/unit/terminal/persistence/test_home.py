"""A home is one folder with known names, made once."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from terminal.persistence.errors import ReadOnlyHomeError
from terminal.persistence.home import Home, HomeExistsError, HomeMissingError
from terminal.persistence.locks import HomeLockedError
from terminal.settings.errors import SettingsFileError


def test_a_made_home_is_loaded_with_its_settings(home: Home) -> None:
    loaded = Home.load(home.path)

    assert loaded.settings == home.settings
    assert loaded.settings.workstation.workstation == "T-07"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_made_home_is_private(home: Home) -> None:
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.config_path.stat().st_mode) == 0o600


def test_a_folder_without_a_till_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(HomeMissingError, match="init"):
        Home.load(tmp_path)


def test_a_broken_settings_file_is_named_when_the_home_is_loaded(home: Home) -> None:
    home.config_path.write_text("[store\n", "utf-8")

    with pytest.raises(SettingsFileError, match=r"till\.toml"):
        Home.load(home.path)


def test_a_home_is_never_made_where_something_is(home: Home) -> None:
    before = home.config_path.read_bytes()

    with pytest.raises(HomeExistsError, match="not empty"):
        Home.create(home.path, home.settings)

    assert home.config_path.read_bytes() == before


def test_a_home_is_not_made_over_a_file(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(HomeExistsError):
        Home.create(tmp_path / "file", home.settings)


def test_a_folder_that_refuses_is_said(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ReadOnlyHomeError):
        Home.create(tmp_path / "file" / "till", home.settings)


def test_every_file_lies_in_the_home(home: Home) -> None:
    paths = [
        home.ledger_path,
        home.replica_path,
        home.config_path,
        home.sentinel_path,
        home.keys_path,
        home.logs_path,
    ]

    assert {path.parent for path in paths} == {home.path}
    assert len(set(paths)) == len(paths)


@pytest.mark.skipif(os.name == "nt", reason="pipes on Windows have names, not paths")
def test_the_agents_address_fits_a_socket_however_deep_the_home_is(
    tmp_path: Path,
) -> None:
    near, far = Home(Path("/srv/till")), Home(tmp_path / ("x" * 120))

    assert near.agent_address == "/srv/till/agent.sock"
    assert len(far.agent_address) < 104
    assert far.agent_address != Home(tmp_path / ("y" * 120)).agent_address


def test_ledger_and_replica_have_locks_of_their_own(home: Home) -> None:
    with home.lock_ledger(), home.lock_replica():
        with pytest.raises(HomeLockedError), home.lock_ledger():
            pytest.fail("two writers of the ledger")
        with pytest.raises(HomeLockedError), home.lock_replica():
            pytest.fail("two writers of the replica")
