"""The shop's card master key: kept in the key store, shared by the tills of a shop.

The item is wrapped by the data key of the home, so that, as with every item of the
store, one that leaks without the home opens nothing.  A restored home has no card
key: it is imported again from the file that was exported once.
"""

from __future__ import annotations

import hashlib
import os
from typing import Final

import msgspec
from msgspec import Struct

from structs.decoding import decode_json
from terminal.persistence.home import Home
from terminal.persistence.keys.errors import CardKeyError
from terminal.persistence.keys.home_keys import HomeKeys, card_key_item, home_id_of
from terminal.persistence.keys.store import KeyStore, open_key_store

CARD_KEY_BYTES: Final = 32

_NONCE_BYTES: Final = 12
_FINGERPRINT_BYTES: Final = 8


class _Wrapped(Struct, frozen=True, forbid_unknown_fields=True):
    nonce: bytes
    sealed: bytes


def load_card_key(
    home: Home, keys: HomeKeys, store: KeyStore | None = None
) -> bytes | None:
    """Return the card key of the till in *home*, None when it has none.

    Raises:
        KeyStoreError: The store cannot be asked.
        CardKeyError: What it holds does not open.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    home_id = home_id_of(home)
    raw = (store or open_key_store(home)).read(card_key_item(home_id))
    if raw is None:
        return None
    try:
        wrapped = decode_json(raw, _Wrapped)
        cipher = AESGCM(keys.data_key)
        return cipher.decrypt(wrapped.nonce, wrapped.sealed, _associated(home_id))
    except (msgspec.DecodeError, UnicodeError, ValueError, InvalidTag) as error:
        raise CardKeyError(
            "the card key in the key store does not open; import it again with"
            " 'cards key import FILE --replace'"
        ) from error


def keep_card_key(
    home: Home, keys: HomeKeys, key: bytes, store: KeyStore | None = None
) -> None:
    """Keep *key* in the key store, in place of the one before.

    Raises:
        KeyStoreError: The store refuses.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    assert len(key) == CARD_KEY_BYTES, len(key)
    home_id = home_id_of(home)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(keys.data_key).encrypt(nonce, key, _associated(home_id))
    item = msgspec.json.encode(_Wrapped(nonce, sealed))
    (store or open_key_store(home)).write(card_key_item(home_id), item)


def card_key_fingerprint(key: bytes) -> str:
    """Return 16 hex digits that name *key* and say nothing about it."""
    digest = hashlib.sha256(b"evertill card key fingerprint 1" + key).digest()
    return digest[:_FINGERPRINT_BYTES].hex()


def _associated(home_id: str) -> bytes:
    return f"evertill card key 1 {home_id}".encode()
