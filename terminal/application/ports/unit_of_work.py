"""One atomic change to the till's ledger.

The use-case thread alone calls everything here.
"""

from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import msgspec

from sync.protocol.envelope import ControlTotals
from sync.protocol.events import EventBody
from terminal.application.ports.catalog import Catalog
from terminal.application.ports.member_ledgers import MemberLedgers
from terminal.application.ports.members import Members
from terminal.application.ports.operators import Operators
from terminal.application.ports.promotion_uses import PromotionUseCounts
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import ReceiptDocument
from terminal.application.receipts.print_job import PrintJob, PrintJobKind
from terminal.application.selling.sale_view import SuspendedView
from terminal.domain.access.sign_on_delay import SignOnFailures
from terminal.domain.till.pending_sync import PendingSync
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import SettlementSummary, TillCount
from terminal.domain.till.tender_control import TenderControlTransaction
from terminal.domain.till.till_state import TillState
from terminal.domain.transaction.finished_transaction import (
    FinishedSummary,
    FinishedTransaction,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction

if TYPE_CHECKING:
    # Few transactions touch receipts of other tills: not before the first paint.
    from terminal.application.ports.foreign_receipts import ForeignReceipts


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """Where an event landed.

    Attributes:
        seq: Dense within the epoch, from 1.
        hash_hex: Hash of the event; its first eight digits are on the receipt.
    """

    event_id: str
    epoch: str
    seq: int
    hash_hex: str


class PartingPoint(msgspec.Struct, frozen=True, kw_only=True):
    """The last event that this ledger and the center have in common in an epoch.

    Attributes:
        epoch: 16 hex digits.
        seq: Number of that event.
        hash: Its hash, 64 hex digits.
        center_seq: Last event that the center holds of the epoch.
    """

    epoch: str
    seq: int
    hash: str
    center_seq: int


class ReceiptNumber(msgspec.Struct, frozen=True):
    """A number of this workstation's series, gap-free from 1."""

    series: str
    number: int


class SettlementRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A settlement as the ledger holds it.

    Attributes:
        body: The event itself, in the version it was written in.
        copies: Copies of its report that were printed.
    """

    event_id: str
    event_hash: str
    body: EventBody
    copies: int


class Baskets(Protocol):
    """Open and suspended transactions: working state, not facts."""

    def open_basket(self) -> RetailTransaction | None:
        """Return the one open transaction.

        The same object comes back from unit to unit while units commit; after a
        unit that did not, it is read again from disk.
        """

    def save(self, transaction: RetailTransaction) -> None:
        """Store what changed in the open transaction (``take_changes``)."""

    def discard(self, transaction_id: str) -> None:
        """Forget an open or suspended transaction that has ended."""

    def suspend(self, transaction_id: str, suspended_at_ms: int) -> None:
        """Put the open transaction aside."""

    def retrieve(self, transaction_id: str) -> RetailTransaction | None:
        """Make a suspended transaction the open one; None when there is none."""

    def list_suspended(self) -> list[SuspendedView]:
        """Return the suspended transactions, oldest first."""


class FinishedTransactions(Protocol):
    """Completed transactions, from projections of the ledger."""

    def find_by_receipt(self, series: str, number: int) -> FinishedTransaction | None:
        """Return the completed transaction with this receipt number."""

    def find_by_event_id(self, event_id: str) -> FinishedTransaction | None:
        """Return the completed transaction of this event."""

    def find_by_source_reference(
        self, source_reference: str
    ) -> FinishedTransaction | None:
        """Return the completed transaction with this outside id."""

    def returns_of(self, event_id: str) -> list[FinishedTransaction]:
        """Return the transactions that took goods of a sale back; not voided ones."""

    def last(self) -> FinishedTransaction | None:
        """Return the transaction that was completed last."""

    def list_recent(self, limit: int) -> list[FinishedSummary]:
        """Return the last completed transactions, newest first."""


class TillStore(Protocol):
    """Where the till stands, from projections of the ledger."""

    def state(self) -> TillState:
        """Return day, period and session; cheap, called for every line."""

    def totals(self, till_period_id: str) -> PeriodTotals:
        """Return what the period came to so far."""

    def expected_cash_minor(self, till_period_id: str) -> int:
        """Return the cash of the store's currency that should be in the till.

        Cheap: a tender of cash may ask for it.
        """

    def find_tender_control(
        self, series: str, number: int
    ) -> TenderControlTransaction | None:
        """Return the tender control transaction with this number."""

    def list_tender_control(
        self, till_period_id: str
    ) -> list[TenderControlTransaction]:
        """Return those of a period, oldest first."""

    def last_count(self, till_period_id: str) -> TillCount | None:
        """Return the last recorded count of the period."""

    def settlement(self, z_number: int) -> SettlementRecord | None:
        """Return the settlement with this number, from the ledger."""

    def list_settlements(self, limit: int) -> list[SettlementSummary]:
        """Return the last settlements, newest first."""

    def pending_sync(self) -> PendingSync:
        """Return what the center is not known to hold; asks nobody, waits never."""

    def sign_on_failures(self, operator_id: str) -> SignOnFailures:
        """Return the failures in a row since the operator last signed on."""


class Events(Protocol):
    """The ledger's growing end."""

    def append(
        self,
        body: EventBody,
        *,
        event_id: str | None = None,
        control: ControlTotals | None = None,
        business_day: str | None = None,
        deps: tuple[str, ...] = (),
    ) -> Appended:
        """Chain, sign and project one fact in this unit of work.

        Args:
            body: The fact; its class names type and version.
            event_id: A transaction's own id; a fresh id when None.
            control: What the event adds to money and counts; None for nothing.
            business_day: ISO date it belongs to.
            deps: Events that the central server must have applied before it.
        """

    def is_request_recorded(self, request_id: str) -> bool:
        """Return whether the ledger has recorded this request of the agent."""

    def leave_epoch(self, point: PartingPoint) -> bool:
        """Begin a new epoch at *point* and append what follows it again.

        False when nothing is to be done: the epoch was left there already, or this
        ledger does not hold that event.
        """

    def give_up_epochs(self, epoch: str, center_seq: int) -> bool:
        """Begin a new epoch because the center holds one that this ledger lost.

        False when this ledger knows it, or has said before that it is lost.
        """


class Numbers(Protocol):
    """Numbers without gaps: of receipts, and of tender control transactions."""

    def next(self, series_kind: str = "receipt") -> ReceiptNumber:
        """Take the next number; given back when the unit does not commit."""


class PrintJobs(Protocol):
    """What the printer and the drawer still have to do."""

    def wants(self, kind: PrintJobKind) -> bool:
        """Tell whether this till has a device for such jobs; others are not kept."""

    def add(self, kind: PrintJobKind, document: ReceiptDocument | None) -> str:
        """Queue a job in this unit and return its id."""

    def replace(self, job_id: str, document: ReceiptDocument) -> None:
        """Print *document* instead, if the job is still queued."""

    def list_queued(self) -> list[PrintJob]:
        """Return the jobs that are not done, oldest first."""

    def mark(self, job_id: str, state: str) -> bool:
        """Set a job's state; False when there is no such job."""


class UnitOfWork(Protocol):
    """One atomic change. Leaving without ``commit()`` undoes it."""

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

    @property
    def baskets(self) -> Baskets:
        """Open and suspended transactions."""

    @property
    def finished(self) -> FinishedTransactions:
        """Completed transactions."""

    @property
    def promotion_uses(self) -> PromotionUseCounts:
        """Earlier uses of promotions and coupons."""

    @property
    def foreign(self) -> "ForeignReceipts":
        """Receipts of other tills."""

    @property
    def member_ledgers(self) -> MemberLedgers:
        """Points, and what was given back of promotions."""

    @property
    def till(self) -> TillStore:
        """Day, period, session."""

    @property
    def events(self) -> Events:
        """The ledger; only in a unit from ``Ledger.final``."""

    @property
    def numbers(self) -> Numbers:
        """Receipt numbers; only in a unit from ``Ledger.final``."""

    @property
    def print_jobs(self) -> PrintJobs:
        """Jobs for printer and drawer."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def commit(self) -> None:
        """Make every change of this unit durable, or raise and keep none."""


class Ledger(Protocol):
    """Opens units of work; one at a time, on the use-case thread."""

    def draft(self) -> UnitOfWork:
        """Open a unit without events: survives the process, not power loss."""

    def final(self) -> UnitOfWork:
        """Open a unit that may append events: survives power loss."""
