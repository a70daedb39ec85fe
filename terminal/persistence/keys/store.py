"""What a place that keeps secrets promises, and which places there are.

A store holds small named items.  It never sees the data key itself, only the key
that wraps it, so a leaked item without the home opens nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from terminal.persistence.home import Home
from terminal.persistence.keys.errors import KeyStoreMissingError
from terminal.settings.schema import KeySettings


class KeyStore(Protocol):
    """Keeps small secrets outside of the home.

    Every call returns within a few seconds or raises; any thread may call.
    """

    @property
    def kind(self) -> str:
        """The name by which the settings choose this store."""

    def read(self, item: str) -> bytes | None:
        """Return what *item* holds, None when there is no such item.

        Raises:
            KeyStoreError: The store cannot be asked.
        """

    def write(self, item: str, value: bytes) -> None:
        """Keep *value* under *item*, durably, in place of what was there.

        Raises:
            KeyStoreError: The store refuses.
        """

    def delete(self, item: str) -> None:
        """Forget *item*; no error when there is none.

        Raises:
            KeyStoreError: The store refuses.
        """


def open_key_store(home: Home) -> KeyStore:
    """Return the store that the settings of *home* chose.

    Raises:
        KeyStoreMissingError: This computer has no such store.
    """
    return make_key_store(home.settings.keys, home.path)


def make_key_store(settings: KeySettings, home: Path) -> KeyStore:
    """Return the store that *settings* describe for the home at *home*.

    Raises:
        KeyStoreMissingError: This computer has no such store.
    """
    match settings.store:
        case "file":
            from terminal.persistence.keys.file_store import FileKeyStore, key_folder

            return FileKeyStore(key_folder(settings.folder, home))
        case "keyring":
            from terminal.persistence.keys.keyring_store import KeyringKeyStore

            return KeyringKeyStore()
        case "tpm":
            raise KeyStoreMissingError(
                "tpm", "this build has no access to a TPM, and none is emulated"
            )
