"""The keyring of the operating system as a key store.

A locked keyring may wait for a person at a dialog that nobody sees, so every call
runs in a thread of its own and has a deadline.  A call that misses it is left
behind; its answer, should it ever come, is not used.
"""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from typing_extensions import override

from terminal.persistence.keys.errors import (
    KeyStoreError,
    KeyStoreLockedError,
    KeyStoreMissingError,
)
from terminal.persistence.keys.store import KeyStore

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Result = TypeVar("Result")

_SERVICE: Final = "evertill"
CALL_TIMEOUT_S: Final = 3.0


class KeyringKeyStore(KeyStore):
    """Items of the service "evertill" in the user's keyring."""

    def __init__(
        self,
        backend: KeyringBackend | None = None,
        *,
        timeout_s: float = CALL_TIMEOUT_S,
    ) -> None:
        self._backend = backend
        self._timeout_s = timeout_s

    @property
    @override
    def kind(self) -> str:
        return "keyring"

    @override
    def read(self, item: str) -> bytes | None:
        text = self._call(lambda ring: ring.get_password(_SERVICE, item))
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise KeyStoreLockedError(
                self.kind, f"its item {item!r} was changed by another program"
            ) from error

    @override
    def write(self, item: str, value: bytes) -> None:
        text = base64.b64encode(value).decode("ascii")
        self._call(lambda ring: ring.set_password(_SERVICE, item, text))

    @override
    def delete(self, item: str) -> None:
        from keyring.errors import PasswordDeleteError

        def forget(ring: KeyringBackend) -> None:
            try:
                ring.delete_password(_SERVICE, item)
            except PasswordDeleteError:
                return  # There was none.

        self._call(forget)

    def _call(self, work: Callable[[KeyringBackend], Result]) -> Result:
        outcome: list[Result] = []
        failure: list[Exception] = []

        def attempt() -> None:
            try:
                outcome.append(work(self._ring()))
            except Exception as error:  # noqa: BLE001 - carried to the caller's thread
                failure.append(error)

        thread = threading.Thread(target=attempt, name="keyring", daemon=True)
        thread.start()
        thread.join(self._timeout_s)
        if failure:
            raise _explained(failure[0]) from failure[0]
        if not outcome:
            raise KeyStoreLockedError(
                self.kind, f"no answer within {self._timeout_s:g} s"
            )
        return outcome[0]

    def _ring(self) -> KeyringBackend:
        if self._backend is not None:
            return self._backend
        import keyring

        return keyring.get_keyring()


def _explained(error: Exception) -> Exception:
    from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

    match error:
        case KeyStoreError():
            return error
        case NoKeyringError():
            return KeyStoreMissingError("keyring", "no keyring service is running")
        case KeyringLocked() | InitError():
            return KeyStoreLockedError("keyring", "it is locked")
        case KeyringError() | OSError():
            return KeyStoreLockedError("keyring", str(error) or type(error).__name__)
        case _:
            # Backends let the exceptions of their own libraries through.
            return KeyStoreLockedError("keyring", f"{type(error).__name__}: {error}")
