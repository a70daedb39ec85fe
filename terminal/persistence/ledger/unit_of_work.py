"""One atomic change to the ledger file: BEGIN IMMEDIATE … COMMIT.

Two classes of commit share the one connection.  *Final* units (``synchronous =
FULL``) hold events: their COMMIT returns when the disk has them.  *Draft* units
(``NORMAL``) hold a line of the open basket: it survives the death of the process at
once, and a loss of power from the next final commit on, which syncs the same WAL.

Nothing here decides when to open a unit; `SqlLedger` hands out two of them, again
and again, because making their parts for every scanned line would cost more than
the line.
"""

from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self

from sync.protocol.envelope import ControlTotals
from sync.protocol.errors import MalformedMessageError
from sync.protocol.events import EventBody
from terminal.application.ports.catalog import Catalog
from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.application.ports.members import Members
from terminal.application.ports.operators import Operators
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.ports.unit_of_work import (
    Appended,
    PartingPoint,
    ReceiptNumber,
)
from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.ledger.baskets import SqlBaskets
from terminal.persistence.ledger.event_log import EventLog, Head
from terminal.persistence.ledger.finished import SqlFinishedTransactions
from terminal.persistence.ledger.member_ledgers import SqlMemberLedgers
from terminal.persistence.ledger.print_jobs import SqlPrintJobs
from terminal.persistence.ledger.promotion_uses import SqlPromotionUses
from terminal.persistence.ledger.till_records import (
    TENDER_CONTROL_SERIES_MARK,
    TillRecords,
)
from terminal.persistence.ledger.till_store import SqlTillStore

if TYPE_CHECKING:
    from terminal.persistence.ledger.foreign_receipts import SqlForeignReceipts
    from terminal.persistence.ledger.rehoming import Rehoming

RECEIPT_SERIES: Final = "receipt"
_SQLITE_CORRUPT: Final = 11
TENDER_CONTROL_SERIES: Final = "tender_control"


class CommitProbe(Protocol):
    """Is told when a COMMIT begins and ends; the kill campaign listens here."""

    def entered(self, name: str) -> None:
        """Say that ``draft.commit`` or ``final.commit`` begins."""

    def left(self, name: str) -> None:
        """Say that it returned."""


class Reference(Protocol):
    """The reference data that a unit of work shows beside the ledger."""

    @property
    def catalog(self) -> Catalog:
        """Items, read-only."""

    @property
    def operators(self) -> Operators:
        """Operators, read-only."""

    @property
    def members(self) -> Members:
        """Members, read-only."""

    @property
    def store(self) -> StoreSettings:
        """Store and workstation."""

    def acknowledged(self) -> dict[str, int]:
        """Return the last seq of each epoch that the center confirmed; no call."""

    def close(self) -> None:
        """Let go of the files, when the ledger is closed."""


class SqlNumbers:
    """Implements `Numbers`: the number after the last one in the ledger."""

    def __init__(self, log: EventLog, connection: Connection) -> None:
        self._log = log
        self._records = TillRecords(connection)
        self._taken = 0

    def begin(self) -> None:
        """Start a unit: what the last one took and did not use is free again."""
        self._taken = 0

    def next(self, series_kind: str = RECEIPT_SERIES) -> ReceiptNumber:
        """See `Numbers`; the event that carries the number makes it last."""
        head = self._log.head
        if series_kind == TENDER_CONTROL_SERIES:
            # One a unit: the next one reads what that unit's event projected.
            series = f"{head.series}{TENDER_CONTROL_SERIES_MARK}"
            return ReceiptNumber(series, self._records.last_number(series) + 1)
        assert series_kind == RECEIPT_SERIES, series_kind
        self._taken += 1
        return ReceiptNumber(head.series, head.number + self._taken)


class SqlEvents:
    """Implements `Events` on top of the event log."""

    def __init__(self, parts: "LedgerParts") -> None:
        self._parts = parts
        self.bodies: list[EventBody] = []
        self.is_open = False

    def append(
        self,
        body: EventBody,
        *,
        event_id: str | None = None,
        control: ControlTotals | None = None,
        business_day: str | None = None,
        deps: tuple[str, ...] = (),
    ) -> Appended:
        """See `Events`."""
        assert self.is_open, "events need a final unit"
        log = self._parts.log
        if not self.bodies:
            # Once a unit: what a sale was priced with does not change within it.
            log.feed_position = self._parts.reference.catalog.feed_position()
        number_before = log.head.number
        appended = log.append(
            body,
            event_id=event_id,
            control=control,
            business_day=business_day,
            deps=deps,
        )
        if log.head.number != number_before:
            # The number is in the ledger now, so the count begins after it.
            self._parts.numbers.begin()
        self._parts.till.note(body)
        self.bodies.append(body)
        return appended

    def is_request_recorded(self, request_id: str) -> bool:
        """See `Events`."""
        row = self._parts.connection.execute(
            "SELECT 1 FROM recorded_request WHERE request_id = ?", (request_id,)
        ).fetchone()
        return row is not None

    def leave_epoch(self, point: PartingPoint) -> bool:
        """See `Events`."""
        return self._opened(lambda rehoming: rehoming.leave(point))

    def give_up_epochs(self, epoch: str, center_seq: int) -> bool:
        """See `Events`; epochs that the center was seen to hold go with it."""
        unknown = {**self._parts.reference.acknowledged(), epoch: center_seq}
        return self._opened(lambda rehoming: rehoming.give_up(unknown))

    def _opened(self, begin: "Callable[[Rehoming], list[EventBody]]") -> bool:
        assert self.is_open, "events need a final unit"
        if not self.bodies:
            self._parts.log.feed_position = (
                self._parts.reference.catalog.feed_position()
            )
        bodies = begin(self._parts.rehoming)
        # The numbers of a new series are counted from its own start.
        self._parts.numbers.begin()
        self.bodies += bodies
        return bool(bodies)


class LedgerParts:
    """The repositories of one connection, shared by both classes of unit."""

    def __init__(
        self,
        connection: Connection,
        log: EventLog,
        reference: Reference,
        clock: Clock,
        ids: IdFactory,
        rehoming: "Rehoming",
    ) -> None:
        self.connection = connection
        self.rehoming = rehoming
        self.log = log
        self.reference = reference
        self.baskets = SqlBaskets(connection)
        self.finished = SqlFinishedTransactions(connection)
        self.member_ledgers = SqlMemberLedgers(connection)
        self.promotion_uses = SqlPromotionUses(connection)
        self.till = SqlTillStore(connection, log, reference.acknowledged)
        self.numbers = SqlNumbers(log, connection)
        self.print_jobs = SqlPrintJobs(connection, clock, ids)
        self.events = SqlEvents(self)

    @cached_property
    def foreign(self) -> "SqlForeignReceipts":
        """Receipts of other tills, loaded when the first is looked up."""
        from terminal.persistence.ledger.foreign_receipts import SqlForeignReceipts

        return SqlForeignReceipts(self.connection)

    def begin(self, *, is_final: bool) -> None:
        """Start counting what the new unit does."""
        self.events.bodies = []
        self.events.is_open = is_final
        self.numbers.begin()

    def forget(self, head: Head) -> None:
        """Go back to what is on disk: the unit did not commit."""
        self.log.head = head
        self.baskets.forget()
        self.till.forget()


class UnitOwner(Protocol):
    """What a unit asks of the ledger that hands it out."""

    def prepare(self, *, is_final: bool) -> None:
        """Check thread and health and set the class of the next COMMIT."""

    def committed(self, bodies: list[EventBody]) -> None:
        """Hear that a final unit with *bodies* is on disk."""

    def failed_to_commit(self, error: DatabaseError) -> Exception:
        """Return what to raise because COMMIT raised *error*."""

    def failed(self, error: DatabaseError) -> Exception:
        """Return what to raise because a statement raised *error*."""


def _broken_page(error: MalformedMessageError) -> DatabaseError:
    broken = DatabaseError(str(error))
    broken.sqlite_errorcode = _SQLITE_CORRUPT
    return broken


class SqlUnitOfWork:
    """Implements `UnitOfWork` for one class of commit."""

    def __init__(
        self,
        owner: UnitOwner,
        parts: LedgerParts,
        *,
        is_final: bool,
        probe: CommitProbe | None,
    ) -> None:
        self._owner = owner
        self._parts = parts
        self._is_final = is_final
        self._probe = probe
        self._probe_name = "final.commit" if is_final else "draft.commit"
        self._execute: Callable[[str], object] = parts.connection.execute
        self._head_before = parts.log.head
        self._is_open = False
        self._is_committed = False
        self._is_undone = False

    @property
    def catalog(self) -> Catalog:
        """See `UnitOfWork`."""
        return self._parts.reference.catalog

    @property
    def operators(self) -> Operators:
        """See `UnitOfWork`."""
        return self._parts.reference.operators

    @property
    def members(self) -> Members:
        """See `UnitOfWork`."""
        return self._parts.reference.members

    @property
    def store(self) -> StoreSettings:
        """See `UnitOfWork`."""
        return self._parts.reference.store

    @property
    def baskets(self) -> SqlBaskets:
        """See `UnitOfWork`."""
        return self._parts.baskets

    @property
    def promotion_uses(self) -> SqlPromotionUses:
        """See `UnitOfWork`."""
        return self._parts.promotion_uses

    @property
    def finished(self) -> SqlFinishedTransactions:
        """See `UnitOfWork`."""
        return self._parts.finished

    @property
    def foreign(self) -> "SqlForeignReceipts":
        """See `UnitOfWork`."""
        return self._parts.foreign

    @property
    def member_ledgers(self) -> SqlMemberLedgers:
        """See `UnitOfWork`."""
        return self._parts.member_ledgers

    @property
    def till(self) -> SqlTillStore:
        """See `UnitOfWork`."""
        return self._parts.till

    @property
    def events(self) -> SqlEvents:
        """See `UnitOfWork`; a draft unit can only ask, not append."""
        return self._parts.events

    @property
    def numbers(self) -> SqlNumbers:
        """See `UnitOfWork`."""
        assert self._is_final, "a draft unit takes no numbers"
        return self._parts.numbers

    @property
    def print_jobs(self) -> SqlPrintJobs:
        """See `UnitOfWork`."""
        return self._parts.print_jobs

    def __enter__(self) -> Self:
        assert not self._is_open, "a unit of work is already open"
        self._owner.prepare(is_final=self._is_final)
        self._parts.begin(is_final=self._is_final)
        self._head_before = self._parts.log.head
        self._is_committed = False
        self._is_undone = False
        try:
            # IMMEDIATE takes the write lock now, so that a busy file is found
            # before any work is done instead of at commit.
            self._execute("BEGIN IMMEDIATE")
        except DatabaseError as error:
            raise self._owner.failed(error) from error
        self._is_open = True
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_open = False
        if not self._is_committed and not self._is_undone:
            self._undo()
        if isinstance(exc, DatabaseError):
            raise self._owner.failed(exc) from exc
        if isinstance(exc, MalformedMessageError):
            # A header of our own that cannot be read is a page that came back empty:
            # the cipher tells of a broken page only at the next one.
            raise self._owner.failed(_broken_page(exc)) from exc

    def commit(self) -> None:
        """See `UnitOfWork`."""
        assert self._is_open, "the unit of work is not open"
        assert not self._is_committed, "the unit of work is committed already"
        probe = self._probe
        if probe is not None:
            probe.entered(self._probe_name)
        try:
            self._execute("COMMIT")
        except DatabaseError as error:
            self._undo()
            raise self._owner.failed_to_commit(error) from error
        self._is_committed = True
        if probe is not None:
            probe.left(self._probe_name)
        if self._is_final and self._parts.events.bodies:
            self._owner.committed(self._parts.events.bodies)

    def _undo(self) -> None:
        self._is_undone = True
        self._parts.forget(self._head_before)
        connection = self._parts.connection
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except DatabaseError as error:
            raise self._owner.failed(error) from error
