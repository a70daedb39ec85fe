"""How keys fail to come, in words a person can act on."""

from __future__ import annotations

from pathlib import Path

from terminal.persistence.errors import StorageError


class KeyStoreError(StorageError):
    """The key store gives no key; nothing was opened or changed."""

    code = "key_store_error"


class KeyStoreLockedError(KeyStoreError):
    """The key store is locked, hangs, or refuses this account."""

    code = "key_store_locked"

    def __init__(self, store: str, detail: str) -> None:
        super().__init__(
            f"the key store {store!r} gives no answer ({detail}); nothing was opened"
            f" or changed. Unlock it, or sign in as the account that made this till,"
            f" and start again."
        )


class KeyStoreMissingError(KeyStoreError):
    """This computer has no such key store."""

    code = "key_store_missing"

    def __init__(self, store: str, detail: str) -> None:
        super().__init__(
            f"the key store {store!r} cannot be used on this computer ({detail});"
            f" nothing was changed. Make the till with another one, such as 'file'."
        )


class KeyMissingError(KeyStoreError):
    """The key store works but has no key of this home."""

    code = "key_missing"

    def __init__(self, store: str, home: Path) -> None:
        super().__init__(
            f"the key store {store!r} holds no key of the till in {home}; nothing was"
            f" opened or changed. Bring the key back with 'restore' and the recovery"
            f" code."
        )


class KeyFileExposedError(KeyStoreError):
    """Others can read the key file, so its secret is one no longer."""

    code = "key_file_exposed"

    def __init__(self, path: Path, mode: int) -> None:
        super().__init__(
            f"the key file {path} may be used by others (mode {mode:04o}); nothing was"
            f" opened. Make it private again (chmod 600) and ask who could read it."
        )
        self.path = path


class KeysBrokenError(KeyStoreError):
    """The wrapped keys of the home do not open, or do not fit its settings."""

    code = "keys_broken"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path.name} in {path.parent} cannot be used: {detail}; nothing was"
            f" opened or changed. Bring the till back with 'restore' and the recovery"
            f" code."
        )
        self.path = path


class RecoveryCodeError(KeyStoreError):
    """The recovery code is mistyped or belongs to another till."""

    code = "recovery_code_refused"

    def __init__(self, detail: str) -> None:
        super().__init__(f"the recovery code is not accepted: {detail}")


class CardKeyError(KeyStoreError):
    """The shop's card key is missing, in the way, or not in the file."""

    code = "card_key_refused"


class NoCardKeyError(CardKeyError):
    """This till has none."""

    def __init__(self) -> None:
        super().__init__(
            "this till has no card key; make one with 'cards key new', or bring that"
            " of another till with 'cards key import FILE'"
        )
