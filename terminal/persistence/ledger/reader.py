"""Reads the ledger beside the till that writes it; for the agent and for commands.

Opened by ``mode=ro``, so nothing here can write or checkpoint.  Every method is one
or a few short statements that are read to their end: a read transaction that stays
open keeps the WAL from being used again.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from sync.protocol.envelope import StoredEvent, decode_header
from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import storage_error_of
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.ledger.finished import ALL_SERIES
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
    """

    epoch: str
    last_seq: int
    last_hash: bytes


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
            "SELECT epoch, seq, hash FROM epoch JOIN event ON event_no = ifnull("
            " (SELECT next.first_event_no FROM epoch AS next"
            "  WHERE next.epoch_no = epoch.epoch_no + 1),"
            " (SELECT max(event_no) FROM event) + 1) - 1 ORDER BY epoch.epoch_no"
        )
        return [EpochHead(epoch, seq, hash_) for epoch, seq, hash_ in rows]

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
            if after >= head.last_seq:
                continue
            count += head.last_seq - after
            gross_minor += self._gross_after(head.epoch, after, head.last_seq)
            if oldest_at_ms is None:
                first = self.events_after(head.epoch, after, 1)
                oldest_at_ms = decode_header(first[0].header).t_wall
        return UnsentSummary(count, gross_minor, oldest_at_ms)

    def has_recorded(self, request_id: str) -> bool:
        """Tell whether the till has recorded this request of the agent."""
        return bool(
            self._select(
                "SELECT 1 FROM recorded_request WHERE request_id = ?", (request_id,)
            )
        )

    def _gross_after(self, epoch: str, after: int, last_seq: int) -> int:
        first = self._select(
            "SELECT first_event_no FROM epoch WHERE epoch = ?", (epoch,)
        )[0][0]
        total = 0
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
