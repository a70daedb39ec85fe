"""The printed code that opens a home whose computer is gone.

120 random bits in the 32 signs of Crockford's alphabet, which has no I, L, O or
U, and 20 bits of checksum: seven groups of four.  The checksum catches a slip of
the pen before anybody believes the backup is lost.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from terminal.persistence.keys.errors import RecoveryCodeError

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_SECRET_BYTES: Final = 15
_SECRET_SIGNS: Final = 24
_CHECK_SIGNS: Final = 4
_GROUP_SIGNS: Final = 4
_SIGN_BITS: Final = 5
_CHECK_BYTES: Final = 3


def new_recovery_code() -> str:
    """Return a code from the operating system's randomness."""
    return format_recovery_code(secrets.token_bytes(_SECRET_BYTES))


def format_recovery_code(secret: bytes) -> str:
    """Return *secret* (15 bytes) as a person writes it down."""
    assert len(secret) == _SECRET_BYTES, len(secret)
    signs = _signs(int.from_bytes(secret, "big"), _SECRET_SIGNS) + _checksum(secret)
    return "-".join(
        signs[start : start + _GROUP_SIGNS]
        for start in range(0, len(signs), _GROUP_SIGNS)
    )


def parse_recovery_code(text: str) -> bytes:
    """Return the secret of a code as somebody typed it.

    Small letters, spaces and the usual mix-ups (O for 0, I and L for 1) are
    accepted.

    Raises:
        RecoveryCodeError: Too short, too long, a sign that does not occur, or a
            checksum that does not fit.
    """
    signs = "".join(text.split()).upper().translate(_READ_AS)
    expected = _SECRET_SIGNS + _CHECK_SIGNS
    if len(signs) != expected:
        raise RecoveryCodeError(
            f"it has {expected} letters and digits, {len(signs)} were given"
        )
    strange = sorted(set(signs) - set(_ALPHABET))
    if strange:
        raise RecoveryCodeError(f"{strange[0]!r} occurs in no recovery code")
    number = 0
    for sign in signs[:_SECRET_SIGNS]:
        number = number << _SIGN_BITS | _ALPHABET.index(sign)
    secret = number.to_bytes(_SECRET_BYTES, "big")
    if _checksum(secret) != signs[_SECRET_SIGNS:]:
        raise RecoveryCodeError("a letter or digit is mistyped")
    return secret


def _checksum(secret: bytes) -> str:
    digest = hashlib.sha256(b"evertill recovery code" + secret).digest()
    # `_signs` takes the lowest 20 of these 24 bits.
    return _signs(int.from_bytes(digest[:_CHECK_BYTES], "big"), _CHECK_SIGNS)


def _signs(number: int, count: int) -> str:
    return "".join(
        _ALPHABET[number >> _SIGN_BITS * index & len(_ALPHABET) - 1]
        for index in reversed(range(count))
    )
