"""The values that the machines keep and exchange with their shell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

Below = Callable[[int], int]
"""Randomness: `below(n)` returns a whole number from 0 to n - 1, evenly spread."""

REQUEST_DEADLINE_MS: Final = 32_000
"""A request whose answer never came; a little above the shell's own 30 s limit."""

_NONCE_RANGE: Final = 1 << 128


def request_nonce(below: Below) -> str:
    """Return a name for one request, by which its answer is known; 32 hex digits."""
    return f"{below(_NONCE_RANGE):032x}"


class LocalHead(msgspec.Struct, frozen=True):
    """How far one epoch of the local ledger has grown.

    Attributes:
        epoch: 16 lower-case hexadecimal digits.
        last_seq: Number of its last event; 0 when it holds none yet.
        last_hash: Hash of that event, 32 bytes.
        kept_seq: Last event that is still this epoch's to send: a later epoch
            carries those above it again.  None when it is the last one.
        kept_hash: Hash of event `kept_seq`; empty when that is None.
    """

    epoch: str
    last_seq: int
    last_hash: bytes
    kept_seq: int | None = None
    kept_hash: bytes = b""

    @property
    def due_seq(self) -> int:
        """Number of the last event that the center must have of this epoch."""
        return self.last_seq if self.kept_seq is None else self.kept_seq

    @property
    def due_hash(self) -> bytes:
        """Hash of event `due_seq`."""
        return self.last_hash if self.kept_seq is None else self.kept_hash


class Mark(msgspec.Struct, frozen=True):
    """How far the center has one epoch: its watermark, as last told.

    Attributes:
        epoch: 16 lower-case hexadecimal digits.
        seq: Last number stored without a gap (hw); 0 when nothing is.
        hash: Hash of that event, 32 bytes; empty when seq is 0.
        archived_seq: Last number that a backup of the center also holds.
    """

    epoch: str
    seq: int
    hash: bytes
    archived_seq: int = 0


class Verdict(msgspec.Struct, frozen=True):
    """What the center did with one event.

    Attributes:
        outcome: `"applied"`, `"duplicate"` or `"quarantined"`.
        code: Why it was quarantined; empty otherwise.
    """

    seq: int
    outcome: str
    code: str = ""
