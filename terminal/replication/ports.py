"""What the agent needs of the till's files; bootstrap joins it with persistence.

All of them are called on the agent's main thread only, and raise `LocalFileError`
when a file cannot be used just now: the agent waits and asks again, because a till
that is being started, restored or cleaned is a normal state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from sync.engine.values import LocalHead, Mark, Verdict
from sync.protocol.envelope import StoredEvent
from sync.protocol.messages import FeedRow

# The engine's values are part of these promises; others find them here, because
# only this package knows the engine.
__all__ = [
    "AgentClock",
    "LedgerSource",
    "LocalFileError",
    "LocalHead",
    "Mark",
    "ReplicaSink",
    "Unsent",
    "Verdict",
]


class LocalFileError(Exception):
    """A file of this home cannot be used just now; its text says which and why."""


class Unsent(msgspec.Struct, frozen=True):
    """What the center has not confirmed.

    Attributes:
        count: Events above the marks.
        gross_minor: Their signed value, tax included, in minor units.
        oldest_at_ms: Wall time of the oldest, ms since 1970 UTC; None if none.
    """

    count: int
    gross_minor: int
    oldest_at_ms: int | None


class LedgerSource(Protocol):
    """The ledger, read in short transactions and never written."""

    def heads(self) -> Sequence[LocalHead]:
        """Return the head of every epoch, oldest first."""

    def events_after(self, epoch: str, seq: int, limit: int) -> Sequence[StoredEvent]:
        """Return at most *limit* consecutive events that follow *seq*."""

    def hashes_at(self, epoch: str, seqs: Sequence[int]) -> Sequence[bytes | None]:
        """Return the hash of each event; None where the ledger lacks it."""

    def unsent(self, marks: Sequence[Mark]) -> Unsent:
        """Sum what lies above *marks*."""

    def last_number(self) -> str:
        """Return series and number of the newest receipt, ``A-12``; empty: none."""

    def close(self) -> None:
        """Let go of the file; a later call opens it again."""


class ReplicaSink(Protocol):
    """The replica, whose one writer this agent is."""

    def marks(self) -> Sequence[Mark]:
        """Return the center's watermarks as last told."""

    def set_mark(self, mark: Mark) -> None:
        """Remember one watermark; it may go back when the center was restored."""

    def cursor(self) -> str | None:
        """Return what the feed is asked with next; None: a new snapshot."""

    def apply_rows(
        self,
        rows: Sequence[FeedRow],
        cursor: str,
        *,
        is_restart: bool,
        is_complete: bool,
    ) -> str:
        """Store rows and cursor in one transaction; see `ApplyRows`.

        Returns:
            The digest of the rows in force, 64 hex digits; empty: not known.
        """

    def tidy(self) -> bool:
        """Do a little of what a change left behind; tell if there may be more."""

    def check(self) -> bool:
        """Compare the rows in force on the disk with their digest; reads them all.

        If they differ, the next digest that `apply_rows` returns is that of the disk.
        """

    def put_verdicts(self, epoch: str, verdicts: Sequence[Verdict]) -> None:
        """Remember what the center did not simply apply."""

    def add_request(self, kind: str, key: str, detail: dict[str, str | int]) -> None:
        """Ask the till to record something; the same key is asked once."""

    def close(self) -> None:
        """Close the file."""


class AgentClock(Protocol):
    """Time, as the agent's machines see it."""

    def wall_ms(self) -> int:
        """Return ms since 1970 UTC by this computer."""

    def monotonic_ms(self) -> int:
        """Return ms that never go back."""
