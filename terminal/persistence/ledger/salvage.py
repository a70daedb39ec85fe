"""Brings every event that still verifies from a damaged ledger to a new home.

The damaged files are read byte by byte and never opened by SQLite, so they stay as
they are.  In the new home the originals lie in an archive, and each fact stands
again, under its own id, in a new epoch that names the old one as its parent: the
central server knows the ids and takes nothing twice.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from sync.protocol.envelope import ParentLink, StoredEvent, decode_header
from sync.protocol.events import decode_body
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.persistence.database_copy import copy_database
from terminal.persistence.dbapi import Connection
from terminal.persistence.errors import DatabaseMissingError, StorageError
from terminal.persistence.home import Home
from terminal.persistence.home_staging import staged_home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import adopt_keys
from terminal.persistence.keys.witness import WitnessKeeper
from terminal.persistence.ledger.event_log import EpochStart
from terminal.persistence.ledger.opening import (
    HomeReference,
    LedgerOpener,
    key_store_witnesses,
    new_epoch_id,
    replica_witnesses,
)
from terminal.persistence.ledger.page_scavenger import FoundEvent, PageScavenger
from terminal.persistence.ledger.sentinel import read_sentinel
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.witness import Witness, series_after
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.sqlcipher import connect_cipher

_ROWS_A_READ: Final = 500


class NothingToSalvageError(StorageError):
    """No event of the damaged ledger verifies."""

    code = "nothing_to_salvage"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Not one event of {path} verifies with this home's keys; nothing was"
            f" made and the file was left as it is. Check that the home and its key"
            f" store belong together, or restore the newest backup."
        )


class LostEvents(msgspec.Struct, frozen=True, kw_only=True):
    """Events that are known to have been there and do not verify any more.

    Attributes:
        epoch: Their epoch.
        first_seq: The first of them.
        last_seq: The last of them.
    """

    epoch: str
    first_seq: int
    last_seq: int


class SalvageReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a salvage brought over and what it could not.

    Attributes:
        path: The new home.
        epoch: Its new epoch.
        series: Its new receipt series.
        found: Events that verified, those of the old file itself included.
        brought: Events that stand in the new ledger.
        lost: The rest, by number.
        altered: (epoch, seq) of events that verify but that the event after them
            does not follow: they were signed again, and were left behind.
        has_reference_data: The replica could be copied.
        recovery_code: The only copy of the new home's printed code; show it once.
        verifies: Whether the new ledger verifies.
    """

    path: Path
    epoch: str
    series: str
    found: int
    brought: int
    lost: tuple[LostEvents, ...]
    altered: tuple[tuple[str, int], ...]
    has_reference_data: bool
    recovery_code: str
    verifies: bool


def salvage_ledger(
    home: Home, keys: HomeKeys, target: Path, *, clock: Clock, ids: IdFactory
) -> SalvageReport:
    """Make a till in *target* from what still verifies in the ledger of *home*.

    Raises:
        HomeLockedError: The till is running.
        HomeExistsError: Something is in *target*.
        DatabaseMissingError: There is no ledger.
        NothingToSalvageError: No event verifies.
        StorageError: The key store or a disk refuses; nothing stands at *target*.
    """
    if not home.ledger_path.exists():
        raise DatabaseMissingError(home.ledger_path)
    with (
        home.lock_ledger(),
        staged_home(target) as staging,
        TemporaryDirectory(prefix="evertill-") as scratch,
        _Found(Path(scratch, "found.db"), keys) as found,
    ):
        scavenger = PageScavenger(
            home.ledger_path,
            keys.data_key,
            (keys.signing_public, *keys.earlier_public),
        )
        found.collect(scavenger.events())
        if found.count == 0:
            raise NothingToSalvageError(home.ledger_path)
        witnesses = list(_witnesses(home, keys))
        altered = found.drop_altered(witnesses)
        lost = found.lost(witnesses)
        new = Home.create(staging, home.settings)
        adopted = adopt_keys(
            new,
            data_key=keys.data_key,
            signing_private=keys.signing_private,
            earlier_public=keys.earlier_public,
            joined=keys.joined,
        )
        has_replica = _copy_replica(home, new, keys)
        with new.lock_ledger():
            ledger = LedgerOpener(
                new,
                adopted.keys,
                clock=clock,
                ids=ids,
                reference=HomeReference(new, ReplicaReader(new, adopted.keys)),
            ).open(None, start=found.epoch_start(witnesses, lost))
            try:
                brought = ledger.bring_over(found.events())
                head = ledger.head
            finally:
                ledger.close()
        report = verify_ledger(new, adopted.keys)
        return SalvageReport(
            path=target.absolute(),
            epoch=head.epoch,
            series=head.series,
            found=found.count,
            brought=brought,
            lost=lost,
            altered=altered,
            has_reference_data=has_replica,
            recovery_code=adopted.recovery_code,
            verifies=report.ok,
        )


class _Found:
    """The events that verify, on disk: a year of them does not fit into memory."""

    def __init__(self, path: Path, keys: HomeKeys) -> None:
        self._connection: Connection = connect_cipher(path, keys.data_key)
        self._connection.execute("PRAGMA journal_mode = OFF").fetchall()
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(
            "CREATE TABLE found (epoch TEXT NOT NULL, seq INTEGER NOT NULL,"
            " hash BLOB NOT NULL, prev BLOB NOT NULL, event_no INTEGER NOT NULL,"
            " header BLOB NOT NULL, body BLOB NOT NULL, signature BLOB NOT NULL,"
            " PRIMARY KEY (epoch, seq, hash)) STRICT, WITHOUT ROWID"
        )

    def __enter__(self) -> "_Found":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def count(self) -> int:
        """Events that verify."""
        return self._one("SELECT count(*) FROM found")

    def collect(self, events: Iterable[FoundEvent]) -> None:
        """Keep every event once."""
        self._connection.execute("BEGIN")
        for event_no, epoch, seq, event in events:
            self._connection.execute(
                "INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    epoch,
                    seq,
                    event.hash,
                    event.prev,
                    event_no,
                    event.header,
                    event.body,
                    event.signature,
                ),
            )
        self._connection.execute("COMMIT")

    def drop_altered(self, witnesses: list[Witness]) -> tuple[tuple[str, int], ...]:
        """Forget events that the next event, or a witness, contradicts.

        The next one was signed when the original was still there, so it is the
        witness against a version that somebody signed later.
        """
        rows = self._connection.execute(
            "SELECT epoch, seq, hash FROM found AS here WHERE EXISTS"
            " (SELECT 1 FROM found AS next WHERE next.epoch = here.epoch"
            "  AND next.seq = here.seq + 1)"
            " AND NOT EXISTS (SELECT 1 FROM found AS next"
            "  WHERE next.epoch = here.epoch AND next.seq = here.seq + 1"
            "  AND next.prev = here.hash)"
        ).fetchall()
        rows += [
            row
            for witness in witnesses
            if witness.hash is not None
            for row in self._connection.execute(
                "SELECT epoch, seq, hash FROM found"
                " WHERE epoch = ? AND seq = ? AND hash <> ?",
                (witness.epoch, witness.seq, witness.hash),
            ).fetchall()
        ]
        for key in rows:
            self._connection.execute(
                "DELETE FROM found WHERE epoch = ? AND seq = ? AND hash = ?", key
            )
        # Two versions that nothing contradicts: a row can only be brought once.
        self._connection.execute(
            "DELETE FROM found WHERE EXISTS (SELECT 1 FROM found AS other"
            " WHERE other.epoch = found.epoch AND other.seq = found.seq"
            " AND other.hash < found.hash)"
        )
        left = {
            (epoch, seq)
            for epoch, seq, _ in rows
            if self._connection.execute(
                "SELECT 1 FROM found WHERE epoch = ? AND seq = ?", (epoch, seq)
            ).fetchone()
        }
        return tuple(sorted({(epoch, seq) for epoch, seq, _ in rows} - left))

    def lost(self, witnesses: list[Witness]) -> tuple[LostEvents, ...]:
        """Return the gaps, up to the last event that any witness knew."""
        known_last: dict[str, int] = {}
        for witness in witnesses:
            known_last[witness.epoch] = max(
                witness.seq, known_last.get(witness.epoch, 0)
            )
        lost: list[LostEvents] = []
        for epoch in [*self._epochs(), *sorted(known_last)]:
            if any(one.epoch == epoch for one in lost):
                continue
            rows = self._connection.execute(
                "SELECT seq FROM found WHERE epoch = ? ORDER BY seq", (epoch,)
            )
            seqs = [0, *(seq for (seq,) in rows)]
            end = max(seqs[-1], known_last.get(epoch, 0)) + 1
            lost += [
                LostEvents(epoch=epoch, first_seq=before + 1, last_seq=after - 1)
                for before, after in pairwise([*seqs, end])
                if after > before + 1
            ]
        return tuple(lost)

    def epoch_start(
        self, witnesses: list[Witness], lost: tuple[LostEvents, ...]
    ) -> EpochStart:
        """Return what the new home's epoch begins with."""
        series = [witness.series for witness in witnesses]
        for header, body in self._connection.execute(
            "SELECT header, body FROM found WHERE seq = 1"
        ).fetchall():
            opened = decode_body(EpochOpened.TYPE, decode_header(header).type_v, body)
            assert isinstance(opened, EpochOpened)
            series.append(opened.series)
        # An epoch whose beginning is lost took a series that nobody told us.
        unnamed = {one.epoch for one in lost if one.first_seq == 1}
        next_series = series_after(*series)
        for _ in unnamed:
            next_series = series_after(next_series)
        last = self._connection.execute(
            "SELECT epoch, seq, hash FROM found ORDER BY event_no DESC LIMIT 1"
        ).fetchone()
        return EpochStart(
            epoch=new_epoch_id(),
            reason="salvage",
            series=next_series,
            abandoned=tuple(
                AbandonedTail(
                    source="damaged ledger",
                    epoch=epoch,
                    seq=max(
                        [w.seq for w in witnesses if w.epoch == epoch],
                        default=0,
                    )
                    or self._last_seq(epoch),
                )
                for epoch in dict.fromkeys(
                    [*self._epochs(), *(witness.epoch for witness in witnesses)]
                )
            ),
            parent=ParentLink(last[0], last[1], last[2].hex()),
        )

    def events(self) -> Iterator[StoredEvent]:
        """Return the events in the order in which they were written."""
        # Two lives of the file may each have given a number: it alone says no place.
        after: tuple[int, str, int] = (0, "", 0)
        while True:
            rows = self._connection.execute(
                "SELECT event_no, epoch, seq, header, body, prev, hash, signature"
                " FROM found WHERE (event_no, epoch, seq) > (?, ?, ?)"
                " ORDER BY event_no, epoch, seq LIMIT ?",
                (*after, _ROWS_A_READ),
            ).fetchall()
            if not rows:
                return
            for event_no, epoch, seq, header, body, prev, hash_, signature in rows:
                after = event_no, epoch, seq
                yield StoredEvent(
                    header=header, body=body, prev=prev, hash=hash_, signature=signature
                )

    def _epochs(self) -> list[str]:
        """Return the epochs in the order in which they began."""
        rows = self._connection.execute(
            "SELECT epoch FROM found GROUP BY epoch ORDER BY min(event_no)"
        ).fetchall()
        return [epoch for (epoch,) in rows]

    def _last_seq(self, epoch: str) -> int:
        return self._one("SELECT max(seq) FROM found WHERE epoch = ?", epoch)

    def _one(self, statement: str, *values: str) -> int:
        return int(self._connection.execute(statement, values).fetchone()[0])


def _witnesses(home: Home, keys: HomeKeys) -> Iterator[Witness]:
    state = read_sentinel(home.sentinel_path, keys.data_key)
    if state.record is not None:
        yield state.record.as_witness()
    with suppress(StorageError):
        yield from key_store_witnesses(WitnessKeeper(home))
    yield from replica_witnesses(home, keys)


def _copy_replica(home: Home, new: Home, keys: HomeKeys) -> bool:
    """Copy the reference data; a till without it can be given some again."""
    try:
        copy_database(home.replica_path, new.replica_path, keys.data_key)
    except StorageError:
        return False
    return True
