"""Files that only the center, or who knows a passphrase, can read.

One line of JSON says how the key is found; then pieces of 64 KiB follow, each
encrypted and authenticated by ChaCha20-Poly1305.  The nonce counts the pieces and
marks the last one, so a file that was cut, continued or put together anew is refused
as surely as one with a changed byte.  Who sealed it is not proved by this: the
content has to prove that itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, Final, Literal, Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from structs.decoding import decode_json
from sync.protocol.errors import MalformedMessageError
from sync.protocol.key_exchange import (
    EXCHANGE_KEY_BYTES,
    agree,
    exchange_private,
    exchange_public,
)

FORMAT: Final = "evertill-sealed"
PIECE_BYTES: Final = 64 * 1024

_TAG_BYTES: Final = 16
_KEY_BYTES: Final = 32
_COUNTER_BYTES: Final = 11
_HEAD_BYTES_MAX: Final = 1_024
_DOMAIN: Final = b"evertill sealed file 1"
# A guess costs a tenth of a second and 64 MiB.
_SCRYPT_N: Final = 2**16
_SCRYPT_R: Final = 8


class SealedHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line.

    Attributes:
        opens_with: The center's key, or a passphrase.
        public: An X25519 key made for this file alone; empty with a passphrase.
        salt: Random; empty with a key.
    """

    format: Literal["evertill-sealed"] = "evertill-sealed"
    v: Literal[1] = 1
    opens_with: Literal["center", "passphrase"]
    public: bytes = b""
    salt: bytes = b""


class SealError(MalformedMessageError):
    """The file cannot be opened with this key; nothing of it was believed."""


class Sealing(Protocol):
    """How a new file is sealed."""

    def begin(self) -> tuple[SealedHead, bytes]:
        """Return the first line and the key of a new file."""


class Opening(Protocol):
    """How a sealed file is opened."""

    def key_of(self, head: SealedHead) -> bytes:
        """Return the key of the file that begins with *head*.

        Raises:
            SealError: It was sealed for somebody else.
        """


class ForCenter:
    """Seals for the center whose signing key is *public_key*, 32 bytes."""

    def __init__(self, public_key: bytes) -> None:
        self._public = exchange_public(public_key)

    def begin(self) -> tuple[SealedHead, bytes]:
        """See `Sealing`."""
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        key = _derived(agree(private, self._public), public + self._public)
        return SealedHead(opens_with="center", public=public), key


class AsCenter:
    """Opens what was sealed for the center that holds *signing_private*."""

    def __init__(self, signing_private: bytes) -> None:
        self._private = exchange_private(signing_private)
        self._public = self._private.public_key().public_bytes_raw()

    def key_of(self, head: SealedHead) -> bytes:
        """See `Opening`."""
        if head.opens_with != "center" or len(head.public) != EXCHANGE_KEY_BYTES:
            raise SealError("the file is sealed with a passphrase; give it")
        try:
            secret = agree(self._private, head.public)
        except ValueError as error:
            raise SealError("the file's key is no key") from error
        return _derived(secret, head.public + self._public)


class WithPassphrase:
    """Seals and opens with words that people tell each other."""

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase.encode()

    def begin(self) -> tuple[SealedHead, bytes]:
        """See `Sealing`."""
        salt = os.urandom(_KEY_BYTES)
        return SealedHead(opens_with="passphrase", salt=salt), self._stretched(salt)

    def key_of(self, head: SealedHead) -> bytes:
        """See `Opening`."""
        if head.opens_with != "passphrase" or len(head.salt) != _KEY_BYTES:
            raise SealError("the file is not sealed with a passphrase")
        return self._stretched(head.salt)

    def _stretched(self, salt: bytes) -> bytes:
        stretch = Scrypt(salt=salt, length=_KEY_BYTES, n=_SCRYPT_N, r=_SCRYPT_R, p=1)
        return _derived(stretch.derive(self._passphrase), salt)


class SealedWriter:
    """Writes one sealed file; it is whole only after `end`."""

    def __init__(self, stream: BinaryIO, sealing: Sealing) -> None:
        head, key = sealing.begin()
        self._stream = stream
        self._line = msgspec.json.encode(head) + b"\n"
        self._cipher = ChaCha20Poly1305(key)
        self._pending = bytearray()
        self._count = 0
        stream.write(self._line)

    def write(self, data: bytes) -> None:
        """Add *data*."""
        self._pending += data
        # The last piece is never written here: only `end` knows that it is the last.
        while len(self._pending) > PIECE_BYTES:
            self._seal(bytes(self._pending[:PIECE_BYTES]), is_last=False)
            del self._pending[:PIECE_BYTES]

    def end(self) -> None:
        """Write the last piece."""
        self._seal(bytes(self._pending), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._count, is_last=is_last)
        self._stream.write(self._cipher.encrypt(nonce, piece, self._line))
        self._count += 1


def is_sealed(data: bytes) -> bool:
    """Tell whether *data* begins as a sealed file does."""
    return data.startswith(b'{"format":"' + FORMAT.encode() + b'"')


def unseal(data: bytes, opening: Opening) -> Iterator[bytes]:
    """Return the content of a sealed file, piece by piece.

    A fault may show only at the last piece: believe nothing before the end.

    Raises:
        SealError: Another key, a changed byte, or an end too early.
    """
    end = data.find(b"\n", 0, _HEAD_BYTES_MAX)
    try:
        head = decode_json(data[: max(end, 0)], SealedHead)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise SealError("this is not a sealed file") from error
    line = data[: end + 1]
    cipher = ChaCha20Poly1305(opening.key_of(head))
    place, count, is_last = len(line), 0, False
    while not is_last:
        piece = data[place : place + PIECE_BYTES + _TAG_BYTES]
        place += len(piece)
        is_last = place >= len(data)
        try:
            yield cipher.decrypt(_nonce(count, is_last=is_last), piece, line)
        except InvalidTag as error:
            raise SealError(_refusal(count)) from error
        count += 1


def _refusal(count: int) -> str:
    if count == 0:
        return "the file was sealed for somebody else, or was changed or cut"
    return "the file was changed or cut"


def _nonce(count: int, *, is_last: bool) -> bytes:
    return count.to_bytes(_COUNTER_BYTES, "big") + bytes([is_last])


def _derived(secret: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=salt, info=_DOMAIN).derive(secret)
