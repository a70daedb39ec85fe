"""What places outside of ``ledger.db`` remember of its end.

A database file that was restored, truncated or cut at the tail is whole in itself:
its chain verifies.  Only a memory kept elsewhere shows that something is missing.
"""

from collections.abc import Callable
from enum import Enum
from typing import Final

import msgspec

from sync.protocol.receipt_series import series_rank

_RADIX: Final = 26


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """What one place remembers of the ledger's end.

    Attributes:
        source: Which place, for messages: ``sentinel``, ``central server`` …
        epoch: Epoch of the last event it knows.
        seq: Number of that event in its epoch; 0 for none yet.
        hash: Hash of that event, 32 bytes; None when the place keeps none.
        series: Receipt series then in use; None when the place keeps none.
        number: Last receipt number of that series; None when it keeps none.
    """

    source: str
    epoch: str
    seq: int
    hash: bytes | None = None
    series: str | None = None
    number: int | None = None


class Standing(Enum):
    """How a witness and the database relate."""

    AGREES = "agrees"
    """The database holds at least what the witness knows."""
    AHEAD = "ahead"
    """The witness knows of events that the database does not hold."""
    CONTRADICTS = "contradicts"
    """Both hold the event, but not the same one."""


HashAt = Callable[[str, int], bytes | None]
"""Returns the hash of event *seq* of *epoch*, None when the database lacks it."""


def standing_of(witness: Witness, hash_at: HashAt) -> Standing:
    """Compare *witness* with a database that answers *hash_at*."""
    if witness.seq == 0:
        return Standing.AGREES
    held = hash_at(witness.epoch, witness.seq)
    if held is None:
        return Standing.AHEAD
    if witness.hash is not None and witness.hash != held:
        return Standing.CONTRADICTS
    return Standing.AGREES


def series_after(*series: str | None) -> str:
    """Return a receipt series that comes after all of *series* (A to Z, then AA).

    A new series keeps receipt numbers unique after a restore: whoever held the lost
    receipts still holds them.
    """
    return _letters(max((series_rank(one) for one in series if one), default=0) + 1)


def _letters(rank: int) -> str:
    letters = ""
    while rank:
        rank, digit = divmod(rank - 1, _RADIX)
        letters = chr(ord("A") + digit) + letters
    return letters
