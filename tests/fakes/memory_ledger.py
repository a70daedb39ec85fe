"""The ledger in memory, with the promises of the real one.

The same contract test runs against both. Each change of a unit leaves the way back
on an undo list; leaving without commit walks it. Events go through their exact
bytes before they are projected, so a body that does not survive the wire fails here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import msgspec

from structs.decoding import decode_json
from sync.protocol.envelope import ControlTotals
from sync.protocol.events import EventBody, decode_body, encode_body, type_of
from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.business_day_closed_v1 import BusinessDayClosed
from sync.protocol.events.business_day_opened_v1 import BusinessDayOpened
from sync.protocol.events.line_voided_v1 import LineVoided
from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from sync.protocol.events.receipt_reprinted_v1 import ReceiptReprinted
from sync.protocol.events.request_recorded_v1 import RequestRecorded
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import SaleLine
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.ports.clock import Clock
from terminal.application.ports.foreign_receipts import ForeignReceipt
from terminal.application.ports.id_factory import IdFactory
from terminal.application.ports.promotion_uses import PromotionUses
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.ports.unit_of_work import (
    Appended,
    PartingPoint,
    ReceiptNumber,
    SettlementRecord,
)
from terminal.application.receipts.document import ReceiptDocument
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.application.selling.sale_view import SuspendedView
from terminal.application.tendering.finished_sale import (
    Fate,
    finished_sale,
    points_entries,
    redemptions,
)
from terminal.domain.access.sign_on_delay import SignOnFailures
from terminal.domain.member.coupon_ledger import (
    CouponLedger,
    Redemption,
    RedemptionBack,
)
from terminal.domain.member.points_ledger import (
    PlaceOfEntry,
    PointsBack,
    PointsEntry,
    PointsLedger,
)
from terminal.domain.promotion.basket import Uses
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.till.pending_sync import PendingSync, pending_sync
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import SettlementSummary, TillCount
from terminal.domain.till.tender_control import TenderControlTransaction
from terminal.domain.till.till_state import (
    BusinessDayState,
    SessionState,
    TillPeriodState,
    TillState,
)
from terminal.domain.transaction.finished_transaction import (
    FinishedSummary,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import (
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.terms import NO_TERMS, TransactionTerms
from terminal.domain.transaction.transaction_header import TransactionHeader
from tests.fakes import memory_till_records
from tests.fakes.recorded_event import RecordedEvent
from tests.fakes.reference_data import (
    MemoryCatalog,
    MemoryMembers,
    MemoryOperators,
)

replace = msgspec.structs.replace

EPOCH = "e" * 16
_MISSING: Any = object()


class StoredBasket:
    """The rows of one basket, as a database would have them."""

    def __init__(self, header: TransactionHeader) -> None:
        self.header = header
        self.lines: dict[int, SaleReturnLineItem] = {}
        self.tenders: tuple[TenderLineItem, ...] = ()
        self.terms: TransactionTerms = NO_TERMS
        self.suspended_at_ms: int | None = None

    def restored(self) -> RetailTransaction:
        """Return the transaction that these rows are."""
        lines = [self.lines[sequence] for sequence in sorted(self.lines)]
        return RetailTransaction.restore(self.header, lines, self.tenders, self.terms)


class _State:
    """Everything that a commit keeps."""

    def __init__(self) -> None:
        self.events: list[RecordedEvent] = []
        self.baskets: dict[str, StoredBasket] = {}
        self.finished: dict[str, FinishedTransaction] = {}
        self.foreign: dict[str, ForeignReceipt] = {}
        self.totals: dict[str, PeriodTotals] = {}
        self.failures: dict[str, SignOnFailures] = {}
        self.requests: dict[str, bool] = {}
        self.print_jobs: dict[str, PrintJob] = {}
        self.numbers: dict[str, int] = {}
        self.till: dict[str, TillState] = {"state": TillState()}


class MemoryLedger:
    """Implements the Ledger port; also keeps what tests want to look at."""

    def __init__(
        self,
        clock: Clock,
        ids: IdFactory,
        store: StoreSettings,
        catalog: MemoryCatalog | None = None,
        operators: MemoryOperators | None = None,
    ) -> None:
        self.clock = clock
        self.ids = ids
        self.store = store
        self.catalog = catalog or MemoryCatalog()
        self.operators = operators or MemoryOperators()
        self.members = MemoryMembers()
        self.state = _State()
        self.undo: list[Callable[[], None]] = []
        self.open_basket: RetailTransaction | None = None
        self.is_basket_known = False
        self.fail_next_commit = False
        self.draft_commits = 0
        self.final_commits = 0
        self.is_in_unit = False
        self.acknowledged: dict[str, int] = {}

    @property
    def events(self) -> list[RecordedEvent]:
        """All events that were committed, oldest first."""
        return list(self.state.events)

    def draft(self) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self, is_final=False)

    def final(self) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self, is_final=True)

    def crash(self) -> None:
        """Lose everything in memory, as a killed program does."""
        self.roll_back()
        self.is_in_unit = False

    def roll_back(self) -> None:
        while self.undo:
            self.undo.pop()()
        self.open_basket = None
        self.is_basket_known = False

    def put(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        """Set a row and remember the way back."""
        before = table.get(key, _MISSING)
        if before is _MISSING:
            self.undo.append(lambda: table.__delitem__(key))
        else:
            self.undo.append(lambda: table.__setitem__(key, before))
        table[key] = value

    def drop(self, table: dict[str, Any], key: str) -> None:
        """Remove a row and remember the way back."""
        before = table.pop(key)
        self.undo.append(lambda: table.__setitem__(key, before))


class _Baskets:
    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger
        self._rows = ledger.state.baskets

    def open_basket(self) -> RetailTransaction | None:
        ledger = self._ledger
        if not ledger.is_basket_known:
            rows = [row for row in self._rows.values() if row.suspended_at_ms is None]
            assert len(rows) <= 1
            ledger.open_basket = rows[0].restored() if rows else None
            ledger.is_basket_known = True
        return ledger.open_basket

    def save(self, transaction: RetailTransaction) -> None:
        changes = transaction.take_changes()
        if changes.header is not None:
            basket = StoredBasket(changes.header)
            self._ledger.put(self._rows, changes.header.transaction_id, basket)
        row = self._rows[transaction.transaction_id]
        for line in changes.lines:
            self._ledger.put(row.lines, line.sequence, line)
        if changes.tenders is not None:
            before = row.tenders
            self._ledger.undo.append(lambda: setattr(row, "tenders", before))
            row.tenders = changes.tenders
        if changes.terms is not None:
            terms = row.terms
            self._ledger.undo.append(lambda: setattr(row, "terms", terms))
            row.terms = changes.terms
        self._ledger.open_basket = transaction
        self._ledger.is_basket_known = True

    def discard(self, transaction_id: str) -> None:
        self._ledger.drop(self._rows, transaction_id)
        self._forget()

    def suspend(self, transaction_id: str, suspended_at_ms: int) -> None:
        self._set_suspended(transaction_id, suspended_at_ms)
        self._forget()

    def retrieve(self, transaction_id: str) -> RetailTransaction | None:
        row = self._rows.get(transaction_id)
        if row is None or row.suspended_at_ms is None:
            return None
        self._set_suspended(transaction_id, None)
        self._forget()
        return self.open_basket()

    def list_suspended(self) -> list[SuspendedView]:
        rows = [
            (row.suspended_at_ms, row)
            for row in self._rows.values()
            if row.suspended_at_ms is not None
        ]
        rows.sort(key=lambda pair: (pair[0], pair[1].header.transaction_id))
        return [_suspended_view(row, at_ms) for at_ms, row in rows]

    def _set_suspended(self, transaction_id: str, at_ms: int | None) -> None:
        row = self._rows[transaction_id]
        before = row.suspended_at_ms
        self._ledger.undo.append(lambda: setattr(row, "suspended_at_ms", before))
        row.suspended_at_ms = at_ms

    def _forget(self) -> None:
        self._ledger.open_basket = None
        self._ledger.is_basket_known = False


def _suspended_view(row: StoredBasket, at_ms: int) -> SuspendedView:
    transaction = row.restored()
    return SuspendedView(
        transaction_id=transaction.transaction_id,
        opened_at_ms=transaction.header.opened_at_ms,
        suspended_at_ms=at_ms,
        operator_id=transaction.header.operator_id,
        line_count=transaction.item_count,
        total_minor=transaction.total_minor,
    )


class _Finished:
    def __init__(self, ledger: MemoryLedger) -> None:
        self._rows = ledger.state.finished

    def find_by_receipt(self, series: str, number: int) -> FinishedTransaction | None:
        for row in self._rows.values():
            if (row.series, row.number) == (series, number):
                return row
        return None

    def find_by_event_id(self, event_id: str) -> FinishedTransaction | None:
        return self._rows.get(event_id)

    def find_by_source_reference(
        self, source_reference: str
    ) -> FinishedTransaction | None:
        for row in self._rows.values():
            if row.source_reference == source_reference:
                return row
        return None

    def returns_of(self, event_id: str) -> list[FinishedTransaction]:
        return [
            row
            for row in self._rows.values()
            if row.voided_by is None
            and any(
                line.return_of is not None
                and line.return_of.event_id == event_id
                and not line.is_voided
                for line in row.lines
            )
        ]

    def last(self) -> FinishedTransaction | None:
        return next(reversed(self._rows.values()), None)

    def list_recent(self, limit: int) -> list[FinishedSummary]:
        return [
            FinishedSummary(
                event_id=row.event_id,
                series=row.series,
                number=row.number,
                business_day=row.business_day,
                completed_at_ms=row.completed_at_ms,
                gross_minor=row.gross_minor,
                is_voided=row.voided_by is not None,
            )
            for row in sorted(self._rows.values(), key=lambda row: -row.seq)[:limit]
        ]


class _PromotionUses:
    def __init__(self, ledger: MemoryLedger) -> None:
        self._rows = ledger.state.finished

    def of_promotion(self, promotion_id: str, member_id: str | None) -> PromotionUses:
        used = [
            (row.member_id, use.amount_minor)
            for row in self._rows.values()
            if row.voided_by is None
            for use in row.promotions
            if use.promotion_id == promotion_id
        ]
        back = [one for one in self._given_back() if one.promotion_id == promotion_id]
        own = sum(member is not None and member == member_id for member, _ in used)
        return PromotionUses(
            Uses(
                total=len(used) + sum(one.uses for one in back),
                member=own
                + sum(one.uses for one in back if one.member_id == (member_id or "?")),
            ),
            sum(amount for _, amount in used) - sum(one.amount_minor for one in back),
        )

    def of_coupon(self, code: str, member_id: str | None) -> Uses:
        used = [
            row.member_id
            for row in self._rows.values()
            if row.voided_by is None
            for use in row.promotions
            for used_code in use.coupon_codes
            if used_code == code
        ]
        back = [
            one for one in self._given_back() for c in one.coupon_codes if c == code
        ]
        own = sum(member is not None and member == member_id for member in used)
        return Uses(
            total=len(used) + sum(one.uses for one in back),
            member=own
            + sum(one.uses for one in back if one.member_id == (member_id or "?")),
        )

    def _given_back(self) -> list[Redemption]:
        return [
            one
            for row in self._rows.values()
            if row.voided_by is None
            for one in row.given_back
        ]


class _MemberLedgers:
    """Asks the domain's own ledgers, made from the events each time."""

    def __init__(self, ledger: MemoryLedger) -> None:
        self._state = ledger.state

    def points_since(self, member_id: str, as_of: Mapping[str, int]) -> int:
        points = PointsLedger()
        for event in self._state.events:
            if event.seq > as_of.get(EPOCH, 0):
                points.add(_points_of(event.body))
        return points.balance(member_id)

    def points_back(self, event_id: str) -> Mapping[PlaceOfEntry, PointsBack]:
        points = PointsLedger()
        for event in self._state.events:
            points.add(_points_of(event.body))
        return points.back_of(event_id)

    def redemptions_back(self, event_id: str) -> Mapping[str, RedemptionBack]:
        used = CouponLedger()
        for event in self._state.events:
            if isinstance(event.body, SaleCompleted | TransactionVoided):
                used.add(redemptions(event.body.given_back))
        return used.back_of(event_id)


def _points_of(body: EventBody) -> tuple[PointsEntry, ...]:
    if isinstance(body, SaleCompleted | TransactionVoided):
        return points_entries(body.points)
    return ()


class _Foreign:
    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger
        self._rows = ledger.state.foreign

    def find(self, event_id: str) -> ForeignReceipt | None:
        return self._rows.get(event_id)

    def save(self, receipt: ForeignReceipt, saved_at_ms: int) -> None:
        self._ledger.put(self._rows, receipt.event_id, receipt)


class _TillStore:
    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger
        self._state = ledger.state

    def state(self) -> TillState:
        return self._state.till["state"]

    def totals(self, till_period_id: str) -> PeriodTotals:
        totals = self._state.totals[till_period_id]
        last = self._state.events[-1]
        totals = memory_till_records.with_records(totals, self._state.events)
        return replace(
            totals,
            last_seq=last.seq,
            event_count=last.seq - totals.first_seq + 1,
            head_hash=last.hash_hex,
        )

    def expected_cash_minor(self, till_period_id: str) -> int:
        return self.totals(till_period_id).expected_cash_minor

    def find_tender_control(
        self, series: str, number: int
    ) -> TenderControlTransaction | None:
        found = memory_till_records.tender_control(self._state.events)
        return next(
            (c for c in found if (c.series, c.number) == (series, number)), None
        )

    def list_tender_control(
        self, till_period_id: str
    ) -> list[TenderControlTransaction]:
        found = memory_till_records.tender_control(self._state.events)
        return [one for one in found if one.till_period_id == till_period_id]

    def last_count(self, till_period_id: str) -> TillCount | None:
        return memory_till_records.last_count(till_period_id, self._state.events)

    def settlement(self, z_number: int) -> SettlementRecord | None:
        return memory_till_records.settlement(z_number, self._state.events)

    def list_settlements(self, limit: int) -> list[SettlementSummary]:
        return memory_till_records.list_settlements(limit, self._state.events)

    def pending_sync(self) -> PendingSync:
        return pending_sync({EPOCH: len(self._state.events)}, self._ledger.acknowledged)

    def sign_on_failures(self, operator_id: str) -> SignOnFailures:
        return self._state.failures.get(operator_id, SignOnFailures())


class _Numbers:
    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger

    def next(self, series_kind: str = "receipt") -> ReceiptNumber:
        numbers = self._ledger.state.numbers
        number = numbers.get(series_kind, 0) + 1
        self._ledger.put(numbers, series_kind, number)
        series = "A" if series_kind == "receipt" else "A0"
        return ReceiptNumber(series, number)


class _PrintJobs:
    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger
        self._rows = ledger.state.print_jobs

    def wants(self, kind: PrintJobKind) -> bool:
        return True

    def add(self, kind: PrintJobKind, document: ReceiptDocument | None) -> str:
        job_id = self._ledger.ids.new()
        job = PrintJob(
            job_id=job_id,
            kind=kind,
            state=PrintJobState.QUEUED,
            document=document,
            created_at_ms=self._ledger.clock.wall_ms(),
        )
        encoded = msgspec.json.encode(job)
        self._ledger.put(self._rows, job_id, decode_json(encoded, PrintJob))
        return job_id

    def replace(self, job_id: str, document: ReceiptDocument) -> None:
        job = self._rows.get(job_id)
        if job is None or job.state is not PrintJobState.QUEUED:
            return
        encoded = msgspec.json.encode(replace(job, document=document))
        self._ledger.put(self._rows, job_id, decode_json(encoded, PrintJob))

    def list_queued(self) -> list[PrintJob]:
        done = {PrintJobState.DONE, PrintJobState.DROPPED}
        return [job for job in self._rows.values() if job.state not in done]

    def mark(self, job_id: str, state: str) -> bool:
        job = self._rows.get(job_id)
        if job is None:
            return False
        self._ledger.put(self._rows, job_id, replace(job, state=PrintJobState(state)))
        return True


class _Events:
    """Appends events and keeps the projections that the port promises."""

    def __init__(self, ledger: MemoryLedger, *, is_final: bool) -> None:
        self._ledger = ledger
        self._state = ledger.state
        self._is_final = is_final

    def append(
        self,
        body: EventBody,
        *,
        event_id: str | None = None,
        control: ControlTotals | None = None,
        business_day: str | None = None,
        deps: tuple[str, ...] = (),
    ) -> Appended:
        assert self._is_final, "events need a final unit"
        events = self._state.events
        data = encode_body(body)
        event_type, version = type_of(body)
        body = decode_body(event_type, version, data)
        assert encode_body(body) == data
        event_id = event_id or self._ledger.ids.new()
        assert all(event.event_id != event_id for event in events)
        prev = events[-1].hash_hex if events else ""
        digest = hashlib.sha256(f"{prev}{event_id}{event_type}".encode() + data)
        event = RecordedEvent(
            seq=len(events) + 1,
            event_id=event_id,
            body=body,
            control=control,
            business_day=business_day,
            deps=deps,
            hash_hex=digest.hexdigest(),
        )
        events.append(event)
        self._ledger.undo.append(lambda: events.__delitem__(-1))
        self._project(event)
        return Appended(
            event_id=event_id, epoch=EPOCH, seq=event.seq, hash_hex=event.hash_hex
        )

    def is_request_recorded(self, request_id: str) -> bool:
        return request_id in self._state.requests

    def leave_epoch(self, point: PartingPoint) -> bool:
        # One epoch, and no center that could hold another one.
        return False

    def give_up_epochs(self, epoch: str, center_seq: int) -> bool:
        return False

    def _project(self, event: RecordedEvent) -> None:
        body = event.body
        if isinstance(body, SaleCompleted):
            self._sale_completed(event, body)
        elif isinstance(body, TransactionVoided):
            self._transaction_voided(event, body)
        elif isinstance(body, TransactionCancelled):
            self._count("cancelled")
        elif isinstance(body, LineVoided):
            self._count("voided_lines")
        elif isinstance(body, NoSaleRecorded):
            self._count("no_sales")
        elif isinstance(body, ReceiptReprinted):
            self._count("reprints")
            self._change_finished(body.original_event_id, copies=body.copy_number)
        elif isinstance(body, RequestRecorded):
            self._ledger.put(self._state.requests, body.request_id, value=True)
        else:
            self._project_till(event, body)

    def _project_till(self, event: RecordedEvent, body: EventBody) -> None:
        if isinstance(body, OperatorSignedOn):
            session = SessionState(
                session_id=body.session_id,
                operator_id=body.operator_id,
                name=body.name,
                role=body.role,
                permissions=frozenset(body.permissions),
                language=body.language,
                opened_at_ms=body.at_ms,
            )
            self._change_till(session=session)
            self._ledger.put(self._state.failures, body.operator_id, SignOnFailures())
        elif isinstance(body, OperatorSignedOff):
            self._change_till(session=None)
        elif isinstance(body, AccessApproved):
            self._ledger.put(self._state.failures, body.approver_id, SignOnFailures())
        elif isinstance(body, OperatorSignOnFailed):
            clock = self._ledger.clock
            failures = SignOnFailures(
                count=body.failures,
                last_at_ms=body.at_ms,
                last_monotonic_ms=clock.monotonic_ms(),
                boot_id=clock.boot_id,
            )
            self._ledger.put(self._state.failures, body.operator_id, failures)
        elif isinstance(body, BusinessDayOpened):
            day = BusinessDayState(
                business_day=body.business_day,
                opened_event_id=event.event_id,
                opened_at_ms=body.at_ms,
            )
            self._change_till(business_day=day)
        elif isinstance(body, BusinessDayClosed):
            self._change_till(business_day=None)
        elif isinstance(body, TillPeriodOpened):
            self._period_opened(event, body)
        elif isinstance(body, TillSettledV1 | TillSettled):
            self._change_till(period=None, z_number=body.z_number)

    def _period_opened(self, event: RecordedEvent, body: TillPeriodOpened) -> None:
        period = TillPeriodState(
            till_period_id=body.till_period_id,
            business_day=body.business_day,
            loan_minor=body.loan_minor,
            opened_event_id=event.event_id,
            opened_at_ms=body.at_ms,
        )
        totals = PeriodTotals(
            till_period_id=body.till_period_id,
            loan_minor=body.loan_minor,
            currency=body.currency,
            first_seq=event.seq,
        )
        self._change_till(period=period, last_business_day=body.business_day)
        self._ledger.put(self._state.totals, body.till_period_id, totals)

    def _sale_completed(self, event: RecordedEvent, body: SaleCompleted) -> None:
        finished = finished_sale(
            body,
            Fate(event_id=event.event_id, event_hash=event.hash_hex, seq=event.seq),
        )
        self._ledger.put(self._state.finished, event.event_id, finished)
        counting = [line for line in body.lines if not line.is_voided]
        for line in counting:
            self._add_returned(line, sign=1)
        self._add_money(
            body.till_period_id,
            body.gross_minor,
            body.tax_minor,
            [(tender.method, tender.amount_minor) for tender in body.tenders],
            transactions=1,
            sale_lines=sum(line.kind == "sale" for line in counting),
            return_lines=sum(line.kind == "return" for line in counting),
        )

    def _transaction_voided(
        self, event: RecordedEvent, body: TransactionVoided
    ) -> None:
        voided = self._state.events
        original = next(e for e in voided if e.event_id == body.voids.event_id)
        assert isinstance(original.body, SaleCompleted)
        self._change_finished(original.event_id, voided_by=event.event_id)
        for line in original.body.lines:
            if not line.is_voided:
                self._add_returned(line, sign=-1)
        self._add_money(
            body.till_period_id,
            body.gross_minor,
            body.tax_minor,
            [(tender.method, tender.amount_minor) for tender in body.tenders],
            voided=1,
        )

    def _add_returned(self, line: SaleLine, *, sign: int) -> None:
        if line.return_of is None:
            return
        sold = self._state.finished.get(line.return_of.event_id)
        if sold is None:
            return  # another till sold it
        index = line.return_of.line_sequence - 1
        lines = list(sold.lines)
        lines[index] = replace(
            lines[index],
            returned_micro=lines[index].returned_micro - sign * line.quantity_micro,
            returned_minor=lines[index].returned_minor - sign * line.amount_minor,
            returned_taxes=_less(
                lines[index].returned_taxes,
                [sign * tax.tax_minor for tax in line.taxes],
            ),
        )
        self._change_finished(sold.event_id, lines=tuple(lines))

    def _add_money(
        self,
        till_period_id: str,
        gross_minor: int,
        tax_minor: int,
        tenders: list[tuple[str, int]],
        **counts: int,
    ) -> None:
        totals = self._state.totals[till_period_id]
        sums = dict(totals.tenders_minor)
        for method, amount in tenders:
            sums[method] = sums.get(method, 0) + amount
        added = {name: getattr(totals, name) + n for name, n in counts.items()}
        new = replace(
            totals,
            gross_minor=totals.gross_minor + gross_minor,
            tax_minor=totals.tax_minor + tax_minor,
            tenders_minor=tuple(sorted(sums.items())),
            **added,
        )
        self._ledger.put(self._state.totals, till_period_id, new)
        perpetual = self._state.till["state"].perpetual_gross_minor + gross_minor
        self._change_till(perpetual_gross_minor=perpetual)

    def _count(self, name: str) -> None:
        period = self._state.till["state"].period
        if period is not None:
            totals = self._state.totals[period.till_period_id]
            new = replace(totals, **{name: getattr(totals, name) + 1})
            self._ledger.put(self._state.totals, period.till_period_id, new)

    def _change_finished(self, event_id: str, **changes: Any) -> None:
        row = self._state.finished[event_id]
        self._ledger.put(self._state.finished, event_id, replace(row, **changes))

    def _change_till(self, **changes: Any) -> None:
        state = replace(self._state.till["state"], **changes)
        self._ledger.put(self._state.till, "state", state)


def _less(sums: tuple[int, ...], parts: list[int]) -> tuple[int, ...]:
    before = sums or (0,) * len(parts)
    return tuple(a - b for a, b in zip(before, parts, strict=True))


class MemoryUnitOfWork:
    """Implements the UnitOfWork port."""

    def __init__(self, ledger: MemoryLedger, *, is_final: bool) -> None:
        self._ledger = ledger
        self._is_final = is_final
        self.catalog = ledger.catalog
        self.operators = ledger.operators
        self.members = ledger.members
        self.store = ledger.store
        self.baskets = _Baskets(ledger)
        self.finished = _Finished(ledger)
        self.promotion_uses = _PromotionUses(ledger)
        self.foreign = _Foreign(ledger)
        self.member_ledgers = _MemberLedgers(ledger)
        self.till = _TillStore(ledger)
        self.events = _Events(ledger, is_final=is_final)
        self.numbers = _Numbers(ledger)
        self.print_jobs = _PrintJobs(ledger)

    def __enter__(self) -> Self:
        assert not self._ledger.is_in_unit, "units do not nest"
        assert not self._ledger.undo
        self._ledger.is_in_unit = True
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._ledger.is_in_unit:
            self._ledger.roll_back()
            self._ledger.is_in_unit = False

    def commit(self) -> None:
        assert self._ledger.is_in_unit
        if self._ledger.fail_next_commit:
            self._ledger.fail_next_commit = False
            raise OSError("the disk is full")
        self._ledger.undo.clear()
        self._ledger.is_in_unit = False
        if self._is_final:
            self._ledger.final_commits += 1
        else:
            self._ledger.draft_commits += 1
