"""Reads the ledger beside the till that writes it; for the agent and for commands.

Opened by ``mode=ro``, so nothing here can write or checkpoint.  Every method is one
or a few short statements that are read to their end: a read transaction that stays
open keeps the WAL from being used again.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from structs.decoding import decode_json
from sync.protocol.envelope import StoredEvent, decode_header
from sync.protocol.events.epoch_opened_v2 import RehomedTail
from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import storage_error_of
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.ledger.finished import ALL_SERIES
from terminal.persistence.ledger.rehomed_copies import Copies
from terminal.persistence.migrations.ledger import MIGRATIONS
from terminal.persistence.migrations.runner import check_known
from terminal.persistence.sqlcipher import connect_cipher

EVENTS_MAX: Final = 1_000
"""Most events of one answer: a read transaction lasts 100 ms at most."""


class EpochHead(msgspec.Struct, frozen=True):
    """The end of one epoch as the file holds it.

    Attributes:
        epoch: 16 hex digits.
        last_seq: Number of its last event.
        last_hash: Hash of that event, 32 bytes.
        kept_seq: Last event that no later epoch carries again; None: the last one.
        kept_hash: Hash of event `kept_seq`; empty when that is None.
    """

    epoch: str
    last_seq: int
    last_hash: bytes
    kept_seq: int | None = None
    kept_hash: bytes = b""

    @property
    def due_seq(self) -> int:
        """Last event that the center must have under this epoch."""
        return self.last_seq if self.kept_seq is None else self.kept_seq


class LastSettlement(msgspec.Struct, frozen=True):
    """Where a settlement stands.

    Attributes:
        z_number: Its number.
        epoch: Of its event.
        first_seq: Of the event that opened the period.
        seq: Of the settlement.
        hash: Of the settlement, 32 bytes.
    """

    z_number: int
    epoch: str
    first_seq: int
    seq: int
    hash: bytes


class _Manifest(msgspec.Struct, frozen=True):
    """What a settlement of any version says of its place."""

    first_seq: int


class UnsentSummary(msgspec.Struct, frozen=True):
    """What lies above the marks of the central server.

    Attributes:
        count: Events.
        gross_minor: Their signed value, tax included, in minor units.
        oldest_at_ms: Wall time of the oldest, ms since 1970 UTC; None if none.
    """

    count: int
    gross_minor: int
    oldest_at_ms: int | None


class LedgerReader:
    """Answers questions about the events; belongs to the thread that made it.

    The file is opened at the first question and again after `close`.  Every method
    raises `DatabaseMissingError` while there is no ledger, and another
    `StorageError` when the file cannot be used.
    """

    def __init__(self, home: Home, keys: HomeKeys) -> None:
        self._path = home.ledger_path
        self._key = keys.data_key
        self._connection: Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def epochs(self) -> list[EpochHead]:
        """Return the end of every epoch, oldest first."""
        rows = self._select(
            "SELECT epoch, seq, hash, (SELECT min(later.rehomed_after)"
            "  FROM epoch AS later WHERE later.rehomed_epoch = epoch.epoch)"
            " FROM epoch JOIN event ON event_no = ifnull("
            " (SELECT next.first_event_no FROM epoch AS next"
            "  WHERE next.epoch_no = epoch.epoch_no + 1),"
            " (SELECT max(event_no) FROM event) + 1) - 1 ORDER BY epoch.epoch_no"
        )
        return [
            EpochHead(epoch, seq, hash_, kept, self._kept_hash(epoch, kept))
            for epoch, seq, hash_, kept in rows
        ]

    def hashes_at(self, epoch: str, seqs: Sequence[int]) -> list[bytes | None]:
        """Return the hash of each event of *epoch*; None where there is none."""
        found = [
            self._select(
                "SELECT hash FROM event WHERE event_no = (SELECT first_event_no + ?"
                " FROM epoch WHERE epoch = ?) AND seq = ?",
                (seq - 1, epoch, seq),
            )
            for seq in seqs
        ]
        return [rows[0][0] if rows else None for rows in found]

    def _kept_hash(self, epoch: str, kept: int | None) -> bytes:
        if kept is None:
            return b""
        return self.hashes_at(epoch, (kept,))[0] or b""

    def head(self) -> EpochHead | None:
        """Return the end of the newest epoch, None in an empty ledger."""
        rows = self._select(
            "SELECT epoch, seq, hash FROM event JOIN epoch USING (epoch_no)"
            " ORDER BY event_no DESC LIMIT 1"
        )
        return EpochHead(*rows[0]) if rows else None

    def events_after(self, epoch: str, seq: int, limit: int) -> list[StoredEvent]:
        """Return at most *limit* consecutive events of *epoch* that follow *seq*."""
        rows = self._select(
            "SELECT header, body, prev, hash, signature FROM event"
            " WHERE event_no >= (SELECT first_event_no + ? FROM epoch WHERE epoch = ?)"
            " AND epoch_no = (SELECT epoch_no FROM epoch WHERE epoch = ?)"
            " ORDER BY event_no LIMIT ?",
            (seq, epoch, epoch, min(limit, EVENTS_MAX)),
        )
        return [
            StoredEvent(
                header=header, body=body, prev=prev, hash=hash_, signature=signature
            )
            for header, body, prev, hash_, signature in rows
        ]

    def unsent_summary(self, marks: Mapping[str, int]) -> UnsentSummary:
        """Sum what lies above *marks*, the last confirmed event of each epoch."""
        count = gross_minor = 0
        oldest_at_ms: int | None = None
        for head in self.epochs():
            after = marks.get(head.epoch, 0)
            if after >= head.due_seq:
                continue
            count += head.due_seq - after
            gross_minor += self._gross_after(head.epoch, after, head.due_seq)
            if oldest_at_ms is None:
                first = self.events_after(head.epoch, after, 1)
                oldest_at_ms = decode_header(first[0].header).t_wall
        return UnsentSummary(count, gross_minor, oldest_at_ms)

    def last_number(self) -> str:
        """Return series and number of the newest receipt; empty before the first."""
        rows = self._select(
            "SELECT number_series.series, last_number FROM number_series"
            " JOIN epoch USING (series) WHERE last_number >= epoch.first_number"
            " ORDER BY epoch_no DESC LIMIT 1"
        )
        return f"{rows[0][0]}-{rows[0][1]}" if rows else ""

    def last_settlement(self) -> LastSettlement | None:
        """Return where the newest settlement stands; None before the first."""
        rows = self._select(
            "SELECT settlement.z_number, epoch, seq, hash, body FROM settlement"
            " JOIN event USING (event_no) JOIN epoch USING (epoch_no)"
            " ORDER BY settlement.event_no DESC LIMIT 1"
        )
        if not rows:
            return None
        z_number, epoch, seq, digest, body = rows[0]
        manifest = decode_json(body, _Manifest)
        return LastSettlement(z_number, epoch, manifest.first_seq, seq, digest)

    def has_recorded(self, request_id: str) -> bool:
        """Tell whether the till has recorded this request of the agent."""
        return bool(
            self._select(
                "SELECT 1 FROM recorded_request WHERE request_id = ?", (request_id,)
            )
        )

    def _gross_after(self, epoch: str, after: int, last_seq: int) -> int:
        first, of_epoch, of_after, of_last = self._select(
            "SELECT first_event_no, rehomed_epoch, rehomed_after, rehomed_last"
            " FROM epoch WHERE epoch = ?",
            (epoch,),
        )[0]
        total = 0
        if of_epoch is not None:
            # Copies are projected where their originals stand.
            copies = Copies(
                RehomedTail(epoch=of_epoch, after_seq=of_after, last_seq=of_last)
            )
            total += self._gross_after(
                of_epoch, max(copies.before, copies.before + after - 1), of_last
            )
        for (series,) in self._select(ALL_SERIES):
            # Numbers of a series ascend with the events, so halving finds where the
            # range begins and ends; its lines alone would be ten times the pages.
            low = self._first_number_from(series, first + after)
            high = self._first_number_from(series, first + last_seq)
            rows = self._select(
                "SELECT ifnull(sum(gross_minor), 0) FROM retail_transaction"
                " WHERE series = ? AND number >= ? AND number < ?",
                (series, low, high),
            )
            total += int(rows[0][0])
        return total

    def _first_number_from(self, series: str, event_no: int) -> int:
        """Return the first number of *series* whose event is *event_no* or later."""
        low = 1
        high = 1 + int(
            self._select(
                "SELECT max(number) FROM retail_transaction WHERE series = ?", (series,)
            )[0][0]
        )
        while low < high:
            middle = (low + high) // 2
            rows = self._select(
                "SELECT event_no FROM retail_transaction"
                " WHERE series = ? AND number >= ? ORDER BY number LIMIT 1",
                (series, middle),
            )
            if rows and rows[0][0] < event_no:
                low = middle + 1
            else:
                high = middle
        return low

    def _select(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        try:
            return self._opened().execute(statement, values).fetchall()
        except DatabaseError as error:
            known = storage_error_of(error, self._path)
            if known is None:
                raise
            raise known from error

    def _opened(self) -> Connection:
        if self._connection is None:
            connection = connect_cipher(self._path, self._key, read_only=True)
            try:
                check_known(connection, self._path, MIGRATIONS)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection
