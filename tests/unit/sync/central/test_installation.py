"""Making a central and opening it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.central import installation
from sync.central.database import migrate, open_engine
from sync.central.errors import CentralError, NotInitializedError
from sync.central.installation import Location, install, locate, open_installed
from sync.central.secrets import hash_token


def test_without_a_url_everything_is_in_the_home(tmp_path: Path) -> None:
    location = locate(None, tmp_path)

    assert location == Location(f"sqlite:///{tmp_path / 'central.db'}", tmp_path)


def test_without_a_home_the_key_is_beside_the_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sub' / 'x.db'}"

    assert locate(url, None) == Location(url, tmp_path / "sub")
    assert locate(url, tmp_path).home == tmp_path


def test_by_default_it_is_in_the_data_folder_of_the_user() -> None:
    assert locate(None, None).home.name == "evertill"


def test_a_database_on_a_server_needs_a_home(tmp_path: Path) -> None:
    with pytest.raises(CentralError, match="--home"):
        locate("postgresql+psycopg://host/name", None)
    assert locate("postgresql+psycopg://host/name", tmp_path).home == tmp_path


def test_what_was_made_opens_with_the_same_identity(tmp_path: Path) -> None:
    location = locate(None, tmp_path / "new" / "home")

    made = install(location, "acme", lambda: 1)
    engine, center, signer = open_installed(location)
    engine.dispose()

    assert center == made.center
    assert center.tenant == "acme"
    assert signer.public_key == made.signer.public_key
    assert center.administrator_token_hash == hash_token(made.administrator_token)


def test_a_second_one_is_refused_and_the_first_kept(tmp_path: Path) -> None:
    location = locate(None, tmp_path)
    first = install(location, "acme", lambda: 1)

    with pytest.raises(CentralError, match="already"):
        install(location, "other", lambda: 1)

    engine, center, _signer = open_installed(location)
    engine.dispose()
    assert center == first.center


def test_a_new_database_keeps_the_key_that_tills_have_pinned(tmp_path: Path) -> None:
    first = install(locate(None, tmp_path), "acme", lambda: 1)
    (tmp_path / "central.db").unlink()

    second = install(locate(None, tmp_path), "acme", lambda: 1)

    assert second.signer.public_key == first.signer.public_key
    assert second.center.incarnation != first.center.incarnation


def test_what_was_not_made_cannot_be_opened(tmp_path: Path) -> None:
    location = locate(None, tmp_path)

    with pytest.raises(NotInitializedError, match="central init"):
        open_installed(location)
    assert not list(tmp_path.iterdir())

    engine = open_engine(location.database_url)
    migrate(engine)
    engine.dispose()
    with pytest.raises(NotInitializedError, match="central init"):
        open_installed(location)


def test_a_home_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CentralError, match="cannot be made"):
        install(locate(None, tmp_path / "file" / "home"), "acme", lambda: 1)


def test_a_lost_key_is_told(tmp_path: Path) -> None:
    location = locate(None, tmp_path)
    installation.install(location, "acme", lambda: 1)
    (tmp_path / "central.key").unlink()

    with pytest.raises(NotInitializedError, match="missing"):
        open_installed(location)
