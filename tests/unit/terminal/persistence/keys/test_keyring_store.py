"""The operating system's keyring, whatever state it is in."""

from __future__ import annotations

import threading
import time

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError
from typing_extensions import override

from terminal.persistence.keys.errors import KeyStoreLockedError, KeyStoreMissingError
from terminal.persistence.keys.keyring_store import KeyringKeyStore


class _MemoryKeyring(KeyringBackend):
    """A keyring that is open."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        if self.items.pop((service, username), None) is None:
            raise PasswordDeleteError("there is none")


class _FailingKeyring(_MemoryKeyring):
    """A keyring that always raises the same error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise self._error


class _HangingKeyring(_MemoryKeyring):
    """A locked keyring that waits for a person who is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = threading.Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.answer.wait()
        return None

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.answer.wait()


def test_bytes_come_back_from_an_open_keyring() -> None:
    ring = _MemoryKeyring()
    store = KeyringKeyStore(ring)

    store.write("a.key", b"\x00\xff secret")

    assert store.kind == "keyring"
    assert store.read("a.key") == b"\x00\xff secret"
    assert [service for service, _ in ring.items] == ["evertill"]
    store.delete("a.key")
    store.delete("a.key")
    assert store.read("a.key") is None


def test_a_hanging_keyring_is_given_up_after_the_deadline() -> None:
    ring = _HangingKeyring()
    store = KeyringKeyStore(ring, timeout_s=0.1)

    begin = time.monotonic()
    with pytest.raises(KeyStoreLockedError, match=r"no answer within 0\.1 s"):
        store.read("a.key")
    with pytest.raises(KeyStoreLockedError):
        store.write("a.key", b"secret")

    assert time.monotonic() - begin < 2
    assert ring.items == {}
    ring.answer.set()


@pytest.mark.parametrize(
    ("error", "expected", "words"),
    [
        (KeyringLocked("locked"), KeyStoreLockedError, "it is locked"),
        (InitError("no bus"), KeyStoreLockedError, "it is locked"),
        (NoKeyringError("none"), KeyStoreMissingError, "no keyring service"),
        (RuntimeError("dbus died"), KeyStoreLockedError, "RuntimeError: dbus died"),
        (OSError("no socket"), KeyStoreLockedError, "no socket"),
    ],
)
def test_each_failure_is_one_clear_message(
    error: Exception, expected: type[Exception], words: str
) -> None:
    with pytest.raises(expected, match=words):
        KeyringKeyStore(_FailingKeyring(error)).read("a.key")


def test_an_item_that_somebody_overwrote_is_said() -> None:
    ring = _MemoryKeyring()
    ring.set_password("evertill", "a.key", "not base64!")

    with pytest.raises(KeyStoreLockedError, match="changed by another program"):
        KeyringKeyStore(ring).read("a.key")


def test_the_keyring_of_the_session_is_taken_when_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import keyring

    ring = _MemoryKeyring()
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    try:
        KeyringKeyStore().write("a.key", b"secret")
    finally:
        keyring.set_keyring(before)

    assert len(ring.items) == 1
