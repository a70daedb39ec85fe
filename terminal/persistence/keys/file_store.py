"""A key store of private files, for computers without a keyring.

The folder lies outside of the home: somebody who walks off with a copy of the
home has no key, and the witness kept here does not travel back in time with a
restored home.  POSIX keeps the files private by their mode, Windows by DPAPI.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final, Protocol

from typing_extensions import override

from terminal.persistence.keys.errors import (
    KeyFileExposedError,
    KeyStoreLockedError,
)
from terminal.persistence.keys.store import KeyStore
from terminal.settings.durable_file import make_folder, replace_file

_PRIVATE_FOLDER: Final = 0o700
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def key_folder(setting: str, home: Path) -> Path:
    """Return the folder that the setting ``keys.folder`` means for *home*."""
    if setting:
        return home / Path(setting).expanduser()
    from platformdirs import user_config_path

    return user_config_path("evertill", appauthor=False) / "keys"


class SecretCipher(Protocol):
    """Ties the bytes of a file to this account, where the file mode cannot."""

    def protect(self, secret: bytes) -> bytes:
        """Return *secret* in a form that only this account can undo."""

    def reveal(self, protected: bytes) -> bytes:
        """Undo `protect`.

        Raises:
            OSError: It was protected by another account or on another computer.
        """


class PlainFile:
    """POSIX: the mode of the file is the protection."""

    def protect(self, secret: bytes) -> bytes:
        """Return *secret* as it is."""
        return secret

    def reveal(self, protected: bytes) -> bytes:
        """Return *protected* as it is."""
        return protected


def native_cipher() -> SecretCipher:
    """Return what protects a private file on this operating system."""
    if os.name != "nt":
        return PlainFile()
    from terminal.persistence.keys.dpapi import Dpapi

    return Dpapi()


class FileKeyStore(KeyStore):
    """One file an item, readable by its owner alone."""

    def __init__(self, folder: Path, cipher: SecretCipher | None = None) -> None:
        self._folder = folder
        self._cipher = native_cipher() if cipher is None else cipher

    @property
    @override
    def kind(self) -> str:
        return "file"

    @override
    def read(self, item: str) -> bytes | None:
        path = self._path(item)
        try:
            if os.name != "nt":
                mode = stat.S_IMODE(path.stat().st_mode)
                if mode & _OTHERS:
                    raise KeyFileExposedError(path, mode)
            return self._cipher.reveal(path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeyStoreLockedError("file", _reason(path, error)) from error

    @override
    def write(self, item: str, value: bytes) -> None:
        path = self._path(item)
        try:
            make_folder(self._folder, _PRIVATE_FOLDER)
            replace_file(path, self._cipher.protect(value))
        except OSError as error:
            raise KeyStoreLockedError("file", _reason(path, error)) from error

    @override
    def delete(self, item: str) -> None:
        path = self._path(item)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise KeyStoreLockedError("file", _reason(path, error)) from error

    def _path(self, item: str) -> Path:
        return self._folder / item


def _reason(path: Path, error: OSError) -> str:
    return f"{path}: {error.strerror or error}"
