"""Joins the agent's ports with the files of a home.

Every failure of storage becomes a `LocalFileError`: to the agent a file that cannot
be used just now is something to wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sync.protocol.envelope import StoredEvent
from sync.protocol.messages import FeedRow
from terminal.persistence.errors import DatabaseMissingError, StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.replication.completeness import SettledPeriod
from terminal.replication.ports import (
    LocalFileError,
    LocalHead,
    Mark,
    Unsent,
    Verdict,
)


def proof_key(head_hash: str) -> str:
    """Return the name under which the receipt for a settlement is kept."""
    return f"completeness/{head_hash}"


class LedgerFile:
    """The ledger as the agent reads it; keeps the promise of `LedgerSource`."""

    def __init__(self, home: Home, keys: HomeKeys) -> None:
        self._reader = LedgerReader(home, keys)

    def heads(self) -> Sequence[LocalHead]:
        """Return the head of every epoch; none while there is no ledger yet."""
        try:
            with _explained():
                return [
                    LocalHead(
                        head.epoch,
                        head.last_seq,
                        head.last_hash,
                        head.kept_seq,
                        head.kept_hash,
                    )
                    for head in self._reader.epochs()
                ]
        except _NoFileError:
            return []

    def events_after(self, epoch: str, seq: int, limit: int) -> Sequence[StoredEvent]:
        """Return at most *limit* consecutive events that follow *seq*."""
        with _explained():
            return self._reader.events_after(epoch, seq, limit)

    def hashes_at(self, epoch: str, seqs: Sequence[int]) -> Sequence[bytes | None]:
        """Return the hash of each event; None where the ledger lacks it."""
        with _explained():
            return self._reader.hashes_at(epoch, seqs)

    def unsent(self, marks: Sequence[Mark]) -> Unsent:
        """Sum what lies above *marks*."""
        try:
            with _explained():
                summary = self._reader.unsent_summary(
                    {mark.epoch: mark.seq for mark in marks}
                )
        except _NoFileError:
            return Unsent(0, 0, None)
        return Unsent(summary.count, summary.gross_minor, summary.oldest_at_ms)

    def last_number(self) -> str:
        """Return series and number of the newest receipt; empty before the first."""
        try:
            with _explained():
                return self._reader.last_number()
        except _NoFileError:
            return ""

    def last_settlement(self) -> SettledPeriod | None:
        """Return where the last settlement stands; None before the first."""
        try:
            with _explained():
                found = self._reader.last_settlement()
        except _NoFileError:
            return None
        if found is None:
            return None
        return SettledPeriod(
            z_number=found.z_number,
            epoch=found.epoch,
            first_seq=found.first_seq,
            last_seq=found.seq,
            head_hash=found.hash.hex(),
        )

    def close(self) -> None:
        """Let go of the file; a later call opens it again."""
        self._reader.close()


class ReplicaFile:
    """The replica as the agent writes it; keeps the promise of `ReplicaSink`.

    The caller holds `Home.lock_replica`.
    """

    def __init__(self, home: Home, keys: HomeKeys) -> None:
        """Open the replica, making it when there is none.

        Raises:
            StorageError: It cannot be opened: there is nothing to wait for.
        """
        self._writer = ReplicaWriter(home, keys)

    def marks(self) -> Sequence[Mark]:
        """Return the center's watermarks as last told."""
        with _explained():
            return [
                Mark(
                    mark.epoch,
                    mark.seq,
                    bytes.fromhex(mark.hash) if mark.hash else b"",
                    mark.archived_seq,
                )
                for mark in self._writer.watermarks()
            ]

    def set_mark(self, mark: Mark) -> None:
        """Remember one watermark."""
        with _explained():
            self._writer.set_watermark(
                mark.epoch, mark.seq, mark.hash.hex() or None, mark.archived_seq
            )

    def cursor(self) -> str | None:
        """Return what the feed is asked with next."""
        with _explained():
            return self._writer.feed_cursor()

    def apply_rows(
        self,
        rows: Sequence[FeedRow],
        cursor: str,
        *,
        is_restart: bool,
        is_complete: bool,
    ) -> str:
        """Store rows and cursor in one transaction; return the digest."""
        with _explained():
            return self._writer.apply_rows(
                rows, cursor, starts_snapshot=is_restart, is_complete=is_complete
            ).digest

    def tidy(self) -> bool:
        """Do a little of what a change left behind; tell if there may be more."""
        with _explained():
            return self._writer.tidy()

    def check(self) -> bool:
        """Compare the rows in force on the disk with their digest."""
        with _explained():
            return self._writer.rederive_digest()

    def put_verdicts(self, epoch: str, verdicts: Sequence[Verdict]) -> None:
        """Remember what the center did not simply apply."""
        with _explained():
            self._writer.put_verdicts(
                epoch,
                [(each.seq, each.outcome, each.code or None) for each in verdicts],
            )

    def proof(self, head_hash: str) -> str | None:
        """Return the center's receipt for the settlement with this hash."""
        with _explained():
            return self._writer.state(proof_key(head_hash))

    def put_proof(self, head_hash: str, reply: str) -> None:
        """Keep it."""
        with _explained():
            self._writer.put_state(proof_key(head_hash), reply)

    def add_request(self, kind: str, key: str, detail: dict[str, str | int]) -> None:
        """Ask the till to record something; the same key is asked once."""
        with _explained():
            self._writer.add_request(key, kind, detail)

    def close(self) -> None:
        """Close the file."""
        with _explained():
            self._writer.close()


class _NoFileError(LocalFileError):
    """The file does not exist yet."""


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DatabaseMissingError as error:
        raise _NoFileError(str(error)) from error
    except StorageError as error:
        raise LocalFileError(str(error)) from error
