"""The file key store keeps items that nobody else may read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from terminal.persistence.keys.errors import KeyFileExposedError, KeyStoreLockedError
from terminal.persistence.keys.file_store import FileKeyStore, key_folder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes are a matter of POSIX")


class _Reversing:
    """Stands for DPAPI: what is on the disk is not the secret."""

    def protect(self, secret: bytes) -> bytes:
        return secret[::-1]

    def reveal(self, protected: bytes) -> bytes:
        if protected.startswith(b"foreign"):
            raise OSError("another account")
        return protected[::-1]


def test_an_item_is_kept_privately_and_forgotten(tmp_path: Path) -> None:
    store = FileKeyStore(tmp_path / "keys")

    store.write("a.key", b"secret")

    assert store.read("a.key") == b"secret"
    assert stat.S_IMODE((tmp_path / "keys" / "a.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    store.delete("a.key")
    store.delete("a.key")
    assert store.read("a.key") is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    store = FileKeyStore(tmp_path)
    store.write("a.key", b"secret")
    (tmp_path / "a.key").chmod(mode)

    with pytest.raises(KeyFileExposedError, match="chmod 600"):
        store.read("a.key")

    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == mode


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = FileKeyStore(tmp_path / "file")

    with pytest.raises(KeyStoreLockedError, match="nothing was opened or changed"):
        store.write("a.key", b"secret")
    with pytest.raises(KeyStoreLockedError):
        store.delete("a.key")


def test_the_cipher_of_the_system_stands_between_secret_and_disk(
    tmp_path: Path,
) -> None:
    store = FileKeyStore(tmp_path, _Reversing())

    store.write("a.key", b"secret")

    assert (tmp_path / "a.key").read_bytes() == b"terces"
    assert store.read("a.key") == b"secret"


def test_a_secret_of_another_account_is_said_to_be_locked(tmp_path: Path) -> None:
    store = FileKeyStore(tmp_path, _Reversing())
    store.write("a.key", b"ngierof"[::-1])
    (tmp_path / "a.key").write_bytes(b"foreign")

    with pytest.raises(KeyStoreLockedError, match="another account"):
        store.read("a.key")


def test_the_folder_is_relative_to_the_home_or_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    home = tmp_path / "home"

    assert key_folder("keys", home) == home / "keys"
    assert key_folder("/srv/keys", home) == Path("/srv/keys")
    assert key_folder("", home) == tmp_path / "config" / "evertill" / "keys"
