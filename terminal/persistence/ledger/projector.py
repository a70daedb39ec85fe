"""Turns events into the rows of the projections.

The same code runs in the commit of an event and when a projection is rebuilt from
the events, so a projection can differ from its events only if somebody changed the
file.  Nothing here reads a clock, a setting or working state: an event and the rows
before it decide alone.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from sync.protocol.envelope import Header
from sync.protocol.events import EventBody, sale_completed_v1, transaction_voided_v1
from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.business_day_closed_v1 import BusinessDayClosed
from sync.protocol.events.business_day_opened_v1 import BusinessDayOpened
from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.epoch_opened_v2 import EpochRehomed
from sync.protocol.events.epoch_opened_v3 import EpochSucceeded
from sync.protocol.events.line_voided_v1 import LineVoided
from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from sync.protocol.events.receipt_reprinted_v1 import ReceiptReprinted
from sync.protocol.events.report_reprinted_v1 import ReportReprinted
from sync.protocol.events.request_recorded_v1 import RequestRecorded
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_counted_v1 import TillCounted
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.member_projector import MEMBER_TABLES
from terminal.persistence.ledger.period_totals import PeriodTotals
from terminal.persistence.ledger.promotion_uses import USE_TABLES
from terminal.persistence.ledger.session_projector import (
    SESSION_TABLES,
    SessionProjector,
)
from terminal.persistence.ledger.till_projector import TILL_TABLES, TillProjector
from terminal.persistence.ledger.transaction_projector import TransactionProjector

PROJECTION_TABLES: Final = (
    "epoch",
    "retail_transaction",
    "line_item",
    "control_total",
    "business_day",
    *TILL_TABLES,
    *MEMBER_TABLES,
    *USE_TABLES,
    *SESSION_TABLES,
    "recorded_request",
)
"""Every table that follows from the events, in the order to compare them."""

_Body = TypeVar("_Body", bound=EventBody)
_Apply = Callable[[int, Header, EventBody], None]


class Projector:
    """Writes the rows that follow from events, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute
        self._totals = PeriodTotals(connection)
        till = TillProjector(connection)
        sessions = SessionProjector(connection)
        transactions = TransactionProjector(connection, self._totals, till)
        self._handlers: dict[type[EventBody], _Apply] = {}
        self._register(AccessApproved, sessions.access_approved)
        self._register(BusinessDayClosed, self._business_day_closed)
        self._register(BusinessDayOpened, self._business_day_opened)
        self._register(EpochOpened, self._epoch_opened)
        self._register(EpochRehomed, self._epoch_rehomed)
        self._register(EpochSucceeded, self._epoch_opened)
        self._register(LineVoided, self._line_voided)
        self._register(NoSaleRecorded, self._no_sale_recorded)
        self._register(OperatorSignOnFailed, sessions.sign_on_failed)
        self._register(OperatorSignedOff, sessions.signed_off)
        self._register(OperatorSignedOn, sessions.signed_on)
        self._register(ReceiptReprinted, transactions.receipt_reprinted)
        self._register(RequestRecorded, self._request_recorded)
        self._register(SaleCompleted, transactions.sale)
        self._register(sale_completed_v1.SaleCompleted, transactions.sale_v1)
        self._register(ReportReprinted, till.report_reprinted)
        self._register(TenderControlRecorded, till.tender_control)
        self._register(TillCounted, till.counted)
        self._register(TillPeriodOpened, till.period_opened)
        self._register(TillSettledV1, till.settled)
        self._register(TillSettled, till.settled)
        self._register(TransactionCancelled, transactions.cancelled)
        self._register(TransactionVoided, transactions.voided)
        self._register(transaction_voided_v1.TransactionVoided, transactions.voided_v1)

    def apply(self, event_no: int, header: Header, body: EventBody) -> None:
        """Write what follows from one event; events come in the order of the file.

        A type without rows of its own is only in the ledger, which is enough.
        """
        handler = self._handlers.get(type(body))
        if handler is not None:
            handler(event_no, header, body)

    def _register(
        self, body_type: type[_Body], handler: Callable[[int, Header, _Body], None]
    ) -> None:
        def apply(event_no: int, header: Header, body: EventBody) -> None:
            assert isinstance(body, body_type)
            handler(event_no, header, body)

        self._handlers[body_type] = apply

    # Epochs.

    def _epoch_opened(self, event_no: int, header: Header, body: EpochOpened) -> None:
        parent = header.parent
        self._execute(
            "INSERT INTO epoch (epoch, first_event_no, parent_epoch, parent_seq,"
            " parent_hash, reason, series, first_number, public_key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                header.epoch,
                event_no,
                parent.epoch if parent else None,
                parent.seq if parent else None,
                parent.hash if parent else None,
                body.reason,
                body.series,
                body.first_number,
                body.public_key,
            ),
        )

    def _epoch_rehomed(self, event_no: int, header: Header, body: EpochRehomed) -> None:
        self._epoch_opened(event_no, header, body)
        tail = body.rehomed
        self._execute(
            "UPDATE epoch SET rehomed_epoch = ?, rehomed_after = ?, rehomed_last = ?"
            " WHERE epoch = ?",
            (tail.epoch, tail.after_seq, tail.last_seq, header.epoch),
        )

    def _line_voided(self, _event_no: int, _header: Header, _body: LineVoided) -> None:
        self._totals.count_in_open_period("voided_lines")

    def _no_sale_recorded(
        self, _event_no: int, _header: Header, _body: NoSaleRecorded
    ) -> None:
        self._totals.count_in_open_period("no_sales")

    # Till.

    def _business_day_opened(
        self, event_no: int, header: Header, body: BusinessDayOpened
    ) -> None:
        self._execute(
            "INSERT INTO business_day VALUES (?, ?, ?, ?, NULL)",
            (event_no, body.business_day, header.event_id, body.at_ms),
        )

    def _business_day_closed(
        self, _event_no: int, _header: Header, body: BusinessDayClosed
    ) -> None:
        self._execute(
            "UPDATE business_day SET closed_at_ms = ?"
            " WHERE business_day = ? AND closed_at_ms IS NULL",
            (body.at_ms, body.business_day),
        )

    def _request_recorded(
        self, _event_no: int, _header: Header, body: RequestRecorded
    ) -> None:
        self._execute(
            "INSERT OR IGNORE INTO recorded_request VALUES (?)", (body.request_id,)
        )
