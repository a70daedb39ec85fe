"""The digest of reference data: one number that two sides compare.

It is the sum of one hash a row modulo 2^256, so that a change costs two hashes
whatever the size of the catalogue, and the order of the rows does not matter.  It
finds faults; it does not stand against somebody who may choose the rows, which is why
checkpoints are signed as well.
"""

from __future__ import annotations

import hashlib
from typing import Final

ROW_HASH_BYTES: Final = 32
EMPTY: Final = 0
"""The digest of no rows."""

_MODULUS: Final = 1 << 256
_LENGTH_BYTES: Final = 8


def row_hash(kind: str, key: str, version: int, data: bytes) -> bytes:
    """Return the hash of one living row, 32 bytes.

    SHA-256(length of kind ‖ kind ‖ length of key ‖ key ‖ version ‖ data): texts in
    UTF-8, lengths and version as 8 bytes, big endian.

    Args:
        kind: As in the feed.
        key: As in the feed.
        version: As in the feed, at least 1.
        data: The exact JSON bytes of the feed.
    """
    name, identity = kind.encode(), key.encode("utf-8", "surrogatepass")
    return hashlib.sha256(
        b"".join(
            (
                len(name).to_bytes(_LENGTH_BYTES, "big"),
                name,
                len(identity).to_bytes(_LENGTH_BYTES, "big"),
                identity,
                version.to_bytes(_LENGTH_BYTES, "big"),
                data,
            )
        )
    ).digest()


def moved(digest: int, gone: int, come: int) -> int:
    """Return *digest* after rows whose hashes sum to *gone* became those of *come*."""
    return (digest - gone + come) % _MODULUS


def number_of(row: bytes) -> int:
    """Return the hash of a row as a number to add."""
    return int.from_bytes(row, "big")


def to_hex(digest: int) -> str:
    """Return *digest* as it travels: 64 hex digits."""
    return f"{digest:064x}"


def from_hex(text: str) -> int:
    """Return the number behind `to_hex`."""
    return int(text, 16)
