"""A new home stands in its place whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from terminal.persistence.errors import ReadOnlyHomeError
from terminal.persistence.home import Home, HomeExistsError
from terminal.persistence.home_staging import staged_home
from terminal.persistence.keys.home_keys import create_keys
from terminal.persistence.locks import HomeLockedError


def test_what_was_made_is_put_in_its_place(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "new"

    with staged_home(target) as staging:
        Home.create(staging, home.settings)
        (staging / "ledger.lock").touch()
        assert not target.exists()

    assert Home.load(target).settings == home.settings
    assert list(target.parent.iterdir()) == [target]
    assert not (target / "ledger.lock").exists()


def test_an_empty_folder_is_taken_over(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "new"
    target.mkdir()

    with staged_home(target) as staging:
        Home.create(staging, home.settings)

    assert Home.load(target).settings == home.settings


def test_a_failure_leaves_nothing_not_even_in_the_key_store(
    home: Home, tmp_path: Path
) -> None:
    target = tmp_path / "new"

    def fail() -> None:
        with staged_home(target) as staging:
            create_keys(Home.create(staging, home.settings))
            assert list((tmp_path / "keys").iterdir()) != []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not target.exists()
    assert list(tmp_path.glob(".new*")) == []
    assert list((tmp_path / "keys").iterdir()) == []


def test_what_a_dead_attempt_left_is_removed(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "new"
    left = tmp_path / ".new.init"
    create_keys(Home.create(left, home.settings))

    with staged_home(target) as staging:
        assert not staging.exists()
        Home.create(staging, home.settings)

    assert list((tmp_path / "keys").iterdir()) == []
    assert Home.load(target).path == target


def test_nothing_is_made_over_a_till(home: Home) -> None:
    with pytest.raises(HomeExistsError), staged_home(home.path):
        pytest.fail("made over a till")

    assert Home.load(home.path).path == home.path


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ReadOnlyHomeError), staged_home(tmp_path / "file" / "new"):
        pytest.fail("made in a file")


def test_two_cannot_make_the_same_till(
    make_home: Callable[..., Home], tmp_path: Path
) -> None:
    settings = make_home("other").settings
    target = tmp_path / "new"

    with staged_home(target) as staging:
        Home.create(staging, settings)
        with (
            pytest.raises(HomeLockedError, match="just being made"),
            staged_home(target),
        ):
            pytest.fail("made twice")

    assert Home.load(target).path == target


def test_somebody_who_was_quicker_keeps_his_folder(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "new"

    def be_too_late() -> None:
        with staged_home(target) as staging:
            Home.create(staging, home.settings)
            target.mkdir()
            (target / "theirs").write_bytes(b"")

    with pytest.raises(ReadOnlyHomeError):
        be_too_late()

    assert [path.name for path in target.iterdir()] == ["theirs"]
