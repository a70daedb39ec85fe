"""Makes, shares and loads the shop's card key, with each change in the ledger.

The ledger, logs and messages name a key by its fingerprint.  The key itself leaves
the key store only into a file that a passphrase seals.
"""

from __future__ import annotations

import io
import logging
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import msgspec

from structs.decoding import decode_json
from sync.protocol.errors import MalformedMessageError
from sync.protocol.events.setting_changed_v1 import SettingChanged
from sync.protocol.sealed_file import SealedWriter, WithPassphrase, unseal
from terminal.bootstrap.change_devices import Recorder, recorder_of
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.keys.card_key import (
    CARD_KEY_BYTES,
    card_key_fingerprint,
    keep_card_key,
    load_card_key,
)
from terminal.persistence.keys.errors import CardKeyError, NoCardKeyError
from terminal.persistence.keys.home_keys import card_key_item, home_id_of
from terminal.persistence.keys.store import open_key_store
from terminal.settings.schema import DeviceSettings

SETTING: Final = "cards.key"
PASSPHRASE_CHARACTERS_MIN: Final = 12

_FILE_MODE: Final = 0o600
_FILE_BYTES_MAX: Final = 4096
_READER_KIND: Final = "nfc_reader"

_log = logging.getLogger(__name__)


class _SharedKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: Literal["evertill-card-key"] = "evertill-card-key"
    v: Literal[1] = 1
    key: bytes


def make_card_key(home: Home, *, is_replacing: bool = False) -> str:
    """Give the till of *home*, which must not be running, a new key.

    Returns:
        Its fingerprint.

    Raises:
        CardKeyError: It has one already and *is_replacing* is false.
        HomeLockedError: The till is running.
        StorageError: The ledger or the key store refuses; nothing was changed.
    """
    key = secrets.token_bytes(CARD_KEY_BYTES)
    with home.lock_ledger():
        _take(home, key, recorder_of(home), is_replacing=is_replacing)
    return card_key_fingerprint(key)


def export_card_key(home: Home, file: Path, passphrase: str) -> str:
    """Write the key to the new *file*, sealed; return its fingerprint.

    Raises:
        CardKeyError: There is no key, the passphrase is too short, or the file is
            there or cannot be written.
        StorageError: The key store refuses.
    """
    _require_good(passphrase)
    key = load_card_key(home, load_keys(home))
    if key is None:
        raise NoCardKeyError
    stream = io.BytesIO()
    writer = SealedWriter(stream, WithPassphrase(passphrase))
    writer.write(msgspec.json.encode(_SharedKey(key=key)))
    writer.end()
    _write_new(file, stream.getvalue())
    return card_key_fingerprint(key)


def import_card_key(
    home: Home, file: Path, passphrase: str, *, is_replacing: bool = False
) -> str:
    """Give the till of *home* the key in *file*; return its fingerprint.

    Raises:
        CardKeyError: The file does not open, or the till has another key already
            and *is_replacing* is false.
        HomeLockedError: The till is running.
        StorageError: The ledger or the key store refuses; nothing was changed.
    """
    key = _read(file, passphrase)
    with home.lock_ledger():
        _take(home, key, recorder_of(home), is_replacing=is_replacing)
    return card_key_fingerprint(key)


def card_key_for(
    home: Home, keys: HomeKeys, devices: Mapping[str, DeviceSettings]
) -> bytes | None:
    """Return the key for the card readers among *devices*, None without either.

    A key store that gives no key stops no till: cards are then read, not proved.
    """
    if all(device.kind != _READER_KIND for device in devices.values()):
        return None
    try:
        return load_card_key(home, keys)
    except StorageError as error:
        _log.error("cards are not proved: %s", error)
        return None


def _take(home: Home, key: bytes, record: Recorder, *, is_replacing: bool) -> None:
    keys, store = load_keys(home), open_key_store(home)
    item = card_key_item(home_id_of(home))
    raw_before = store.read(item)
    before = ""
    try:
        known = load_card_key(home, keys, store)
    except CardKeyError:
        if not is_replacing:
            raise
        known = None
    if known == key:
        return
    if known is not None:
        before = card_key_fingerprint(known)
        if not is_replacing:
            raise CardKeyError(
                f"this till has a card key already ({before}); cards issued under it"
                " would be refused. Replace it on purpose with --replace"
            )
    # The store first: what can refuse does so before the ledger speaks of it.
    keep_card_key(home, keys, key, store)
    try:
        record(
            SettingChanged(
                key=SETTING,
                old=msgspec.json.encode(before or None).decode(),
                new=msgspec.json.encode(card_key_fingerprint(key)).decode(),
                at_ms=SystemClock().wall_ms(),
            )
        )
    except BaseException:
        if raw_before is None:
            store.delete(item)
        else:
            store.write(item, raw_before)
        raise


def _require_good(passphrase: str) -> None:
    if len(passphrase) < PASSPHRASE_CHARACTERS_MIN:
        raise CardKeyError(
            f"a passphrase has {PASSPHRASE_CHARACTERS_MIN} characters or more; nothing"
            " was written"
        )


def _write_new(file: Path, content: bytes) -> None:
    partial = file.with_name(f"{file.name}.part")
    if file.exists():
        raise CardKeyError(f"{file} exists already and was left as it is; name another")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE_MODE)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            partial.rename(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise CardKeyError(
            f"{file} cannot be written ({error.strerror}); nothing was changed"
        ) from error


def _read(file: Path, passphrase: str) -> bytes:
    try:
        with file.open("rb") as stream:
            sealed = stream.read(_FILE_BYTES_MAX)
    except OSError as error:
        raise CardKeyError(f"{file} cannot be read ({error.strerror})") from error
    try:
        content = b"".join(unseal(sealed, WithPassphrase(passphrase)))
        key = decode_json(content, _SharedKey).key
    except (MalformedMessageError, msgspec.DecodeError, UnicodeError) as error:
        raise CardKeyError(
            f"{file} gives no card key ({error}); nothing was changed"
        ) from error
    if len(key) != CARD_KEY_BYTES:
        raise CardKeyError(f"the key in {file} has a wrong length")
    return key
