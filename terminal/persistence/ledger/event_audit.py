"""Walks all events, checks each, and rebuilds every projection beside them.

The projections grow in a scratch database of their own, encrypted under a key that
goes with the process, with a bounded page cache: a year of sales does not have to fit into
memory, and nothing of it lies on the disk in clear.
"""

import functools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from sync.protocol.envelope import Header, StoredEvent, decode_header, event_hash
from sync.protocol.events import EventBody
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from sync.protocol.events.epoch_opened_v2 import EpochRehomed
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.signature import verify
from terminal.domain.tender.tender_line_item import CASH
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.chain_walk import (
    SELECT_EVENTS,
    ChainWalk,
    EventRow,
    EventVerdict,
)
from terminal.persistence.ledger.control import expected_control, is_balanced
from terminal.persistence.ledger.projector import PROJECTION_TABLES, Projector
from terminal.persistence.ledger.rehomed_copies import Copies, is_copy
from terminal.persistence.ledger.till_records import TENDER_CONTROL_SERIES_MARK
from terminal.persistence.ledger.verify_report import BadEvent
from terminal.persistence.migrations.ledger import MIGRATIONS
from terminal.persistence.migrations.runner import migrate
from terminal.persistence.sqlcipher import KEY_BYTES, connect_cipher

_ROWS_A_READ: Final = 500
_SCRATCH_CACHE_KIB: Final = 64 * 1024
_BAD_EVENTS_KEPT_MAX: Final = 1_000


@contextmanager
def scratch_ledger() -> Iterator[Connection]:
    """Make an empty ledger in a temporary folder, and remove it afterwards."""
    empty = _empty_ledger()
    with tempfile.TemporaryDirectory(prefix="evertill-") as folder:
        path = Path(folder, "scratch.db")
        path.write_bytes(empty.content)
        connection = _connect_scratch(path, empty.key)
        try:
            connection.execute(f"PRAGMA cache_size = -{_SCRATCH_CACHE_KIB:d}")
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()


class _EmptyLedger(NamedTuple):
    key: bytes
    content: bytes


@functools.cache
def _empty_ledger() -> _EmptyLedger:
    """Make the tables once a process: that costs more than a day of events."""
    key = os.urandom(KEY_BYTES)
    with tempfile.TemporaryDirectory(prefix="evertill-") as folder:
        path = Path(folder, "empty.db")
        connection = _connect_scratch(path, key)
        try:
            migrate(connection, path, MIGRATIONS)
        finally:
            connection.close()
        return _EmptyLedger(key, path.read_bytes())


def _connect_scratch(path: Path, key: bytes) -> Connection:
    connection = connect_cipher(path, key)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def read_events(
    connection: Connection, after: int, last_event_no: int
) -> Iterator[EventRow]:
    """Return the events after number *after*, in reads of a few milliseconds."""
    while after < last_event_no:
        rows = connection.execute(
            SELECT_EVENTS, (after, last_event_no, _ROWS_A_READ)
        ).fetchall()
        if not rows:
            return
        for row in rows:
            yield EventRow(*row)
        after = rows[-1][0]


class EventAudit:
    """Checks events one by one and sums up what it saw.

    Attributes:
        bad: The events that do not verify, at most a thousand.
        bad_count: All of them.
        walked: Events seen.
        unknown: Events of types that this program does not know.
        abandoned: What epochs knew to be lost when they began.
    """

    def __init__(
        self,
        public_key: bytes,
        scratch: Connection,
        ledger: Connection,
        earlier_keys: tuple[bytes, ...] = (),
    ) -> None:
        self._public_keys = (public_key, *earlier_keys)
        self._ledger = ledger
        self._has_archive = bool(
            ledger.execute("SELECT EXISTS (SELECT 1 FROM archived_event)").fetchone()[0]
        )
        self.walk = ChainWalk(public_key, self._hash_at)
        self._copies: Copies | None = None
        self.bad: list[BadEvent] = []
        self.bad_count = 0
        self.walked = 0
        self.unknown = 0
        self.abandoned: list[AbandonedTail] = []
        self._scratch = scratch
        self._projector = Projector(scratch)
        self._next_number: dict[str, int] = {}
        self._has_salvaged = False
        self._own_series = ""

    def take(self, row: EventRow) -> None:
        """Check and project the next event."""
        self.walked += 1
        verdict = self.walk.take(row)
        failures = list(verdict.failures)
        if verdict.is_unknown:
            self.unknown += 1
        if verdict.header is not None:
            failures += self._check_and_project(row, verdict, verdict.header)
        if failures:
            self._note(row, verdict, failures)

    def _check_and_project(
        self, row: EventRow, verdict: EventVerdict, header: Header
    ) -> list[str]:
        body = verdict.body
        if header.seq == 1:
            self._copies = (
                Copies(body.rehomed) if isinstance(body, EpochRehomed) else None
            )
        if self._copies is not None:
            original_seq = self._copies.original_seq(header.seq)
            if original_seq is not None:
                # What it says was checked and projected where it was first written.
                is_true = self._is_copy(header, row, self._copies, original_seq)
                return [] if is_true else ["rehomed copy"]
        if body is None:
            return []
        failures = []
        original = self._original_of(row.event_no)
        if original is not None:
            # It was checked where it was written; others of its day may be lost.
            failures += self._check_copy(header, row, original)
            self._is_next_number(body)
        else:
            failures += self._check_content(body, verdict)
        self._projector.apply(row.event_no, header, body)
        return failures

    def _is_copy(
        self, header: Header, row: EventRow, copies: Copies, original_seq: int
    ) -> bool:
        event_no = self._event_no(copies.tail.epoch, original_seq)
        found = self._ledger.execute(
            "SELECT header, body FROM event WHERE event_no = ?", (event_no,)
        ).fetchone()
        return (
            found is not None
            and is_copy(header, decode_header(found[0]))
            and found[1] == row.body
        )

    def _hash_at(self, epoch: str, seq: int) -> bytes | None:
        row = self._ledger.execute(
            "SELECT hash FROM event WHERE event_no = ? AND seq = ?",
            (self._event_no(epoch, seq), seq),
        ).fetchone()
        return None if row is None else bytes(row[0])

    def _event_no(self, epoch: str, seq: int) -> int:
        """Return where an event stands by the epochs as they were rebuilt."""
        row = self._scratch.execute(
            "SELECT first_event_no FROM epoch WHERE epoch = ?", (epoch,)
        ).fetchone()
        return 0 if row is None else int(row[0]) + seq - 1

    def _original_of(self, event_no: int) -> StoredEvent | None:
        if not self._has_archive:
            return None
        row = self._ledger.execute(
            "SELECT header, body, prev, hash, signature FROM archived_event"
            " WHERE event_no = ?",
            (event_no,),
        ).fetchone()
        if row is None:
            return None
        header, body, prev, hash_, signature = row
        return StoredEvent(
            header=header, body=body, prev=prev, hash=hash_, signature=signature
        )

    def _check_copy(
        self, header: Header, row: EventRow, original: StoredEvent
    ) -> list[str]:
        """Check that a salvaged event is what its signed original says."""
        old = decode_header(original.header)
        same = msgspec.structs.replace(
            old, epoch=header.epoch, seq=header.seq, parent=None
        )
        digest = event_hash(original.prev, original.header, original.body)
        is_signed = digest == original.hash and any(
            verify(key, original.hash, original.signature) for key in self._public_keys
        )
        if same == header and row.body == original.body and is_signed:
            return []
        return ["salvaged original"]

    def _check_content(self, body: EventBody, verdict: EventVerdict) -> list[str]:
        header = verdict.header
        assert header is not None
        failures = []
        if header.ctl != expected_control(body, self._scratch) or not is_balanced(body):
            failures.append("control totals")
        if not self._is_next_number(body):
            failures.append("receipt number")
        if isinstance(body, TillSettledV1 | TillSettled) and not self._is_settled(body):
            failures.append("settlement")
        if isinstance(body, TenderControlRecorded) and not self._is_next_control(body):
            failures.append("tender control")
        return failures

    def _is_next_control(self, body: TenderControlRecorded) -> bool:
        """Check number and, for a void, that it mirrors what it voids."""
        (last,) = self._scratch.execute(
            "SELECT ifnull(max(number), 0) FROM tender_control WHERE series = ?",
            (body.series,),
        ).fetchone()
        own = f"{self._own_series}{TENDER_CONTROL_SERIES_MARK}"
        may_have_gaps = self._has_salvaged and body.series != own
        ahead = body.number - int(last)
        is_next = ahead > 0 if may_have_gaps else ahead == 1
        if body.voids is None:
            return is_next
        voided = self._scratch.execute(
            "SELECT amount_minor FROM tender_control"
            " WHERE event_id = ? AND voided_by IS NULL",
            (body.voids.event_id,),
        ).fetchone()
        is_mirrored = voided == (-body.amount_minor,)
        return is_next and (is_mirrored or (may_have_gaps and voided is None))

    def _is_next_number(self, body: EventBody) -> bool:
        if isinstance(body, EpochOpened):
            self.abandoned += body.abandoned
            # A salvage brings what still verified: its numbers may have gaps, which
            # its `abandoned` says.
            self._has_salvaged = body.reason == "salvage"
            self._own_series = body.series
            is_new = body.series not in self._next_number
            self._next_number[body.series] = body.first_number
            return is_new
        series = getattr(body, "series", None)
        number = getattr(body, "number", None)
        if series is None or number is None or not hasattr(body, "transaction_id"):
            return True
        expected = self._next_number.get(series)
        self._next_number[series] = number + 1
        if self._has_salvaged and series != self._own_series:
            return expected is None or bool(number >= expected)
        return bool(number == expected)

    def _is_settled(self, body: TillSettledV1 | TillSettled) -> bool:
        rows = self._scratch.execute(
            "SELECT tender, amount_minor, tax_minor, finished - voided"
            " FROM control_total WHERE business_day = ? AND till_period_id = ?"
            " ORDER BY tender",
            (body.business_day, body.till_period_id),
        ).fetchall()
        whole = rows[0] if rows else ("", 0, 0, 0)
        tenders = tuple((row[0], row[1]) for row in rows[1:])
        is_agreed = (body.gross_minor, body.tax_minor, body.transactions) == whole[
            1:
        ] and body.tenders_minor == tenders
        if isinstance(body, TillSettledV1):
            return is_agreed
        grand_total = body.grand_total_before_minor + body.gross_minor
        return (
            is_agreed
            and grand_total == body.perpetual_gross_minor
            and all(
                tender.expected_minor + tender.over_short_minor == tender.counted_minor
                for tender in body.settled
            )
            and self._is_expected(body)
        )

    def _is_expected(self, body: TillSettled) -> bool:
        """Work out again what should have been in the till, by tender."""
        sums = {(CASH, body.currency): body.loan_minor}
        rows = self._scratch.execute(
            "SELECT tender, ?, amount_minor FROM control_total"
            " WHERE business_day = ? AND till_period_id = ? AND tender <> ''"
            " UNION ALL SELECT method, ?, -value_minor FROM foreign_total"
            " WHERE till_period_id = ?"
            " UNION ALL SELECT method, currency, amount_minor FROM foreign_total"
            " WHERE till_period_id = ?"
            " UNION ALL SELECT method, currency, amount_minor FROM tender_control"
            " WHERE till_period_id = ?",
            (
                body.currency,
                body.business_day,
                body.till_period_id,
                body.currency,
                body.till_period_id,
                body.till_period_id,
                body.till_period_id,
            ),
        ).fetchall()
        for method, currency, amount in rows:
            sums[method, currency] = sums.get((method, currency), 0) + amount
        told = {(t.method, t.currency): t.expected_minor for t in body.settled}
        return all(
            sums.get(key, 0) == told.get(key, 0) for key in sums.keys() | told.keys()
        )

    def _note(self, row: EventRow, verdict: EventVerdict, failures: list[str]) -> None:
        self.bad_count += 1
        if len(self.bad) >= _BAD_EVENTS_KEPT_MAX:
            return
        header = verdict.header
        self.bad.append(
            BadEvent(
                event_no=row.event_no,
                epoch=header.epoch if header else "",
                seq=row.seq,
                event_id=header.event_id if header else None,
                type=header.type if header else None,
                checks=tuple(dict.fromkeys(failures)),
            )
        )


def first_projection_difference(ledger: Connection, scratch: Connection) -> str | None:
    """Compare every projection row by row; say where the first difference is."""
    for table in PROJECTION_TABLES:
        difference = _first_difference(ledger, scratch, table)
        if difference is not None:
            return difference
    return None


def first_schema_difference(ledger: Connection, scratch: Connection) -> str | None:
    """Compare tables, indexes and triggers with those this program makes."""
    statement = "SELECT type || ' ' || name, sql FROM sqlite_schema ORDER BY 1"
    here = dict(ledger.execute(statement).fetchall())
    made = dict(scratch.execute(statement).fetchall())
    for name in sorted(here.keys() | made.keys()):
        if here.get(name) != made.get(name):
            return f"the {name} is not as this program makes it"
    return None


def _first_difference(
    ledger: Connection, scratch: Connection, table: str
) -> str | None:
    key = _key_columns(scratch, table)
    statement = f"SELECT * FROM {table} ORDER BY {', '.join(key)}"  # noqa: S608 - names of our own tables
    names = [info[1] for info in _table_info(scratch, table)]
    pairs: Iterator[tuple[Any, Any]] = zip_longest(
        _rows(ledger, statement), _rows(scratch, statement)
    )
    for held, rebuilt in pairs:
        if held != rebuilt:
            return _describe(table, names, key, held, rebuilt)
    return None


def _describe(
    table: str, names: list[str], key: list[str], held: Any, rebuilt: Any
) -> str:
    places = [names.index(name) for name in key]
    mine = None if held is None else tuple(held[place] for place in places)
    theirs = None if rebuilt is None else tuple(rebuilt[place] for place in places)
    if mine is None or (theirs is not None and theirs < mine):
        return f"{table} lacks the row {_where(key, theirs)}"
    if theirs is None or mine < theirs:
        return f"{table} has a row too many, {_where(key, mine)}"
    columns = [
        f"{name} is {value!r}, by the events {expected!r}"
        for name, value, expected in zip(names, held, rebuilt, strict=True)
        if value != expected
    ]
    return f"{table}, {_where(key, mine)}: {columns[0]}"


def _where(key: list[str], values: Any) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(key, values, strict=True))


def _rows(connection: Connection, statement: str) -> Iterator[Any]:
    cursor = connection.execute(statement)
    while rows := cursor.fetchmany(_ROWS_A_READ):
        yield from rows


def _table_info(connection: Connection, table: str) -> list[Any]:
    return connection.execute(f"PRAGMA table_info({table})").fetchall()


def _key_columns(connection: Connection, table: str) -> list[str]:
    info = [row for row in _table_info(connection, table) if row[5]]
    return [row[1] for row in sorted(info, key=lambda row: row[5])]
