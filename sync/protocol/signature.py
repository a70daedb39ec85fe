"""Ed25519 signatures over event hashes, requests and feed checkpoints."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

PRIVATE_KEY_BYTES: Final = 32
PUBLIC_KEY_BYTES: Final = 32

_PUBLIC_KEYS_CACHED: Final = 1_024


class Signer:
    """Signs with one private key. Usable from any thread.

    Attributes:
        public_key: The 32 bytes others verify with.
    """

    def __init__(self, private_key: bytes) -> None:
        """Load *private_key*, the 32 raw bytes of `new_private_key`.

        Raises:
            ValueError: Not 32 bytes.
        """
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self.public_key: Final = self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature over *data* (an event's hash)."""
        return self._key.sign(data)

    def seed(self) -> bytes:
        """Return the private key's 32 bytes, for its exchange form alone."""
        return self._key.private_bytes_raw()


def verify(public_key: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether the owner of *public_key* signed *data*.

    Never raises: a key or a signature of the wrong form is simply not valid.
    """
    try:
        _load(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_private_key() -> bytes:
    """Return 32 fresh bytes from the system's random source."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


@lru_cache(maxsize=_PUBLIC_KEYS_CACHED)
def _load(public_key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_key)
