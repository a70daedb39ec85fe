"""How a workstation's signing key vouches for the key that follows it.

A device that joins its center again makes a new key. While it still has the old one,
the old key signs that the new one is its own: whoever trusts the old key, or holds
events of it, can go on from there without asking the center.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Final

from msgspec import Meta, Struct

from sync.protocol.envelope import Epoch, Name
from sync.protocol.signature import PUBLIC_KEY_BYTES, Signer, verify

STREAMS_MAX: Final = 1_000
"""Epochs of earlier workstations that a device can bring along."""

WORDS_MAX: Final = 16
"""Earlier successions that a device keeps and tells."""

_DOMAIN: Final = "evertill key succession 1"
_TEXT_MAX: Final = 128


class KeySuccession(Struct, frozen=True, kw_only=True):
    """The old key's word for the new one.

    Attributes:
        workstation: Whose key the old one was.
        public_key: The old key, base64.
        signature: Of the old key over `signed_text`, base64.
    """

    workstation: Name
    public_key: Annotated[str, Meta(max_length=_TEXT_MAX)]
    signature: Annotated[str, Meta(max_length=_TEXT_MAX)]


class HeldStream(Struct, frozen=True):
    """One epoch that a device brings along from before it joined again.

    Attributes:
        is_continued: The device was no longer that workstation when it began the
            epoch, to carry events of it; its own key signs it.
    """

    workstation: Name
    epoch: Epoch
    is_continued: bool = False


def vouch(old: Signer, workstation: str, new_public_key: bytes) -> KeySuccession:
    """Return the word of *old*, the key of *workstation*, for the new key.

    Args:
        old: The key so far.
        workstation: Whose it is.
        new_public_key: 32 bytes.
    """
    text = signed_text(workstation, new_public_key)
    return KeySuccession(
        workstation=workstation,
        public_key=_base64(old.public_key),
        signature=_base64(old.sign(text)),
    )


def vouching_key(said: KeySuccession, new_public_key: bytes) -> bytes | None:
    """Return the old key if it vouches for the new one, else None. Never raises."""
    try:
        old = base64.b64decode(said.public_key, validate=True)
        signature = base64.b64decode(said.signature, validate=True)
    except (binascii.Error, ValueError):
        return None
    text = signed_text(said.workstation, new_public_key)
    is_key = len(old) == PUBLIC_KEY_BYTES and _base64(old) == said.public_key
    return old if is_key and verify(old, text, signature) else None


def signed_text(workstation: str, new_public_key: bytes) -> bytes:
    """Return what the old key signs: three lines, no LF at the end."""
    lines = (_DOMAIN, workstation, _base64(new_public_key))
    return "\n".join(lines).encode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
