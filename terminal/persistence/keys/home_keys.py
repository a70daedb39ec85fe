"""The keys of one home: how they are born, wrapped and brought back.

``keys.json`` holds the data key twice, wrapped by a key in the key store and by
the recovery code, and the signing key wrapped by the data key.  Every wrapping is
AES-256-GCM with the home and the purpose as associated data, so a wrong key is
told from a damaged database before any database is opened.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from typing_extensions import override

from structs.decoding import decode_json
from sync.protocol.succession import KeySuccession
from terminal.domain.errors import TrainingTillError
from terminal.persistence.errors import StorageError
from terminal.persistence.files import write_file
from terminal.persistence.home import Home
from terminal.persistence.keys.errors import (
    KeyMissingError,
    KeysBrokenError,
    RecoveryCodeError,
)
from terminal.persistence.keys.recovery_code import (
    new_recovery_code,
    parse_recovery_code,
)
from terminal.persistence.keys.store import KeyStore, open_key_store

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_HOME_ID_BYTES: Final = 16
_VERSION: Final = 1
_KEY_FILE_BYTES_MAX: Final = 16 * 1024
# Begins the name of a training home, which every wrapping is bound to: who takes it
# away can open no key of it any more.
_TRAINING_MARK: Final = "training-"


class JoinedAgain(Struct, frozen=True, kw_only=True):
    """What the first epoch under a new signing key begins with.

    Attributes:
        succession: The word of the key before for this one.
        series: The newest receipt series that the center knew; empty: none.
        earlier: The words of the keys before that one, oldest first; the newest
            `WORDS_MAX` of them.
    """

    succession: KeySuccession
    series: str = ""
    earlier: tuple[KeySuccession, ...] = ()

    @property
    def words(self) -> tuple[KeySuccession, ...]:
        """Every word that is kept, oldest first."""
        return (*self.earlier, self.succession)


class HomeKeys(Struct, frozen=True, kw_only=True):
    """The opened keys of a home; never written anywhere in this form.

    Attributes:
        data_key: 32 bytes; encrypts both databases.
        signing_private: 32 bytes, Ed25519; signs every event.
        signing_public: 32 bytes; what others know of this workstation.
        central_public: 32 bytes; the center's key pinned at enrolment, None on a
            stand-alone till.
        agent_auth_key: 32 bytes; till and agent prove it to each other.
        earlier_public: Public keys that signed this ledger before, oldest first.
        joined: How this home came to its present key; None: it has its first.
        till_data_key: In training the data key of the till, whose reference data it
            reads; None for any other home.
    """

    data_key: bytes
    signing_private: bytes
    signing_public: bytes
    central_public: bytes | None
    agent_auth_key: bytes
    earlier_public: tuple[bytes, ...] = ()
    joined: JoinedAgain | None = None
    till_data_key: bytes | None = None

    @property
    def replica_key(self) -> bytes:
        """Return what opens the reference data."""
        return self.till_data_key or self.data_key

    @override
    def __repr__(self) -> str:
        """Name no secret: a traceback ends up in a log."""
        return f"HomeKeys(signing_public={self.signing_public.hex()})"


class _Wrapped(Struct, frozen=True, forbid_unknown_fields=True):
    nonce: bytes
    sealed: bytes


class _KeyFile(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    v: int
    home_id: str
    store: str
    signing_public: bytes
    signing: _Wrapped
    by_store: _Wrapped
    by_recovery: _Wrapped
    recovery_salt: bytes
    recovery_confirmed: bool
    earlier_public: tuple[bytes, ...] = ()
    joined: JoinedAgain | None = None


class NextKey(Struct, frozen=True, kw_only=True):
    """A signing key that this home is about to take; safe to keep on the disk.

    Attributes:
        public: The public key.
        nonce: Of the wrapping by the data key.
        sealed: The private key, wrapped.
    """

    public: bytes
    nonce: bytes
    sealed: bytes


def make_next_key(home: Home, keys: HomeKeys) -> NextKey:
    """Return a new signing key for *home*, wrapped; nothing is changed yet."""
    private = secrets.token_bytes(KEY_BYTES)
    wrapped = _wrap(home_id_of(home), keys.data_key, "signing", private)
    return NextKey(
        public=_public_of(private), nonce=wrapped.nonce, sealed=wrapped.sealed
    )


def take_next_key(keys_path: Path, key: NextKey, joined: JoinedAgain) -> None:
    """Let the home of *keys_path* sign with *key* from now on; no harm when it does already.

    The ledger's next opening begins the epoch that *joined* describes.

    Raises:
        KeysBrokenError: There is no key file.
        StorageError: It cannot be written; the key so far stands.
    """
    file = _read(keys_path)
    if file.signing_public == key.public:
        return
    changed = msgspec.structs.replace(
        file,
        signing_public=key.public,
        signing=_Wrapped(key.nonce, key.sealed),
        earlier_public=(*file.earlier_public, file.signing_public),
        joined=joined,
    )
    _write(keys_path, changed)


def load_keys(home: Home, store: KeyStore | None = None) -> HomeKeys:
    """Return the keys of *home*, asking its key store.

    Args:
        home: The till.
        store: The key store to ask instead of the one the settings chose.

    Raises:
        KeyStoreError: The store is locked, absent or has no key of this home, or
            ``keys.json`` does not open with what it gave.
    """
    file = _read(home.keys_path)
    chosen = home.settings.keys.store
    if file.store != chosen:
        # Somebody edited till.toml; going along would keep the secret in a place
        # that nobody decided on.
        raise KeysBrokenError(
            home.keys_path,
            f"the keys are in the key store {file.store!r} but {home.config_path.name}"
            f" says {chosen!r}; the choice is made once, by 'init'",
        )
    _require_mark(home, file)
    store = store or open_key_store(home)
    wrapping_key = store.read(_wrapping_item(file.home_id))
    if wrapping_key is None:
        raise KeyMissingError(store.kind, home.path)
    data_key = _unwrap(file, wrapping_key, "store")
    if data_key is None:
        raise KeysBrokenError(
            home.keys_path, "the key in the key store is not the key of this home"
        )
    opened = _opened(home, file, data_key)
    if home.is_training:
        till = load_keys(Home.load(home.path.parent))
        return msgspec.structs.replace(opened, till_data_key=till.data_key)
    return opened


class NewKeys(Struct, frozen=True, kw_only=True):
    """What the birth of a home's keys leaves behind.

    Attributes:
        keys: The opened keys.
        recovery_code: The only copy of the printed code; shown once, kept nowhere.
    """

    keys: HomeKeys
    recovery_code: str

    @override
    def __repr__(self) -> str:
        """Name no secret: a traceback ends up in a log."""
        return f"NewKeys(keys={self.keys!r})"


def create_keys(home: Home, store: KeyStore | None = None) -> NewKeys:
    """Make the keys of the new *home* and keep them in its key store.

    Raises:
        KeyStoreError: The store refuses; the home has no keys.
    """
    return adopt_keys(
        home,
        data_key=secrets.token_bytes(KEY_BYTES),
        signing_private=secrets.token_bytes(KEY_BYTES),
        store=store,
    )


def adopt_keys(
    home: Home,
    *,
    data_key: bytes,
    signing_private: bytes,
    store: KeyStore | None = None,
    earlier_public: tuple[bytes, ...] = (),
    joined: JoinedAgain | None = None,
) -> NewKeys:
    """Wrap given keys for *home*, which gets an identity and a code of its own.

    A restored home is a home of its own to the key store: two homes on one
    computer must not share an item, or deleting one would lock the other.

    Raises:
        KeyStoreError: The store refuses.
        StorageError: ``keys.json`` cannot be written.
    """
    store = store or open_key_store(home)
    home_id = secrets.token_hex(_HOME_ID_BYTES)
    if home.is_training:
        home_id = _TRAINING_MARK + home_id
    wrapping_key = secrets.token_bytes(KEY_BYTES)
    salt = secrets.token_bytes(KEY_BYTES)
    code = new_recovery_code()
    file = _KeyFile(
        v=_VERSION,
        home_id=home_id,
        store=store.kind,
        signing_public=_public_of(signing_private),
        signing=_wrap(home_id, data_key, "signing", signing_private),
        by_store=_wrap(home_id, wrapping_key, "store", data_key),
        by_recovery=_wrap(home_id, _stretched(code, salt), "recovery", data_key),
        recovery_salt=salt,
        recovery_confirmed=False,
        earlier_public=earlier_public,
        joined=joined,
    )
    item = _wrapping_item(home_id)
    store.write(item, wrapping_key)
    if store.read(item) != wrapping_key:
        raise KeyMissingError(store.kind, home.path)
    try:
        _write(home.keys_path, file)
    except StorageError:
        store.delete(item)
        raise
    return NewKeys(keys=_opened(home, file, data_key), recovery_code=code)


def forget_keys(home: Home, store: KeyStore | None = None) -> None:
    """Remove what the key store holds of *home*: its making failed half-way.

    Raises:
        KeyStoreError: The store refuses.
    """
    if not home.keys_path.exists():
        return
    file = _read(home.keys_path)
    store = store or open_key_store(home)
    store.delete(_wrapping_item(file.home_id))
    store.delete(witness_item(file.home_id))
    store.delete(card_key_item(file.home_id))


class RecoveredKeys(Struct, frozen=True, kw_only=True):
    """What the printed code opens; 32 bytes each; see `HomeKeys`."""

    data_key: bytes
    signing_private: bytes
    earlier_public: tuple[bytes, ...] = ()
    joined: JoinedAgain | None = None

    @override
    def __repr__(self) -> str:
        """Name no secret: a traceback ends up in a log."""
        return "RecoveredKeys()"


def recover_keys(keys_path: Path, recovery_code: str) -> RecoveredKeys:
    """Return the keys of a backup by its printed code.

    Raises:
        RecoveryCodeError: The code is mistyped or is another till's.
        KeysBrokenError: The file is no key file, or was changed.
        TrainingTillError: They are those of a training home.
    """
    parse_recovery_code(recovery_code)
    file = _read(keys_path)
    if file.home_id.startswith(_TRAINING_MARK):
        raise TrainingTillError(
            f"{keys_path.parent} is of a training till; nothing of it becomes a till"
        )
    data_key = _unwrap(file, _stretched(recovery_code, file.recovery_salt), "recovery")
    if data_key is None:
        raise RecoveryCodeError("it is the code of another till or backup")
    signing_private = _unwrap(file, data_key, "signing")
    if signing_private is None:
        raise KeysBrokenError(keys_path, "the signing key in it was changed")
    return RecoveredKeys(
        data_key=data_key,
        signing_private=signing_private,
        earlier_public=file.earlier_public,
        joined=file.joined,
    )


def is_recovery_confirmed(home: Home) -> bool:
    """Tell whether a person said that the recovery code is written down."""
    return _read(home.keys_path).recovery_confirmed


def confirm_recovery(home: Home) -> None:
    """Record that a person has written the recovery code down."""
    file = _read(home.keys_path)
    _write(home.keys_path, msgspec.structs.replace(file, recovery_confirmed=True))


def home_id_of(home: Home) -> str:
    """Return the random name under which the key store knows *home*."""
    return _read(home.keys_path).home_id


def witness_item(home_id: str) -> str:
    """Return the name of the key store's item that holds the witness."""
    return f"{home_id}.witness"


def card_key_item(home_id: str) -> str:
    """Return the name of the key store's item that holds the shop's card key."""
    return f"{home_id}.cards"


def _require_mark(home: Home, file: _KeyFile) -> None:
    """Refuse settings that hide, or pretend, that a home is for training."""
    if home.is_training is not file.home_id.startswith(_TRAINING_MARK):
        raise KeysBrokenError(
            home.keys_path,
            f"{home.config_path.name} and the keys contradict each other about"
            f" whether this is a training till; that is decided once, when it is made",
        )


def _wrapping_item(home_id: str) -> str:
    return f"{home_id}.key"


def _opened(home: Home, file: _KeyFile, data_key: bytes) -> HomeKeys:
    signing_private = _unwrap(file, data_key, "signing")
    if signing_private is None:
        raise KeysBrokenError(home.keys_path, "the signing key in it was changed")
    signing_public = _public_of(signing_private)
    if signing_public != file.signing_public:
        raise KeysBrokenError(home.keys_path, "the public key in it was changed")
    pinned = home.settings.central.public_key
    return HomeKeys(
        data_key=data_key,
        signing_private=signing_private,
        signing_public=signing_public,
        central_public=base64.b64decode(pinned) if pinned else None,
        # Derived, not stored: both processes hold the data key already.
        agent_auth_key=_derived(data_key, b"agent socket", None),
        earlier_public=file.earlier_public,
        joined=file.joined,
    )


def _stretched(recovery_code: str, salt: bytes) -> bytes:
    # HKDF and no slow password hash: the code is 120 random bits, nothing that
    # somebody thought of, so there is nothing to guess.
    return _derived(parse_recovery_code(recovery_code), b"recovery code", salt)


def _derived(secret: bytes, purpose: bytes, salt: bytes | None) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"evertill " + purpose
    return HKDF(SHA256(), KEY_BYTES, salt=salt, info=info).derive(secret)


def _wrap(home_id: str, key: bytes, purpose: str, secret: bytes) -> _Wrapped:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, secret, _associated(home_id, purpose))
    return _Wrapped(nonce, sealed)


def _unwrap(file: _KeyFile, key: bytes, purpose: str) -> bytes | None:
    """Return the secret, None when *key* is not the key that wrapped it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapped = {
        "store": file.by_store,
        "recovery": file.by_recovery,
        "signing": file.signing,
    }[purpose]
    associated = _associated(file.home_id, purpose)
    try:
        return AESGCM(key).decrypt(wrapped.nonce, wrapped.sealed, associated)
    except (InvalidTag, ValueError):
        return None


def _associated(home_id: str, purpose: str) -> bytes:
    return f"evertill {_VERSION} {home_id} {purpose}".encode()


def _public_of(signing_private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(signing_private)
    return key.public_key().public_bytes_raw()


def _read(path: Path) -> _KeyFile:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KeysBrokenError(path, error.strerror or str(error)) from error
    if len(raw) > _KEY_FILE_BYTES_MAX:
        raise KeysBrokenError(path, "it is no key file")
    try:
        file = decode_json(raw, _KeyFile)
    except (
        msgspec.DecodeError,
        binascii.Error,
        UnicodeError,
        RecursionError,
    ) as error:
        raise KeysBrokenError(path, "it is no key file") from error
    if file.v != _VERSION:
        raise KeysBrokenError(path, "it was written by another version of Evertill")
    return file


def _write(path: Path, file: _KeyFile) -> None:
    write_file(path, msgspec.json.encode(file))
