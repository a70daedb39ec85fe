"""Opens the ledger of a home and finds out whether it travelled back in time.

Before the first receipt can be given, every witness outside of the file is heard.
If one knows of events that the file does not hold, the file was restored or cut:
a new epoch begins, with a receipt series that was never used, so that no number is
given twice.
"""

import base64
import secrets
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec

from sync.protocol.envelope import event_hash
from sync.protocol.events.epoch_opened_v1 import AbandonedTail
from sync.protocol.receipt_series import series_rank
from sync.protocol.signature import Signer, verify
from terminal import __version__
from terminal.application.ports.catalog import Catalog
from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.application.ports.members import Members
from terminal.application.ports.operators import Operators
from terminal.application.ports.store_settings import StoreSettings
from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import (
    SQLITE_INTERRUPT,
    AlteredLedgerError,
    DamagedDatabaseError,
    StorageError,
    WrongKeyError,
    primary_code,
    storage_error_of,
)
from terminal.persistence.files import file_error
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.errors import KeyStoreError
from terminal.persistence.keys.witness import LostTail, WitnessKeeper
from terminal.persistence.ledger.event_log import (
    EpochReason,
    EpochStart,
    EventLog,
    Head,
    Stream,
)
from terminal.persistence.ledger.known_losses import abandoned_tails, unnamed_tails
from terminal.persistence.ledger.rehoming import CENTRAL_SERVER, Rehoming
from terminal.persistence.ledger.sentinel import Sentinel, SentinelState, read_sentinel
from terminal.persistence.ledger.sql_ledger import KeyStoreWitnessKeeper, SqlLedger
from terminal.persistence.ledger.store_settings import store_settings_of
from terminal.persistence.ledger.unit_of_work import (
    CommitProbe,
    LedgerParts,
    Reference,
)
from terminal.persistence.ledger.witness import (
    Standing,
    Witness,
    series_after,
    standing_of,
)
from terminal.persistence.migrations.ledger import MIGRATIONS
from terminal.persistence.migrations.runner import migrate, migration_names
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.sqlcipher import connect_cipher

QUICK_CHECK_TIMEOUT_S: Final = 2.0

_EPOCH_BYTES: Final = 8
# Some milliseconds of checking.
_STEPS_BETWEEN_LOOKS: Final = 50_000
_CACHE_KIB: Final = 8 * 1024


class HomeReference:
    """Reference data of a home: the replica, and its own settings."""

    def __init__(self, home: Home, reader: ReplicaReader) -> None:
        self._reader = reader
        self._store = store_settings_of(home.settings)
        self._is_told = not home.is_training

    @property
    def catalog(self) -> Catalog:
        """See `Reference`."""
        return self._reader

    @property
    def operators(self) -> Operators:
        """See `Reference`."""
        return self._reader

    @property
    def members(self) -> Members:
        """See `Reference`."""
        return self._reader

    @property
    def store(self) -> StoreSettings:
        """See `Reference`."""
        return self._store

    def acknowledged(self) -> dict[str, int]:
        """See `Reference`; a damaged replica is the agent's to report."""
        if not self._is_told:
            return {}
        try:
            marks = self._reader.watermarks()
        except StorageError:
            return {}
        return {mark.epoch: mark.seq for mark in marks}

    def close(self) -> None:
        """See `Reference`."""
        self._reader.close()


def open_ledger(  # noqa: PLR0913 - keyword-only, each for one kind of caller
    home: Home,
    keys: HomeKeys,
    *,
    clock: Clock,
    ids: IdFactory,
    probe: CommitProbe | None = None,
    new_epoch: EpochReason | None = None,
    epoch_id: str | None = None,
    epoch_ids: Callable[[], str] | None = None,
    start: EpochStart | None = None,
) -> SqlLedger:
    """Open the ledger of *home* for the calling thread, making it when absent.

    The caller holds ``home.lock_ledger()``.

    Args:
        home: The home.
        keys: Its opened keys.
        clock: Times of the events.
        ids: Ids of the events.
        probe: Is told when a COMMIT begins and ends.
        new_epoch: Why a new epoch must begin in any case (a restored home).
        epoch_id: What a new epoch is called; the center was told at enrolment.
        epoch_ids: Names the epochs to come; random names by default.
        start: All that a new epoch begins with, instead of what is found out.

    Raises:
        WrongKeyError: The keys are not those of the file.
        DamagedDatabaseError: Pages of the file cannot be read.
        AlteredLedgerError: The last event contradicts its hash or signature.
        StorageError: Anything else that the disk refuses.
    """
    reader = ReplicaReader(home, keys)
    return LedgerOpener(
        home,
        keys,
        clock=clock,
        ids=ids,
        reference=HomeReference(home, reader),
        probe=probe,
        epoch_ids=epoch_ids or new_epoch_id,
    ).open(new_epoch, epoch_id, start=start)


class LedgerOpener:
    """The steps of `open_ledger`, with the reference data given by the caller."""

    def __init__(  # noqa: PLR0913 - keyword-only but the home and its keys
        self,
        home: Home,
        keys: HomeKeys,
        *,
        clock: Clock,
        ids: IdFactory,
        reference: Reference,
        probe: CommitProbe | None = None,
        epoch_ids: Callable[[], str] | None = None,
    ) -> None:
        self._home = home
        self._keys = keys
        self._clock = clock
        self._ids = ids
        self._reference = reference
        self._probe = probe
        self._epoch_ids = epoch_ids or new_epoch_id
        self._path = home.ledger_path
        self._epoch_id: str | None = None
        self._given_start: EpochStart | None = None

    def open(
        self,
        new_epoch: EpochReason | None,
        epoch_id: str | None = None,
        *,
        start: EpochStart | None = None,
    ) -> SqlLedger:
        """See `open_ledger`.

        Args:
            new_epoch: Why a new epoch must begin in any case.
            epoch_id: What a new epoch is called.
            start: All that a new epoch begins with, instead of what is found out.
        """
        self._epoch_id = epoch_id
        self._given_start = start
        was_left_open = _has_content(_wal_path(self._path))
        state = read_sentinel(self._home.sentinel_path, self._keys.data_key)
        connection = self._connect(state)
        try:
            if was_left_open:
                require_sound_pages(connection, self._path)
            return self._start(connection, state, new_epoch)
        except DatabaseError as error:
            connection.close()
            known = storage_error_of(error, self._path)
            if known is None:
                raise
            raise known from error
        except BaseException:
            connection.close()
            raise

    def _connect(self, state: SentinelState) -> Connection:
        try:
            connection = connect_cipher(self._path, self._keys.data_key)
        except WrongKeyError as error:
            if state.record is None:
                raise
            # The sentinel opens with this key, so the key is right.
            raise DamagedDatabaseError(self._path, "page 1 cannot be read") from error
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB:d}")
        return connection

    def _start(
        self,
        connection: Connection,
        state: SentinelState,
        new_epoch: EpochReason | None,
    ) -> SqlLedger:
        migrate(connection, self._path, MIGRATIONS)
        require_sound_head(connection, self._path)
        log = EventLog(
            connection,
            self._stream(),
            Signer(self._keys.signing_private),
            self._clock,
            self._ids,
        )
        keeper = self._keeper()
        witnesses = list(self._witnesses(state, keeper))
        has_new_key = is_signed_by_another(connection, log)
        start = self._given_start or self._epoch_start(
            connection, log.head, witnesses, new_epoch, kept_losses(keeper)
        )
        if start is None and has_new_key:
            start = self._epoch_start(connection, log.head, [], "init", ())
        if start is not None and has_new_key:
            start = self._under_new_key(start)
        parts = LedgerParts(
            connection,
            log,
            self._reference,
            self._clock,
            self._ids,
            Rehoming(connection, log, self._epoch_ids),
        )
        ledger = SqlLedger(
            self._path,
            self._keys.data_key,
            parts,
            self._open_sentinel(connection, state),
            probe=self._probe,
            keeper=keeper,
        )
        if start is not None:
            ledger.begin_epoch(start)
        ledger.tell_witnesses()
        return ledger

    def _stream(self) -> Stream:
        workstation = self._home.settings.workstation
        return Stream(
            tenant=workstation.tenant,
            store=workstation.store,
            workstation=workstation.workstation,
            lane=workstation.lane,
            app=__version__,
            schema=migration_names(MIGRATIONS)[-1],
        )

    def _keeper(self) -> KeyStoreWitnessKeeper | None:
        try:
            return WitnessKeeper(self._home)
        except StorageError:
            return None

    def _witnesses(
        self, state: SentinelState, keeper: KeyStoreWitnessKeeper | None
    ) -> Iterable[Witness]:
        if state.record is not None:
            yield state.record.as_witness()
        yield from key_store_witnesses(keeper)
        yield from replica_witnesses(self._home, self._keys)

    def _epoch_start(
        self,
        connection: Connection,
        head: Head,
        witnesses: list[Witness],
        reason: EpochReason | None,
        kept: tuple[LostTail, ...],
    ) -> EpochStart | None:
        missing = missing_from(connection, head, witnesses)
        unnamed = unnamed_tails(
            kept,
            abandoned_tails(connection),
            lambda epoch, seq: hash_at(connection, epoch, seq),
        )
        if head.event_no and not missing and not unnamed and reason is None:
            return None
        if reason is None:
            reason = "rollback" if missing or unnamed else "init"
        known = [
            series
            for (series,) in connection.execute("SELECT series FROM epoch").fetchall()
        ]
        known += [witness.series for witness in missing]
        series = series_after(*known)
        # An epoch that only its name is known of took a series nobody told us.
        for witness in missing:
            if witness.series is None and witness.epoch != head.epoch:
                series = series_after(series)
        return EpochStart(
            epoch=self._epoch_id or self._epoch_ids(),
            reason=reason,
            series=series,
            abandoned=tuple(
                AbandonedTail(
                    source=witness.source,
                    epoch=witness.epoch,
                    seq=witness.seq,
                    number=witness.number,
                )
                for witness in missing
            )
            + tuple(unnamed),
        )

    def _under_new_key(self, start: EpochStart) -> EpochStart:
        """Let an epoch begin with the word of the key before, if there is one."""
        joined = self._keys.joined
        if joined is None:
            return start
        series = start.series
        if series_rank(joined.series) >= series_rank(series):
            series = series_after(joined.series)
        return msgspec.structs.replace(
            start, series=series, succession=joined.succession
        )

    def _open_sentinel(self, connection: Connection, state: SentinelState) -> Sentinel:
        salt = connection.execute("PRAGMA cipher_salt").fetchone()[0]
        counter = state.record.counter if state.record is not None else 0
        try:
            return Sentinel(
                self._home.sentinel_path,
                self._keys.data_key,
                counter=counter,
                salt=bytes.fromhex(salt),
            )
        except OSError as error:
            raise file_error(self._home.sentinel_path, error) from error


def is_signed_by_another(connection: Connection, log: EventLog) -> bool:
    """Tell whether another key than this home's signed the last epoch of the file."""
    row = connection.execute(
        "SELECT public_key FROM epoch ORDER BY epoch_no DESC LIMIT 1"
    ).fetchone()
    return row is not None and base64.b64decode(row[0]) != log.public_key


def new_epoch_id() -> str:
    """Return a name for an epoch, from the system's random source."""
    return secrets.token_hex(_EPOCH_BYTES)


def key_store_witnesses(keeper: KeyStoreWitnessKeeper | None) -> Iterable[Witness]:
    """Return what the key store remembers; nothing when it cannot be asked."""
    if keeper is None:
        return
    try:
        found = keeper.read()
    except KeyStoreError:
        return
    if found is not None:
        yield Witness(
            source="key store",
            epoch=found.epoch,
            seq=found.seq,
            hash=bytes.fromhex(found.hash),
            series=found.series,
            number=found.number,
        )


def kept_losses(keeper: KeyStoreWitnessKeeper | None) -> tuple[LostTail, ...]:
    """Return what the key store was told to be lost; nothing without an answer."""
    if keeper is None:
        return ()
    try:
        found = keeper.read()
    except KeyStoreError:
        return ()
    return () if found is None else found.lost


def replica_witnesses(home: Home, keys: HomeKeys) -> Iterable[Witness]:
    """Return what the central server holds, as the agent was last told.

    In training nothing: there the file tells of the till, whose events are others.
    """
    if home.is_training:
        return
    reader = ReplicaReader(home, keys)
    try:
        marks = reader.watermarks()
    except StorageError:
        # A damaged replica is the agent's to report; it proves nothing here.
        return
    finally:
        reader.close()
    for mark in marks:
        yield Witness(
            source=CENTRAL_SERVER,
            epoch=mark.epoch,
            seq=mark.seq,
            hash=bytes.fromhex(mark.hash) if mark.hash else None,
        )


def missing_from(
    connection: Connection, head: Head, witnesses: list[Witness]
) -> list[Witness]:
    """Return the witnesses that make a new epoch necessary.

    A witness of an epoch that this file has closed needs none: the series has
    changed already.  Neither does one whose epoch an earlier new epoch gave up.
    """
    epochs = {
        epoch for (epoch,) in connection.execute("SELECT epoch FROM epoch").fetchall()
    }
    given_up = {tail.epoch for tail in abandoned_tails(connection)}
    return [
        witness
        for witness in witnesses
        if (witness.epoch == head.epoch or witness.epoch not in epochs | given_up)
        and standing_of(witness, lambda epoch, seq: hash_at(connection, epoch, seq))
        is not Standing.AGREES
    ]


def hash_at(connection: Connection, epoch: str, seq: int) -> bytes | None:
    """Return the hash of event *seq* of *epoch*, None when the file lacks it."""
    row = connection.execute(
        "SELECT hash FROM event WHERE event_no ="
        " (SELECT first_event_no + ? FROM epoch WHERE epoch = ?) AND seq = ?",
        (seq - 1, epoch, seq),
    ).fetchone()
    return None if row is None else bytes(row[0])


def require_sound_pages(
    connection: Connection, path: Path, *, timeout_s: float = QUICK_CHECK_TIMEOUT_S
) -> None:
    """Check the structure of the file after it was not closed in order.

    A till must be back in seconds after a power cut, whatever years it holds: what
    is not reached in time is left to `ledger verify`.

    Raises:
        DamagedDatabaseError: It is not sound.
    """
    deadline_s = time.monotonic() + timeout_s
    connection.set_progress_handler(
        lambda: time.monotonic() > deadline_s, _STEPS_BETWEEN_LOOKS
    )
    try:
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except DatabaseError as error:
        if primary_code(error) == SQLITE_INTERRUPT:
            return
        raise
    finally:
        connection.set_progress_handler(None, 0)
    if answer != "ok":
        raise DamagedDatabaseError(path, str(answer))


def require_sound_head(connection: Connection, path: Path) -> None:
    """Check the last event before another is chained to it.

    Raises:
        AlteredLedgerError: Its hash or signature does not fit.
    """
    row = connection.execute(
        "SELECT epoch, seq, prev, header, body, hash, signature, public_key"
        " FROM event JOIN epoch USING (epoch_no) ORDER BY event_no DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return
    epoch, seq, prev, header, body, hash_, signature, public_key = row
    if event_hash(prev, header, body) != hash_:
        raise AlteredLedgerError(path, f"event {seq} of epoch {epoch}: hash")
    if not verify(base64.b64decode(public_key), hash_, signature):
        raise AlteredLedgerError(path, f"event {seq} of epoch {epoch}: signature")


def _wal_path(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
