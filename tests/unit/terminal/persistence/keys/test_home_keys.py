"""The keys of a home open with its key store or its recovery code, else not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typing_extensions import override

from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.keys.errors import (
    KeyMissingError,
    KeysBrokenError,
    KeyStoreLockedError,
    RecoveryCodeError,
)
from terminal.persistence.keys.file_store import FileKeyStore
from terminal.persistence.keys.home_keys import (
    confirm_recovery,
    create_keys,
    forget_keys,
    home_id_of,
    is_recovery_confirmed,
    recover_keys,
)
from terminal.persistence.keys.recovery_code import new_recovery_code
from terminal.persistence.keys.store import KeyStore
from terminal.settings.file import save_settings


class _LockedStore(KeyStore):
    """A store that refuses everything."""

    @property
    @override
    def kind(self) -> str:
        return "file"

    @override
    def read(self, item: str) -> bytes | None:
        raise KeyStoreLockedError("file", "it is locked")

    @override
    def write(self, item: str, value: bytes) -> None:
        raise KeyStoreLockedError("file", "it is locked")

    @override
    def delete(self, item: str) -> None:
        raise KeyStoreLockedError("file", "it is locked")


class _ForgetfulStore(_LockedStore):
    """A store that says yes and keeps nothing, as a full session keyring may."""

    @override
    def read(self, item: str) -> bytes | None:
        return None

    @override
    def write(self, item: str, value: bytes) -> None:
        return

    @override
    def delete(self, item: str) -> None:
        return


def _change(home: Home, **fields: object) -> None:
    file = json.loads(home.keys_path.read_text())
    home.keys_path.write_text(json.dumps({**file, **fields}))


def test_made_keys_are_loaded_again(home: Home) -> None:
    made = create_keys(home).keys

    loaded = load_keys(home)

    assert loaded == made
    assert {len(made.data_key), len(made.signing_private)} == {32}
    assert len({made.data_key, made.signing_private, made.agent_auth_key}) == 3


def test_no_secret_stands_in_the_home(home: Home, keys: HomeKeys) -> None:
    written = b"".join(
        path.read_bytes() for path in home.path.rglob("*") if path.is_file()
    )

    for secret in (keys.data_key, keys.signing_private, keys.agent_auth_key):
        for form in (secret, secret.hex().encode(), base64.b64encode(secret)):
            assert form not in written


def test_secrets_do_not_appear_where_keys_are_printed(home: Home) -> None:
    new = create_keys(home)

    text = f"{new!r} {new.keys!r}"

    assert new.recovery_code not in text
    assert new.keys.data_key.hex() not in text
    assert new.keys.signing_public.hex() in text


def test_the_recovery_code_opens_the_keys_without_the_store(home: Home) -> None:
    new = create_keys(home)

    recovered = recover_keys(home.keys_path, new.recovery_code.lower().replace("-", ""))

    assert recovered.data_key == new.keys.data_key
    assert recovered.signing_private == new.keys.signing_private
    assert recovered.data_key.hex() not in repr(recovered)


def test_another_tills_code_opens_nothing(home: Home, keys: HomeKeys) -> None:
    with pytest.raises(RecoveryCodeError, match="another till"):
        recover_keys(home.keys_path, new_recovery_code())


def test_a_person_confirms_the_code_once(home: Home, keys: HomeKeys) -> None:
    before = is_recovery_confirmed(home)

    confirm_recovery(home)

    assert (before, is_recovery_confirmed(home)) == (False, True)
    assert load_keys(home) == keys


def test_a_lost_item_is_told_from_a_locked_store(home: Home, keys: HomeKeys) -> None:
    with pytest.raises(KeyMissingError, match="recovery code"):
        load_keys(home, FileKeyStore(home.path / "elsewhere"))
    with pytest.raises(KeyStoreLockedError, match="locked"):
        load_keys(home, _LockedStore())


def test_the_key_of_another_home_does_not_open_this_one(
    make_home: Callable[..., Home], tmp_path: Path
) -> None:
    mine, other = make_home("mine"), make_home("other")
    create_keys(mine)
    create_keys(other)
    folder = tmp_path / "keys"
    (folder / f"{home_id_of(mine)}.key").write_bytes(
        (folder / f"{home_id_of(other)}.key").read_bytes()
    )

    with pytest.raises(KeysBrokenError, match="not the key of this home"):
        load_keys(mine)


def test_the_store_is_never_changed_in_silence(home: Home, keys: HomeKeys) -> None:
    text = home.config_path.read_text("utf-8")
    home.config_path.write_text(
        text.replace('store = "file"', 'store = "keyring"'), "utf-8"
    )

    with pytest.raises(KeysBrokenError, match="made once"):
        load_keys(Home.load(home.path))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"v": 2}, "another version"),
        ({"signing_public": base64.b64encode(bytes(32)).decode()}, "public key"),
        (
            {
                "signing": {
                    "nonce": base64.b64encode(bytes(12)).decode(),
                    "sealed": base64.b64encode(bytes(48)).decode(),
                }
            },
            "signing key",
        ),
        ({"home_id": "0" * 32}, "holds no key"),
        ({"surplus": 1}, "no key file"),
    ],
)
def test_a_changed_key_file_is_refused(
    home: Home, keys: HomeKeys, fields: dict[str, object], words: str
) -> None:
    _change(home, **fields)

    with pytest.raises(StorageError, match=words):
        load_keys(home)


@pytest.mark.parametrize("content", [b"", b"{", b"x" * 20_000])
def test_what_is_no_key_file_is_said(
    home: Home, keys: HomeKeys, content: bytes
) -> None:
    home.keys_path.write_bytes(content)

    with pytest.raises(KeysBrokenError, match="no key file"):
        load_keys(home)


def test_a_home_without_a_key_file_is_said(home: Home) -> None:
    with pytest.raises(KeysBrokenError, match="No such file"):
        load_keys(home)


def test_a_changed_signing_key_in_a_backup_is_noticed(home: Home) -> None:
    new = create_keys(home)
    _change(
        home,
        signing={
            "nonce": base64.b64encode(bytes(12)).decode(),
            "sealed": base64.b64encode(bytes(48)).decode(),
        },
    )

    with pytest.raises(KeysBrokenError, match="signing key"):
        recover_keys(home.keys_path, new.recovery_code)


@pytest.mark.parametrize("store", [_LockedStore(), _ForgetfulStore()])
def test_a_store_that_keeps_nothing_makes_no_keys(home: Home, store: KeyStore) -> None:
    with pytest.raises(StorageError):
        create_keys(home, store)

    assert not home.keys_path.exists()


def test_a_home_that_refuses_leaves_nothing_in_the_store(
    home: Home, tmp_path: Path
) -> None:
    home.keys_path.mkdir()
    (home.keys_path / "inside").write_bytes(b"")

    with pytest.raises(StorageError):
        create_keys(home)

    assert list((tmp_path / "keys").iterdir()) == []


def test_forgotten_keys_are_gone_from_the_store(
    home: Home, keys: HomeKeys, tmp_path: Path
) -> None:
    forget_keys(home)

    assert list((tmp_path / "keys").iterdir()) == []
    with pytest.raises(KeyMissingError):
        load_keys(home)


def test_there_is_nothing_to_forget_in_a_home_without_keys(home: Home) -> None:
    forget_keys(home)

    assert not home.keys_path.exists()


def test_the_pinned_key_of_the_center_comes_along(home: Home, keys: HomeKeys) -> None:
    text = home.config_path.read_text("utf-8")
    pinned = base64.b64encode(bytes(range(32))).decode()
    home.config_path.write_text(
        text.replace('public_key = ""', f'public_key = "{pinned}"'), "utf-8"
    )

    loaded = load_keys(Home.load(home.path))

    assert keys.central_public is None
    assert loaded.central_public == bytes(range(32))


def test_settings_may_change_without_touching_the_keys(
    home: Home, keys: HomeKeys
) -> None:
    save_settings(home.config_path, home.settings)

    assert load_keys(Home.load(home.path)) == keys
