"""Checks the whole ledger: pages, structure, chain, accounts, projections, witnesses.

Works on the ledger of a till that stands still; beside a running till it checks the
events alone, in short reads, and says what it left out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import (
    DamagedDatabaseError,
    DatabaseMissingError,
    ReadOnlyHomeError,
    StorageError,
    WrongKeyError,
)
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.witness import WitnessKeeper
from terminal.persistence.ledger.event_audit import (
    EventAudit,
    first_projection_difference,
    first_schema_difference,
    read_events,
    scratch_ledger,
)
from terminal.persistence.ledger.opening import (
    hash_at,
    key_store_witnesses,
    replica_witnesses,
)
from terminal.persistence.ledger.page_check import damaged_pages
from terminal.persistence.ledger.sentinel import read_sentinel
from terminal.persistence.ledger.verify_report import (
    BadEvent,
    Check,
    Outcome,
    VerifyReport,
)
from terminal.persistence.ledger.witness import Standing, Witness, standing_of
from terminal.persistence.locks import HomeLockedError
from terminal.persistence.migrations.ledger import MIGRATIONS
from terminal.persistence.migrations.runner import (
    applied_names,
    check_known,
    migration_names,
)
from terminal.persistence.sqlcipher import connect_cipher

_TILL_RUNS: Final = "the till is running, so this was left out"
_IS_OLDER: Final = (
    "an older version of Evertill wrote the tables, so this was left out; start the"
    " till once, which brings them up to date"
)


def verify_ledger(
    home: Home, keys: HomeKeys, *, watermark: Witness | None = None
) -> VerifyReport:
    """Check everything that can be checked and name what fails first.

    Takes ``ledger.lock`` when it is free, and empties the WAL into the main file.

    Args:
        home: The home.
        keys: Its opened keys.
        watermark: A further witness, such as the central server just asked.

    Raises:
        DatabaseMissingError: There is no ledger.
        WrongKeyError: The keys are not those of the file.
        DatabaseTooNewError: A newer program wrote the file.
    """
    if not home.ledger_path.exists():
        raise DatabaseMissingError(home.ledger_path)
    with _writer_lock(home) as is_still:
        return _Verification(home, keys, watermark, is_still=is_still).run()


@contextmanager
def _writer_lock(home: Home) -> Iterator[bool]:
    """Hold the writer's lock if nobody else does; tell whether it is held."""
    try:
        lock = home.lock_ledger()
        lock.__enter__()
    except HomeLockedError:
        yield False
        return
    try:
        yield True
    finally:
        lock.__exit__(None, None, None)


class _Verification:
    """One run over one ledger."""

    def __init__(
        self,
        home: Home,
        keys: HomeKeys,
        watermark: Witness | None,
        *,
        is_still: bool,
    ) -> None:
        self._home = home
        self._keys = keys
        self._watermark = watermark
        self._is_still = is_still
        self._checks: list[Check] = []
        self._first_bad_page: int | None = None
        self._first_bad_event: BadEvent | None = None
        self._confirmed: Witness | None = None

    def run(self) -> VerifyReport:
        """Check from the outside in: pages first, meaning last."""
        if not self._check_pages():
            return self._report(None, None)
        connection = connect_cipher(
            self._home.ledger_path, self._keys.data_key, read_only=True
        )
        try:
            check_known(connection, self._home.ledger_path, MIGRATIONS)
            with scratch_ledger() as scratch:
                audit = self._check_events(connection, scratch)
                return self._report(audit, connection, scratch)
        finally:
            connection.close()

    # Pages.

    def _check_pages(self) -> bool:
        """Check the file itself; False when there is no use in going on."""
        if not self._is_still:
            self._skip("pages", _TILL_RUNS)
            self._skip("structure", _TILL_RUNS)
            return True
        busy = self._empty_wal()
        if busy:
            self._skip("pages", "another program reads the ledger, try again")
            return self._check_structure()
        pages = damaged_pages(self._home.ledger_path, self._keys.data_key)
        if pages:
            self._first_bad_page = pages[0]
            self._fail(
                "pages",
                f"damaged: page {pages[0]} is the first of {len(pages)} that do not"
                f" carry their tag",
            )
            return False
        self._pass("pages")
        return self._check_structure()

    def _empty_wal(self) -> bool:
        """Bring the WAL into the main file; True when a reader is in the way."""
        try:
            connection = connect_cipher(self._home.ledger_path, self._keys.data_key)
        except (DamagedDatabaseError, ReadOnlyHomeError):
            # The page check says more than this would.
            return False
        except WrongKeyError:
            if self._sentinel_fits():
                # The key is right: it is the first page that is damaged.
                return False
            raise
        try:
            row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except DatabaseError:
            return False
        finally:
            connection.close()
        return bool(row[0])

    def _sentinel_fits(self) -> bool:
        state = read_sentinel(self._home.sentinel_path, self._keys.data_key)
        return state.record is not None

    def _check_structure(self) -> bool:
        try:
            connection = connect_cipher(
                self._home.ledger_path, self._keys.data_key, read_only=True
            )
            try:
                rows = connection.execute("PRAGMA integrity_check(1)").fetchall()
            finally:
                connection.close()
        except (DatabaseError, StorageError) as error:
            self._fail("structure", str(error))
            return False
        if rows != [("ok",)]:
            self._fail("structure", str(rows[0][0]))
            return False
        self._pass("structure")
        return True

    # Events and projections.

    def _check_events(self, connection: Connection, scratch: Connection) -> EventAudit:
        audit = EventAudit(
            self._keys.signing_public, scratch, connection, self._keys.earlier_public
        )
        last = connection.execute("SELECT ifnull(max(event_no), 0) FROM event")
        last_event_no = last.fetchone()[0]
        for row in read_events(connection, 0, last_event_no):
            audit.take(row)
        if audit.walked != last_event_no and not audit.bad:
            self._fail("events", f"{last_event_no - audit.walked} events are not there")
        elif audit.bad:
            self._first_bad_event = audit.bad[0]
            self._fail("events", _describe_event(audit.bad[0], audit.bad_count))
        else:
            self._pass(
                "events",
                f"{audit.walked} events: chain, signatures, receipt numbers and"
                f" control totals",
            )
        if audit.walk.foreign_epochs:
            self._fail(
                "key",
                f"epoch {audit.walk.foreign_epochs[0]} is signed with a key that is"
                f" not this home's",
            )
        self._check_projections(connection, scratch, audit)
        self._check_witnesses(connection, audit)
        return audit

    def _check_projections(
        self, connection: Connection, scratch: Connection, audit: EventAudit
    ) -> None:
        if not self._is_still:
            self._skip("projections", _TILL_RUNS)
            return
        if audit.unknown:
            self._skip(
                "projections",
                f"{audit.unknown} events are of types this version does not know",
            )
            return
        if applied_names(connection, MIGRATIONS) != migration_names(MIGRATIONS):
            # An older program's file, before the till has started on it once.
            self._skip("tables", _IS_OLDER)
            self._skip("projections", _IS_OLDER)
            return
        difference = first_schema_difference(connection, scratch)
        if difference is not None:
            self._fail("tables", difference)
        else:
            self._pass("tables")
        difference = first_projection_difference(connection, scratch)
        if difference is not None:
            self._fail("projections", difference)
        else:
            self._pass("projections", "rebuilt from the events and equal row by row")

    # Witnesses.

    def _check_witnesses(self, connection: Connection, audit: EventAudit) -> None:
        given_up = {tail.epoch for tail in audit.abandoned}
        for witness in self._witnesses():
            if witness.epoch in given_up:
                continue
            standing = standing_of(
                witness, lambda epoch, seq: hash_at(connection, epoch, seq)
            )
            self._check_witness(witness, standing)
            is_remote = witness.source not in {"sentinel", "key store"}
            if is_remote and standing is Standing.AGREES and witness.seq:
                self._confirmed = witness

    def _check_witness(self, witness: Witness, standing: Standing) -> None:
        name = f"witness: {witness.source}"
        event = f"event {witness.seq} of epoch {witness.epoch}"
        match standing:
            case Standing.AGREES:
                self._pass(name, f"it knows the ledger up to {event}")
            case Standing.AHEAD:
                self._fail(
                    name,
                    f"the ledger was cut or put back: it lacks {event}, which the"
                    f" {witness.source} has seen",
                )
            case Standing.CONTRADICTS:
                self._fail(
                    name,
                    f"{event} is not the one that the {witness.source} has seen: the"
                    f" end of the ledger was written again",
                )

    def _witnesses(self) -> Iterator[Witness]:
        state = read_sentinel(self._home.sentinel_path, self._keys.data_key)
        if state.record is not None:
            yield state.record.as_witness()
        else:
            detail = "nobody's" if state.is_foreign else "missing or unreadable"
            self._fail(
                "witness: sentinel",
                f"the sentinel is {detail}, so it was tampered with",
            )
        heard = False
        for witness in self._key_store():
            heard = True
            yield witness
        if not heard:
            self._skip("witness: key store", "it remembers nothing or gives no answer")
        heard = False
        for witness in replica_witnesses(self._home, self._keys):
            heard = True
            yield witness
        if self._watermark is not None:
            heard = True
            yield self._watermark
        if not heard:
            self._skip("witness: central server", "no server has confirmed anything")

    def _key_store(self) -> Iterator[Witness]:
        try:
            keeper = WitnessKeeper(self._home)
        except StorageError:
            return
        yield from key_store_witnesses(keeper)

    # The answer.

    def _pass(self, name: str, detail: str = "") -> None:
        self._checks.append(Check(name, Outcome.PASSED, detail))

    def _fail(self, name: str, detail: str) -> None:
        self._checks.append(Check(name, Outcome.FAILED, detail))

    def _skip(self, name: str, detail: str) -> None:
        self._checks.append(Check(name, Outcome.SKIPPED, detail))

    def _report(
        self,
        audit: EventAudit | None,
        connection: Connection | None,
        scratch: Connection | None = None,
    ) -> VerifyReport:
        transactions, gross_minor, epochs, head = 0, 0, 0, ""
        if scratch is not None and connection is not None:
            transactions, gross_minor = scratch.execute(
                "SELECT count(*), ifnull(sum(gross_minor), 0) FROM retail_transaction"
                " WHERE kind <> 'cancelled'"
            ).fetchone()
            epochs = scratch.execute("SELECT count(*) FROM epoch").fetchone()[0]
            row = connection.execute(
                "SELECT epoch, seq FROM event JOIN epoch USING (epoch_no)"
                " ORDER BY event_no DESC LIMIT 1"
            ).fetchone()
            head = f"{row[0]}/{row[1]}" if row else ""
        outcomes = {check.outcome for check in self._checks}
        is_complete = audit is not None and not any(
            check.outcome is Outcome.SKIPPED and not check.name.startswith("witness")
            for check in self._checks
        )
        return VerifyReport(
            ok=Outcome.FAILED not in outcomes,
            is_complete=is_complete,
            checks=tuple(self._checks),
            first_bad_page=self._first_bad_page,
            first_bad_event=self._first_bad_event,
            bad_events=audit.bad_count if audit else 0,
            events=audit.walked if audit else 0,
            epochs=epochs,
            transactions=transactions,
            gross_minor=gross_minor,
            head=head,
            known_losses=_known_losses(audit) if audit else (),
            cannot_know=tuple(self._cannot_know()) if audit else (),
        )

    def _cannot_know(self) -> Iterator[str]:
        if self._confirmed is None:
            yield (
                "No server has confirmed any event: whoever holds the keys of this home"
                " and also rewrites the sentinel and the key store's witness can remove"
                " or replace the newest events without a trace."
            )
        else:
            yield (
                f"Events after {self._confirmed.seq} of epoch {self._confirmed.epoch},"
                f" the last the {self._confirmed.source} confirmed, are held in place"
                " by this computer alone: whoever holds the keys of this home and also"
                " rewrites the sentinel and the key store's witness can remove or"
                " replace them without a trace."
            )
        yield (
            "A copy of this whole computer, put back with everything on it, looks like"
            " the real one until the central server is asked."
        )
        if not self._is_still:
            yield (
                "Damaged pages and changed projections cannot be looked for while the"
                " till is running."
            )


def _describe_event(bad: BadEvent, count: int) -> str:
    more = f", and {count - 1} more do not verify" if count > 1 else ""
    where = f"event {bad.seq} of epoch {bad.epoch}" if bad.epoch else "an event"
    what = f" ({bad.type}, {bad.event_id})" if bad.event_id else ""
    return f"altered: {where}{what} fails {' and '.join(bad.checks)}{more}"


def _known_losses(audit: EventAudit) -> tuple[str, ...]:
    return tuple(
        f"Events of epoch {tail.epoch} up to {tail.seq} were lost in part or whole"
        f" before a restore; the {tail.source} knew of them."
        for tail in audit.abandoned
    )
