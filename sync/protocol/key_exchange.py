"""The exchange form of a signing key: Ed25519 points as X25519 ones.

A till pins one key of its center, the one that signs.  The same curve in its other
form agrees on secrets, so that anybody with the pinned key can seal something for
the center, without a second key that would have to be announced and pinned too.
The map is that of RFC 7748, section 4.1: u = (1 + y) / (1 - y) modulo 2^255 - 19.
"""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

EXCHANGE_KEY_BYTES: Final = 32

_P: Final = 2**255 - 19
_SIGN_BIT: Final = 1 << 255


def exchange_public(signing_public: bytes) -> bytes:
    """Return the X25519 form of an Ed25519 public key, 32 bytes.

    Raises:
        ValueError: Not the bytes of a point that can be exchanged with.
    """
    if len(signing_public) != EXCHANGE_KEY_BYTES:
        raise ValueError("a public key has 32 bytes")
    y = int.from_bytes(signing_public, "little") & (_SIGN_BIT - 1)
    if y >= _P or y in {0, 1, _P - 1}:
        raise ValueError("these bytes are no key to exchange with")
    u = (1 + y) * pow(1 - y, -1, _P) % _P
    return u.to_bytes(EXCHANGE_KEY_BYTES, "little")


def exchange_private(signing_private: bytes) -> X25519PrivateKey:
    """Return the X25519 form of an Ed25519 private key, its 32 byte seed."""
    # The scalar that Ed25519 itself multiplies with; the library clamps it.
    scalar = hashlib.sha512(signing_private).digest()[:EXCHANGE_KEY_BYTES]
    return X25519PrivateKey.from_private_bytes(scalar)


def agree(private: X25519PrivateKey, public: bytes) -> bytes:
    """Return the secret that both sides come to.

    Raises:
        ValueError: *public* is no point, or one that gives nothing secret.
    """
    return private.exchange(X25519PublicKey.from_public_bytes(public))
