"""The secrets of the central: its signing key, the administrator token, the codes.

Tokens and codes are random enough that a plain SHA-256 of them may be stored: there
is nothing to guess, so nothing to slow down. PINs are another matter; see
`operators`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

from sync.central.durable import bring_to_disk
from sync.central.errors import CentralError, NotInitializedError
from sync.protocol.signature import PRIVATE_KEY_BYTES, Signer, new_private_key

KEY_FILE_NAME: Final = "central.key"

_TOKEN_BYTES: Final = 32
_INCARNATION_BYTES: Final = 8
_CODE_GROUPS: Final = 5
_CODE_GROUP_CHARACTERS: Final = 4
# Crockford's base 32: no I, L, O or U to misread or mistype.
_CODE_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_MISREADINGS: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


def load_or_create_key(home: Path) -> Signer:
    """Return the key that signs reference data; make it if there is none.

    A key that is there is kept: tills may have pinned it. Only the owner can read it.

    Raises:
        CentralError: The folder cannot be written or the key not be read.
    """
    path = home / KEY_FILE_NAME
    if path.exists():
        return load_key(home)
    private_key = new_private_key()
    # Under another name until it is whole: half a key would shut the center out of
    # its own database.
    partial = home / f".{KEY_FILE_NAME}.{secrets.token_hex(4)}"
    try:
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(private_key.hex().encode("ascii"))
            bring_to_disk(partial)
            path.hardlink_to(partial)
        finally:
            partial.unlink(missing_ok=True)
        bring_to_disk(home)
    except FileExistsError:
        return load_key(home)
    except OSError as error:
        raise CentralError(f"{path} cannot be written: {error.strerror}") from error
    return Signer(private_key)


def load_key(home: Path) -> Signer:
    """Return the key of `create_key`.

    Raises:
        NotInitializedError: There is none.
        CentralError: It cannot be read.
    """
    path = home / KEY_FILE_NAME
    try:
        private_key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError as error:
        message = f"{path} is missing; run `central init`, or restore it from a backup"
        raise NotInitializedError(message) from error
    except (OSError, ValueError) as error:
        raise CentralError(f"{path} cannot be read: {error}") from error
    if len(private_key) != PRIVATE_KEY_BYTES:
        raise CentralError(f"{path} is damaged; restore it from a backup")
    return Signer(private_key)


def new_token() -> str:
    """Return a fresh administrator token."""
    # A leading dash would make `--token TOKEN` look like another option.
    while (token := secrets.token_urlsafe(_TOKEN_BYTES)).startswith("-"):
        pass
    return token


def new_incarnation() -> str:
    """Return a name for one life of a central database, 16 hex digits."""
    return secrets.token_hex(_INCARNATION_BYTES)


def new_code() -> str:
    """Return a fresh enrolment code of 100 bits, easy to type: `7K3M-…`."""
    groups = (
        "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_GROUP_CHARACTERS))
        for _ in range(_CODE_GROUPS)
    )
    return "-".join(groups)


def hash_code(code: str) -> str:
    """Return what is stored of an enrolment *code*, however it was typed."""
    plain = "".join(each for each in code.upper() if each.isalnum())
    return hash_token(plain.translate(_CODE_MISREADINGS))


def hash_token(token: str) -> str:
    """Return what is stored of a *token*, 64 hex digits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
