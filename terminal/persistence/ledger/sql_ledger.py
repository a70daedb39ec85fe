"""The ledger of a running till: the one writer of ``ledger.db``.

Hands out units of work, keeps the sentinel behind every final commit, checkpoints
when asked, and stops for good when the disk fails under a commit.
"""

import threading
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final, Literal, Protocol

import msgspec

from sync.protocol.envelope import Header, StoredEvent, decode_header, event_hash
from sync.protocol.events import EventBody, UnknownEventError, decode_body
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.receipts.print_job import PrintJobKind
from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import (
    DamagedDatabaseError,
    FaultOutcome,
    StorageError,
    StorageFaultError,
    WrongKeyError,
    storage_error_of,
)
from terminal.persistence.keys.errors import KeyStoreError
from terminal.persistence.keys.witness import KeyStoreWitness
from terminal.persistence.ledger.event_log import EpochStart, Head, load_head
from terminal.persistence.ledger.known_losses import (
    abandoned_tails,
    tails_to_keep,
)
from terminal.persistence.ledger.rehomed_copies import Copies, read_rehomed_tail
from terminal.persistence.ledger.sentinel import Sentinel
from terminal.persistence.ledger.unit_of_work import (
    CommitProbe,
    LedgerParts,
    SqlUnitOfWork,
)
from terminal.persistence.sqlcipher import connect_cipher

SENTINEL_EVENTS_MAX: Final = 64
"""Events after which the sentinel is fsynced at the latest."""

WAL_ALARM_BYTES: Final = 64 * 1024 * 1024
"""Size of the WAL that means somebody holds a read transaction open."""

WAL_PAGES_UNTENDED: Final = 4_000
"""Pages after which SQLite checkpoints although the caller does: some 16 MB."""

# Long enough for a reader's 100 ms; a settlement waits no longer for the WAL.
_TRUNCATE_TIMEOUT_MS: Final = 250
_BUSY_TIMEOUT_MS: Final = 5_000

_EVENTS_A_COMMIT: Final = 500

_SETTLED: Final = (TillSettledV1, TillSettled)
_SENTINEL_SYNCING: Final = (EpochOpened, OperatorSignedOff, *_SETTLED)

_Synchronous = Literal["NORMAL", "FULL"]


class KeyStoreWitnessKeeper(Protocol):
    """The witness in the key store; see ``terminal.persistence.keys.witness``."""

    def read(self) -> KeyStoreWitness | None:
        """Return what the key store saw last."""

    def write(self, witness: KeyStoreWitness) -> None:
        """Tell the key store how far the ledger is."""


class WalState(msgspec.Struct, frozen=True):
    """What a checkpoint left.

    Attributes:
        frames: Pages in the WAL.
        checkpointed: Those of them that are in the main file as well.
        bytes: Size of the WAL's file.
    """

    frames: int
    checkpointed: int
    bytes: int

    @property
    def is_alarming(self) -> bool:
        """Somebody keeps the WAL from being used again."""
        return self.bytes > WAL_ALARM_BYTES


class SqlLedger:
    """Implements `Ledger` on one connection; belongs to the thread that made it."""

    def __init__(
        self,
        path: Path,
        data_key: bytes,
        parts: LedgerParts,
        sentinel: Sentinel,
        *,
        probe: CommitProbe | None,
        keeper: KeyStoreWitnessKeeper | None,
    ) -> None:
        self._path = path
        self._data_key = data_key
        self._parts = parts
        self._sentinel = sentinel
        self._keeper = keeper
        self._thread_id = threading.get_ident()
        self._synchronous: _Synchronous = "FULL"
        self._fault: StorageError | None = None
        self._acknowledged = parts.log.head
        self._events_unsynced = 0
        self._is_closed = False
        self._draft = SqlUnitOfWork(self, parts, is_final=False, probe=probe)
        self._final = SqlUnitOfWork(self, parts, is_final=True, probe=probe)
        self.sentinel_failure: OSError | None = None
        """Why the sentinel is behind; None while it keeps up."""

    # Units of work.

    def draft(self) -> UnitOfWork:
        """See `Ledger`."""
        return self._draft

    def final(self) -> UnitOfWork:
        """See `Ledger`."""
        return self._final

    def queue_print_jobs(self, kinds: frozenset[PrintJobKind]) -> None:
        """Queue only these kinds of print jobs from now on; all of them at first."""
        self._parts.print_jobs.kinds = kinds

    @property
    def head(self) -> Head:
        """The last event on disk."""
        return self._acknowledged

    @property
    def connection(self) -> Connection:
        """The write connection, for what else this thread has to do with the file."""
        return self._parts.connection

    def begin_epoch(self, start: EpochStart) -> None:
        """Begin a new epoch with a new receipt series, in a commit of its own."""
        with self._final as unit:
            log = self._parts.log
            log.feed_position = unit.catalog.feed_position()
            appended_after = log.head
            log.begin_epoch(start)
            assert log.head.event_no == appended_after.event_no + 1
            unit.commit()
        self._note_commit(sync=True)

    def tell_witnesses(self) -> None:
        """Write sentinel and key store; once after opening, before any sale."""
        # Both slots, so that the file has its full size while there is room.
        self._write_sentinel(sync=False)
        self._write_sentinel(sync=True)
        self._tell_key_store()

    def bring_over(self, events: Iterable[StoredEvent]) -> int:
        """Take events of an earlier ledger into this one, in commits of 500.

        Each is archived byte for byte; each that is a fact of the till, and not of
        the old file, is appended again under its own id.

        Returns:
            How many were appended.
        """
        appended = 0
        batches = iter(events)
        while batch := list(islice(batches, _EVENTS_A_COMMIT)):
            with self._final as unit:
                appended += sum(self._bring(event) for event in batch)
                unit.commit()
            self._note_commit(sync=False)
        return appended

    def _bring(self, event: StoredEvent) -> bool:
        header = decode_header(event.header)
        event_no: int | None = None
        if header.type != EpochOpened.TYPE and not self._is_brought(header):
            try:
                body = decode_body(header.type, header.type_v, event.body)
            except UnknownEventError:
                body = None
            event_no = self._parts.log.append_again(header, event.body, body)
        self.connection.execute(
            "INSERT INTO archived_event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                header.epoch,
                header.seq,
                event_no,
                event.header,
                event.body,
                event.prev,
                event.hash,
                event.signature,
            ),
        )
        return event_no is not None

    def _is_brought(self, header: Header) -> bool:
        """Tell whether this is a copy whose original was taken already."""
        row = self.connection.execute(
            "SELECT body FROM archived_event WHERE epoch = ? AND seq = 1",
            (header.epoch,),
        ).fetchone()
        if row is None:
            return False
        tail = read_rehomed_tail(row[0])
        original_seq = None if tail is None else Copies(tail).original_seq(header.seq)
        if tail is None or original_seq is None:
            return False
        found = self.connection.execute(
            "SELECT 1 FROM archived_event WHERE epoch = ? AND seq = ?",
            (tail.epoch, original_seq),
        ).fetchone()
        return found is not None

    # Checkpoints.

    def checkpoint_passive(self) -> WalState:
        """Copy what readers do not hold back into the main file; never waits.

        Call it when nothing happened for two seconds: it also makes the lines of
        the open basket survive a loss of power.
        """
        self._require_usable()
        return self._checkpoint("PASSIVE")

    def warm_prices(self) -> None:
        """Read price lists and promotions that changed, before a line asks for them.

        Thousands of promotions take some tenths of a second to compile; call it
        when nobody waits.
        """
        catalog = self._parts.reference.catalog
        # A damaged replica is the agent's to report; selling says so when it asks.
        with suppress(StorageError):
            catalog.price_lists()
            catalog.promotions()

    def leave_checkpoints(self) -> None:
        """Leave checkpoints to the caller, who calls `checkpoint_passive` when idle.

        SQLite itself makes one each 1,000 pages, within the commit of a line that
        somebody waits for; it syncs two files, for tens of milliseconds where the
        disk has other work.  Thirteen hundred lines without a pause still cause one.
        """
        self._require_usable()
        self._parts.connection.execute(
            f"PRAGMA wal_autocheckpoint = {WAL_PAGES_UNTENDED:d}"
        )

    def truncate(self) -> WalState:
        """Copy the whole WAL into the main file and empty it; at settlement.

        Waits a quarter of a second for readers at most; what they hold back stays.
        """
        self._require_usable()
        connection = self._parts.connection
        connection.execute(f"PRAGMA busy_timeout = {_TRUNCATE_TIMEOUT_MS:d}")
        try:
            return self._checkpoint("TRUNCATE")
        finally:
            # A disk that failed has closed the connection.
            if self._fault is None:
                connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS:d}")

    def close(self) -> None:
        """Bring the witnesses up to date and let go of the file."""
        if self._is_closed:
            return
        self._is_closed = True
        self._require_own_thread()
        if self._fault is None:
            # An agent that keeps the file open would keep the WAL as well, and the
            # next start would take this for a kill.
            with suppress(StorageError):
                self.truncate()
            self._write_sentinel(sync=True)
            self._tell_key_store()
        self._sentinel.close()
        self._parts.reference.close()
        self._parts.connection.close()

    # What units of work ask of their owner.

    def prepare(self, *, is_final: bool) -> None:
        """See `UnitOwner`."""
        self._require_usable()
        wanted: _Synchronous = "FULL" if is_final else "NORMAL"
        if wanted != self._synchronous:
            # Between transactions only: inside one SQLite ignores the change.
            self._parts.connection.execute(f"PRAGMA synchronous = {wanted}")
            self._synchronous = wanted

    def committed(self, bodies: list[EventBody]) -> None:
        """See `UnitOwner`."""
        self._events_unsynced += len(bodies)
        is_due = self._events_unsynced >= SENTINEL_EVENTS_MAX
        self._note_commit(
            sync=is_due or any(isinstance(body, _SENTINEL_SYNCING) for body in bodies)
        )
        if any(isinstance(body, _SETTLED) for body in bodies):
            self._tell_key_store()
            # The settlement is on disk and stays told; what fails here is told by
            # the next command, which finds the ledger stopped.
            with suppress(StorageError):
                self.truncate()
        elif any(isinstance(body, EpochOpened) for body in bodies):
            self._tell_key_store()

    def failed(self, error: DatabaseError) -> Exception:
        """See `UnitOwner`."""
        known = storage_error_of(error, self._path)
        if isinstance(known, StorageFaultError):
            return self._stop(str(error))
        if isinstance(known, (WrongKeyError, DamagedDatabaseError)):
            # The key fitted when the file was opened: a page of it is broken.
            self._fault = DamagedDatabaseError(self._path, str(error))
            return self._fault
        return error if known is None else known

    def failed_to_commit(self, error: DatabaseError) -> Exception:
        """See `UnitOwner`."""
        return self.failed(error)

    # Inner works.

    def _note_commit(self, *, sync: bool) -> None:
        self._acknowledged = self._parts.log.head
        self._write_sentinel(sync=sync)

    def _write_sentinel(self, *, sync: bool) -> None:
        head = self._acknowledged
        try:
            self._sentinel.write(
                epoch=head.epoch,
                seq=head.seq,
                event_hash=head.hash,
                series=head.series,
                number=head.number,
            )
            if sync:
                self._sentinel.sync()
                self._events_unsynced = 0
        except OSError as error:
            # The sale is on disk; a witness that is behind must not undo it.
            self.sentinel_failure = error
        else:
            self.sentinel_failure = None

    def _tell_key_store(self) -> None:
        if self._keeper is None:
            return
        head = self._acknowledged
        try:
            before = self._keeper.read()
            self._keeper.write(
                KeyStoreWitness(
                    head.epoch,
                    head.seq,
                    head.hash.hex(),
                    head.series,
                    head.number,
                    tails_to_keep(
                        () if before is None else before.lost,
                        abandoned_tails(self._parts.connection),
                    ),
                )
            )
        except (KeyStoreError, StorageError, DatabaseError):
            # A locked keyring may not stop a settlement; the sentinel still stands.
            return

    def _checkpoint(self, mode: Literal["PASSIVE", "TRUNCATE"]) -> WalState:
        try:
            _, frames, checkpointed = self._parts.connection.execute(
                f"PRAGMA wal_checkpoint({mode})"
            ).fetchone()
        except DatabaseError as error:
            known = self.failed(error)
            if isinstance(known, StorageFaultError):
                # No step was under way that could have been undone.
                known = self._fault = known.between_steps()
            raise known from error
        wal_path = self._path.with_name(f"{self._path.name}-wal")
        return WalState(frames, checkpointed, wal_path.stat().st_size)

    def _require_own_thread(self) -> None:
        assert threading.get_ident() == self._thread_id, (
            "the ledger belongs to the use-case thread"
        )

    def _require_usable(self) -> None:
        self._require_own_thread()
        if self._fault is not None:
            raise self._fault

    def _stop(self, detail: str) -> StorageError:
        """Close, open again, look at the end of the chain, and sell no more."""
        self._parts.connection.close()
        self._fault = StorageFaultError(self._path, detail, self._look_again())
        return self._fault

    def _look_again(self) -> FaultOutcome:
        try:
            connection = connect_cipher(self._path, self._data_key)
        except StorageError:
            return FaultOutcome.UNKNOWN
        try:
            return compare_with_acknowledged(connection, self._acknowledged)
        except DatabaseError:
            return FaultOutcome.UNKNOWN
        finally:
            connection.close()


def compare_with_acknowledged(
    connection: Connection, acknowledged: Head
) -> FaultOutcome:
    """Say whether a reopened ledger still holds what was acknowledged."""
    row = connection.execute(
        "SELECT prev, header, body, hash FROM event WHERE event_no = ?",
        (acknowledged.event_no,),
    ).fetchone()
    if row is None:
        return FaultOutcome.LOST
    prev, header, body, hash_ = row
    if hash_ != acknowledged.hash or event_hash(prev, header, body) != hash_:
        return FaultOutcome.LOST
    if load_head(connection).event_no > acknowledged.event_no:
        return FaultOutcome.RECORDED
    return FaultOutcome.UNDONE
