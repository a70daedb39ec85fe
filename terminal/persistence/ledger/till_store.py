"""Where the till stands: business day, till period, session and their totals."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from sync.protocol.events import EventBody, sale_completed_v1, transaction_voided_v1
from sync.protocol.events.business_day_closed_v1 import BusinessDayClosed
from sync.protocol.events.business_day_opened_v1 import BusinessDayOpened
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.ports.unit_of_work import SettlementRecord
from terminal.domain.access.sign_on_delay import SignOnFailures
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.pending_sync import PendingSync
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import SettlementSummary, TillCount
from terminal.domain.till.tender_control import TenderControlTransaction
from terminal.domain.till.till_state import (
    BusinessDayState,
    SessionState,
    TillPeriodState,
    TillState,
)
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.event_log import EventLog
from terminal.persistence.ledger.session_projector import split_permissions
from terminal.persistence.ledger.till_records import TillRecords

_PERPETUAL: Final = (
    SaleCompleted,
    TransactionVoided,
    sale_completed_v1.SaleCompleted,
    transaction_voided_v1.TransactionVoided,
)

_STATE_CHANGING: Final = (
    BusinessDayClosed,
    BusinessDayOpened,
    OperatorSignedOff,
    OperatorSignedOn,
    TillPeriodOpened,
    TillSettled,
    TillSettledV1,
)


class SqlTillStore:
    """Implements `TillStore`; remembers the state between the events that change it."""

    def __init__(
        self,
        connection: Connection,
        log: EventLog,
        acknowledged: Callable[[], dict[str, int]],
    ) -> None:
        self._connection = connection
        self._log = log
        self._acknowledged = acknowledged
        self._records = TillRecords(connection)
        self._state: TillState | None = None

    def forget(self) -> None:
        """Drop what is in memory: its unit did not commit, so the disk decides."""
        self._state = None

    def note(self, body: EventBody) -> None:
        """Hear of an event that was appended, to forget what it changes."""
        if isinstance(body, _STATE_CHANGING):
            self._state = None
        elif self._state is not None and isinstance(body, _PERPETUAL):
            # The one value that every sale changes is kept up, not read again.
            gross_minor = self._state.perpetual_gross_minor + body.gross_minor
            self._state = msgspec.structs.replace(
                self._state, perpetual_gross_minor=gross_minor
            )

    def state(self) -> TillState:
        """See `TillStore`."""
        if self._state is None:
            self._state = TillState(
                business_day=self._business_day(),
                period=self._period(),
                session=self._session(),
                last_business_day=self._one(
                    "SELECT business_day FROM till_period"
                    " ORDER BY opened_event_no DESC LIMIT 1"
                ),
                z_number=self._one("SELECT max(z_number) FROM till_period") or 0,
                perpetual_gross_minor=self._one(
                    "SELECT sum(amount_minor) FROM control_total WHERE tender = ''"
                )
                or 0,
            )
        return self._state

    def totals(self, till_period_id: str) -> PeriodTotals:
        """See `TillStore`."""
        business_day, opened_event_no, first_seq, loan_minor, currency = (
            self._connection.execute(
                "SELECT business_day, opened_event_no, seq, loan_minor, currency"
                " FROM till_period JOIN event ON event_no = opened_event_no"
                " WHERE till_period_id = ?",
                (till_period_id,),
            ).fetchone()
        )
        rows = self._connection.execute(
            "SELECT tender, finished - voided, amount_minor, tax_minor, sale_lines,"
            " return_lines, voided_lines, cancelled, voided, no_sales, reprints,"
            " returns_minor, discounts_minor, rounding_minor"
            " FROM control_total WHERE business_day = ? AND till_period_id = ?"
            " ORDER BY tender",
            (business_day, till_period_id),
        ).fetchall()
        nothing: tuple[Any, ...] = ("", *[0] * 13)
        whole = next((row for row in rows if row[0] == ""), nothing)
        head = self._log.head
        records = self._records
        last_event_no = records.settled_event_no(till_period_id) or head.event_no
        return PeriodTotals(
            till_period_id=till_period_id,
            loan_minor=loan_minor,
            currency=currency,
            transactions=whole[1],
            gross_minor=whole[2],
            tax_minor=whole[3],
            sale_lines=whole[4],
            return_lines=whole[5],
            voided_lines=whole[6],
            cancelled=whole[7],
            voided=whole[8],
            no_sales=whole[9],
            reprints=whole[10],
            returns_minor=whole[11],
            discounts_minor=whole[12],
            rounding_minor=whole[13],
            taxes=records.taxes(opened_event_no, last_event_no),
            tenders_minor=tuple((row[0], row[2]) for row in rows if row[0]),
            foreign=records.foreign(till_period_id),
            movements=records.movements(till_period_id),
            first_seq=first_seq,
            last_seq=head.seq,
            # By number in the file: an epoch may have begun within the period.
            event_count=head.event_no - opened_event_no + 1,
            head_hash=head.hash.hex(),
        )

    def expected_cash_minor(self, till_period_id: str) -> int:
        """See `TillStore`; reads no line of any sale."""
        business_day, loan_minor, currency = self._connection.execute(
            "SELECT business_day, loan_minor, currency FROM till_period"
            " WHERE till_period_id = ?",
            (till_period_id,),
        ).fetchone()
        taken = self._connection.execute(
            "SELECT amount_minor FROM control_total"
            " WHERE business_day = ? AND till_period_id = ? AND tender = ?",
            (business_day, till_period_id, CASH),
        ).fetchone()
        moved = self._records.moved(till_period_id, CASH, currency)
        abroad = sum(
            tender.value_minor
            for tender in self._records.foreign(till_period_id)
            if tender.method == CASH
        )
        return int(loan_minor + (taken[0] if taken else 0) + moved - abroad)

    def find_tender_control(
        self, series: str, number: int
    ) -> TenderControlTransaction | None:
        """See `TillStore`."""
        return self._records.find_tender_control(series, number)

    def list_tender_control(
        self, till_period_id: str
    ) -> list[TenderControlTransaction]:
        """See `TillStore`."""
        return self._records.list_tender_control(till_period_id)

    def last_count(self, till_period_id: str) -> TillCount | None:
        """See `TillStore`."""
        return self._records.last_count(till_period_id)

    def settlement(self, z_number: int) -> SettlementRecord | None:
        """See `TillStore`."""
        return self._records.settlement(z_number)

    def list_settlements(self, limit: int) -> list[SettlementSummary]:
        """See `TillStore`."""
        return self._records.list_settlements(limit)

    def pending_sync(self) -> PendingSync:
        """See `TillStore`."""
        return self._records.pending_sync(self._log.head.event_no, self._acknowledged())

    def sign_on_failures(self, operator_id: str) -> SignOnFailures:
        """See `TillStore`."""
        row = self._connection.execute(
            "SELECT failures, last_at_ms, last_monotonic_ms, boot_id"
            " FROM sign_on_failure WHERE operator_id = ?",
            (operator_id,),
        ).fetchone()
        if row is None:
            return SignOnFailures()
        count, last_at_ms, last_monotonic_ms, boot_id = row
        return SignOnFailures(
            count=count,
            last_at_ms=last_at_ms,
            last_monotonic_ms=last_monotonic_ms,
            boot_id=boot_id,
        )

    def _business_day(self) -> BusinessDayState | None:
        row = self._connection.execute(
            "SELECT business_day, opened_event_id, opened_at_ms, closed_at_ms"
            " FROM business_day ORDER BY opened_event_no DESC LIMIT 1"
        ).fetchone()
        if row is None or row[3] is not None:
            return None
        return BusinessDayState(
            business_day=row[0], opened_event_id=row[1], opened_at_ms=row[2]
        )

    def _period(self) -> TillPeriodState | None:
        row = self._connection.execute(
            "SELECT till_period_id, business_day, loan_minor, opened_event_id,"
            " opened_at_ms, settled_at_ms FROM till_period"
            " ORDER BY opened_event_no DESC LIMIT 1"
        ).fetchone()
        if row is None or row[5] is not None:
            return None
        return TillPeriodState(
            till_period_id=row[0],
            business_day=row[1],
            loan_minor=row[2],
            opened_event_id=row[3],
            opened_at_ms=row[4],
        )

    def _session(self) -> SessionState | None:
        row = self._connection.execute(
            "SELECT session_id, operator_id, name, role, permissions, language,"
            " opened_at_ms FROM session WHERE closed_at_ms IS NULL"
            " ORDER BY opened_event_no DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        return SessionState(
            session_id=row[0],
            operator_id=row[1],
            name=row[2],
            role=row[3],
            permissions=split_permissions(row[4]),
            language=row[5],
            opened_at_ms=row[6],
        )

    def _one(self, statement: str) -> Any:
        row = self._connection.execute(statement).fetchone()
        return None if row is None else row[0]
