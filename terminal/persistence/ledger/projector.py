"""Turns events into the rows of the projections.

The same code runs in the commit of an event and when a projection is rebuilt from
the events, so a projection can differ from its events only if somebody changed the
file.  Nothing here reads a clock, a setting or working state: an event and the rows
before it decide alone.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

import msgspec

from sync.protocol.envelope import Header
from sync.protocol.events import EventBody, sale_completed_v1, transaction_voided_v1
from sync.protocol.events import sale_parts_v1 as v1
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
from sync.protocol.events.sale_parts_v2 import SaleLine, TaxSum, Tender
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_counted_v1 import TillCounted
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.domain.transaction.retail_transaction import LINES_MAX
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.line_detail import (
    decode_detail,
    decode_sums,
    encode_detail,
    encode_sums,
)
from terminal.persistence.ledger.member_projector import (
    MEMBER_TABLES,
    MemberProjector,
)
from terminal.persistence.ledger.promotion_uses import (
    USE_TABLES,
    count_uses,
    decode_promotions,
    encode_promotions,
)
from terminal.persistence.ledger.till_projector import TILL_TABLES, TillProjector

SALE: Final = "sale"
VOID: Final = "void"
CANCELLED: Final = "cancelled"

WHOLE_PERIOD: Final = ""
"""The `tender` of the row of `control_total` that holds the whole period."""

PROJECTION_TABLES: Final = (
    "epoch",
    "retail_transaction",
    "line_item",
    "control_total",
    "business_day",
    *TILL_TABLES,
    *MEMBER_TABLES,
    *USE_TABLES,
    "session",
    "sign_on_failure",
    "recorded_request",
)
"""Every table that follows from the events, in the order to compare them."""

_PERMISSION_SEPARATOR: Final = " "

# The layout of `line_item.line_no`, as its migration describes it.
_LINES_PER_EVENT: Final = 16_384
_TENDER_OFFSET: Final = 8_192
_TAX_OFFSET: Final = 12_288
assert _TENDER_OFFSET > LINES_MAX

_Row = tuple[str | int, ...]
# Quantity, amount and taxes that came back of a sold line; negative to undo.
_Back = tuple[int, int, tuple[int, ...]]
_Body = TypeVar("_Body", bound=EventBody)
_Apply = Callable[[int, Header, EventBody], None]


def split_permissions(text: str) -> frozenset[str]:
    """Return the permissions of a session as the projection keeps them."""
    return frozenset(text.split(_PERMISSION_SEPARATOR) if text else ())


class Projector:
    """Writes the rows that follow from events, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._executemany = connection.executemany
        self._till = TillProjector(connection)
        self._members = MemberProjector(connection)
        self._handlers: dict[type[EventBody], _Apply] = {}
        self._register(AccessApproved, self._access_approved)
        self._register(BusinessDayClosed, self._business_day_closed)
        self._register(BusinessDayOpened, self._business_day_opened)
        self._register(EpochOpened, self._epoch_opened)
        self._register(EpochRehomed, self._epoch_rehomed)
        self._register(EpochSucceeded, self._epoch_opened)
        self._register(LineVoided, self._line_voided)
        self._register(NoSaleRecorded, self._no_sale_recorded)
        self._register(OperatorSignOnFailed, self._sign_on_failed)
        self._register(OperatorSignedOff, self._signed_off)
        self._register(OperatorSignedOn, self._signed_on)
        self._register(ReceiptReprinted, self._receipt_reprinted)
        self._register(RequestRecorded, self._request_recorded)
        self._register(SaleCompleted, self._sale_completed)
        self._register(sale_completed_v1.SaleCompleted, self._sale_completed_v1)
        self._register(ReportReprinted, self._till.report_reprinted)
        self._register(TenderControlRecorded, self._till.tender_control)
        self._register(TillCounted, self._till.counted)
        self._register(TillPeriodOpened, self._till.period_opened)
        self._register(TillSettledV1, self._till.settled)
        self._register(TillSettled, self._till.settled)
        self._register(TransactionCancelled, self._transaction_cancelled)
        self._register(TransactionVoided, self._transaction_voided)
        self._register(
            transaction_voided_v1.TransactionVoided, self._transaction_voided_v1
        )

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

    # Retail transactions.

    def _sale_completed(
        self, event_no: int, header: Header, body: SaleCompleted
    ) -> None:
        self._insert_sale(event_no, header, body)
        discounts_minor = _discounts_of(body)
        if body.rounding_minor or discounts_minor or body.member_id is not None:
            self._add_to_transaction(body, discounts_minor)
        if body.promotions:
            count_uses(self._connection, body.promotions, body.member_id, sign=1)
            self._execute(
                "UPDATE retail_transaction SET promotions = ?"
                " WHERE series = ? AND number = ?",
                (encode_promotions(body.promotions), body.series, body.number),
            )
        counts = self._insert_items(event_no, body.lines)
        self._insert_tenders(event_no, body.tenders)
        self._insert_taxes(event_no, [(t.tax_id, t.rate_ppm, t) for t in body.taxes])
        whole = _ControlRow(
            finished=1,
            amount_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            quantity_micro=counts.quantity_micro,
            sale_lines=counts.sale_lines,
            return_lines=counts.return_lines,
        )
        self._add_control(body.business_day, body.till_period_id, whole, body.tenders)
        self._till.add_to_period(
            body.business_day,
            body.till_period_id,
            returns_minor=counts.returns_minor,
            discounts_minor=discounts_minor,
            rounding_minor=body.rounding_minor,
        )
        self._members.apply(event_no, body)
        self._till.add_foreign(
            body.till_period_id,
            [
                (t.method, t.currency, t.foreign_minor or 0, t.given_minor)
                for t in body.tenders
                if t.currency is not None
            ],
        )

    def _sale_completed_v1(
        self, event_no: int, header: Header, body: sale_completed_v1.SaleCompleted
    ) -> None:
        """Store a sale as programs before price modifiers told it."""
        self._insert_sale(event_no, header, body)
        base = first_line_no(event_no)
        self._executemany(
            _INSERT_ITEM,
            [
                (
                    base + line.sequence,
                    line.kind,
                    line.item_id,
                    line.amount_minor,
                    line.tax_minor,
                    line.quantity_micro,
                    line.tax_rate_id,
                    line.tax_rate_ppm,
                    int(line.is_voided),
                )
                for line in body.lines
            ],
        )
        counting = [line for line in body.lines if not line.is_voided]
        for line in counting:
            if line.return_of is not None:
                self._link_return(
                    base + line.sequence,
                    line.return_of,
                    (-line.quantity_micro, -line.amount_minor, (-line.tax_minor,)),
                )
        self._insert_tenders(event_no, body.tenders)
        self._insert_taxes(
            event_no, [(t.tax_rate_id, t.tax_rate_ppm, t) for t in body.taxes]
        )
        sale_lines = sum(line.kind == "sale" for line in counting)
        whole = _ControlRow(
            finished=1,
            amount_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            quantity_micro=sum(line.quantity_micro for line in counting),
            sale_lines=sale_lines,
            return_lines=len(counting) - sale_lines,
        )
        self._add_control(body.business_day, body.till_period_id, whole, body.tenders)
        self._till.add_to_period(
            body.business_day,
            body.till_period_id,
            returns_minor=sum(
                line.amount_minor for line in counting if line.kind == "return"
            ),
        )

    def _insert_sale(
        self,
        event_no: int,
        header: Header,
        body: SaleCompleted | sale_completed_v1.SaleCompleted,
    ) -> None:
        self._insert_transaction(
            (
                body.series,
                body.number,
                event_no,
                header.event_id,
                SALE,
                body.business_day,
                body.till_period_id,
                body.operator_id,
                body.completed_at_ms,
                body.gross_minor,
                body.tax_minor,
            ),
            body.source_reference,
        )

    def _insert_transaction(
        self, row: _Row, source_reference: str | None = None
    ) -> None:
        if source_reference is None:
            self._execute(_INSERT_TRANSACTION, row)
        else:
            self._execute(_INSERT_REFERENCED, (*row, source_reference))

    def _add_to_transaction(self, body: SaleCompleted, discounts_minor: int) -> None:
        """Store what few transactions have."""
        self._execute(
            "UPDATE retail_transaction SET rounding_minor = ?, discount_minor = ?,"
            " member_id = nullif(?, '') WHERE series = ? AND number = ?",
            (
                body.rounding_minor,
                discounts_minor,
                body.member_id or "",
                body.series,
                body.number,
            ),
        )

    def _insert_items(
        self, event_no: int, lines: tuple[SaleLine, ...]
    ) -> "_LineCounts":
        """Store the items; return what they count."""
        sale_lines = return_lines = quantity_micro = returns_minor = 0
        rows: list[_Row] = []
        details: list[tuple[bytearray, int]] = []
        base = first_line_no(event_no)
        for line in lines:
            if not line.is_voided:
                if line.kind == "sale":
                    sale_lines += 1
                else:
                    return_lines += 1
                    returns_minor += line.amount_minor
                quantity_micro += line.quantity_micro
            tax_minor = tax_rate_ppm = 0
            for tax in line.taxes:
                tax_minor += tax.tax_minor
                tax_rate_ppm += tax.rate_ppm
            rows.append(
                (
                    base + line.sequence,
                    line.kind,
                    line.item_id,
                    line.amount_minor,
                    tax_minor,
                    line.quantity_micro,
                    line.tax_group_id,
                    tax_rate_ppm,
                    int(line.is_voided),
                )
            )
            detail = encode_detail(line)
            if detail is not None:
                details.append((detail, base + line.sequence))
        self._executemany(_INSERT_ITEM, rows)
        if details:
            self._executemany(
                "UPDATE line_item SET detail = ? WHERE line_no = ?", details
            )
        for line in lines:
            if line.return_of is not None and not line.is_voided:
                self._link_return(
                    base + line.sequence,
                    line.return_of,
                    (
                        -line.quantity_micro,
                        -line.amount_minor,
                        tuple(-tax.tax_minor for tax in line.taxes),
                    ),
                )
        return _LineCounts(sale_lines, return_lines, quantity_micro, returns_minor)

    def _link_return(self, line_no: int, original: v1.ReturnOf, back: _Back) -> None:
        """Count what came back on the line that sold it, if this ledger has it."""
        of_event_no = self._event_no_of(original.event_id)
        if of_event_no is None:
            return
        self._execute(
            "UPDATE line_item SET of_event_no = ?, of_sequence = ? WHERE line_no = ?",
            (of_event_no, original.line_sequence, line_no),
        )
        self._add_returned(first_line_no(of_event_no) + original.line_sequence, back)

    def _add_returned(self, sold_line_no: int, back: _Back) -> None:
        quantity_micro, amount_minor, taxes = back
        self._execute(
            _ADD_RETURNED, (quantity_micro, amount_minor, sum(taxes), sold_line_no)
        )
        if len(taxes) <= 1:
            return
        row = self._execute(
            "SELECT returned_taxes FROM line_item WHERE line_no = ?", (sold_line_no,)
        ).fetchone()
        if row is not None:
            before = decode_sums(row[0]) or (0,) * len(taxes)
            after = tuple(map(sum, zip(before, taxes, strict=True)))
            self._execute(
                "UPDATE line_item SET returned_taxes = ? WHERE line_no = ?",
                (encode_sums(after), sold_line_no),
            )

    def _insert_tenders(
        self, event_no: int, tenders: tuple[v1.Tender, ...] | tuple[Tender, ...]
    ) -> None:
        base = first_line_no(event_no) + _TENDER_OFFSET
        self._executemany(
            "INSERT INTO line_item (line_no, type, name, amount_minor, given_minor,"
            " change_minor) VALUES (?, 'tender', ?, ?, ?, ?)",
            [
                (
                    base + tender.sequence,
                    tender.method,
                    tender.amount_minor,
                    tender.given_minor,
                    tender.change_minor,
                )
                for tender in tenders
            ],
        )
        for tender in tenders:
            if isinstance(tender, Tender) and tender.currency is not None:
                self._execute(
                    "UPDATE line_item SET currency = ?, foreign_minor = ?"
                    " WHERE line_no = ?",
                    (
                        tender.currency,
                        tender.foreign_minor or 0,
                        base + tender.sequence,
                    ),
                )

    def _insert_taxes(
        self, event_no: int, taxes: list[tuple[str, int, v1.TaxSum | TaxSum]]
    ) -> None:
        base = first_line_no(event_no) + _TAX_OFFSET
        self._executemany(
            "INSERT INTO line_item (line_no, type, name, amount_minor, tax_minor,"
            " tax_rate_ppm) VALUES (?, 'tax', ?, ?, ?, ?)",
            [
                (base + sequence, tax_id, row.taxable_minor, row.tax_minor, rate_ppm)
                for sequence, (tax_id, rate_ppm, row) in enumerate(taxes, start=1)
            ],
        )

    def _event_no_of(self, event_id: str) -> int | None:
        """Return where a transaction is; None when another till sold it."""
        row = self._execute(
            "SELECT event_no FROM retail_transaction WHERE event_id = ?", (event_id,)
        ).fetchone()
        return None if row is None else int(row[0])

    def _add_control(
        self,
        business_day: str,
        till_period_id: str,
        whole: "_ControlRow",
        tenders: tuple[v1.Tender, ...] | tuple[Tender, ...],
    ) -> None:
        rows: list[_Row] = [
            (
                business_day,
                till_period_id,
                WHOLE_PERIOD,
                whole.finished,
                whole.amount_minor,
                whole.tax_minor,
                whole.quantity_micro,
                whole.sale_lines,
                whole.return_lines,
                whole.voided,
            )
        ]
        rows += [
            (
                business_day,
                till_period_id,
                tender.method,
                1,
                tender.amount_minor,
                0,
                0,
                0,
                0,
                0,
            )
            for tender in tenders
        ]
        self._executemany(_ADD_CONTROL, rows)

    def _transaction_cancelled(
        self, event_no: int, header: Header, body: TransactionCancelled
    ) -> None:
        # Its number counts, its money never came to anything.
        self._insert_transaction(
            (
                body.series,
                body.number,
                event_no,
                header.event_id,
                CANCELLED,
                body.business_day,
                body.till_period_id,
                body.operator_id,
                body.at_ms,
                0,
                0,
            ),
            body.source_reference,
        )
        self._count(body.business_day, body.till_period_id, "cancelled")

    def _transaction_voided(
        self, event_no: int, header: Header, body: TransactionVoided
    ) -> None:
        # A void takes back what was given off.
        row = self._execute(
            "SELECT discount_minor, promotions, member_id FROM retail_transaction"
            " WHERE event_id = ?",
            (body.voids.event_id,),
        ).fetchone()
        discounts_minor = 0 if row is None else -int(row[0])
        if row is not None and row[1] is not None:
            promotions = decode_promotions(row[1])
            count_uses(self._connection, promotions, row[2], sign=-1)
        self._insert_voiding(event_no, header, body, discounts_minor)
        self._members.apply(event_no, body)
        self._insert_taxes(event_no, [(t.tax_id, t.rate_ppm, t) for t in body.taxes])
        if body.rounding_minor or discounts_minor:
            self._execute(
                "UPDATE retail_transaction SET rounding_minor = ?, discount_minor = ?"
                " WHERE series = ? AND number = ?",
                (body.rounding_minor, discounts_minor, body.series, body.number),
            )

    def _transaction_voided_v1(
        self,
        event_no: int,
        header: Header,
        body: transaction_voided_v1.TransactionVoided,
    ) -> None:
        self._insert_voiding(event_no, header, body)
        self._insert_taxes(
            event_no, [(t.tax_rate_id, t.tax_rate_ppm, t) for t in body.taxes]
        )

    def _insert_voiding(
        self,
        event_no: int,
        header: Header,
        body: TransactionVoided | transaction_voided_v1.TransactionVoided,
        discounts_minor: int = 0,
    ) -> None:
        self._insert_transaction(
            (
                body.series,
                body.number,
                event_no,
                header.event_id,
                VOID,
                body.business_day,
                body.till_period_id,
                body.operator_id,
                body.at_ms,
                body.gross_minor,
                body.tax_minor,
            )
        )
        self._insert_tenders(event_no, body.tenders)
        returns_minor = self._returns_of(body.voids.event_id)
        whole = _ControlRow(
            finished=1,
            amount_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            quantity_micro=self._take_back(body.voids.event_id, header.event_id),
            voided=1,
        )
        self._add_control(body.business_day, body.till_period_id, whole, body.tenders)
        self._till.add_to_period(
            body.business_day,
            body.till_period_id,
            returns_minor=-returns_minor,
            discounts_minor=discounts_minor,
            rounding_minor=rounding_of(body.tenders, body.gross_minor),
        )

    def _returns_of(self, event_id: str) -> int:
        """Return what came back in a transaction of this ledger; not positive."""
        event_no = self._event_no_of(event_id)
        if event_no is None:
            return 0
        row = self._execute(
            "SELECT sum(amount_minor) FROM line_item WHERE line_no BETWEEN ? AND ?"
            " AND type = 'return' AND NOT is_voided",
            item_line_range(event_no),
        ).fetchone()
        return int(row[0] or 0)

    def _take_back(self, voided_event_id: str, by_event_id: str) -> int:
        """Mark a transaction voided and give its returns back to the sold lines.

        Returns:
            What the void adds to the sum of quantities, in millionths.
        """
        self._execute(
            "UPDATE retail_transaction SET voided_by = ? WHERE event_id = ?",
            (by_event_id, voided_event_id),
        )
        event_no = self._event_no_of(voided_event_id)
        if event_no is None:
            return 0
        lines = self._execute(
            "SELECT quantity_micro, amount_minor, tax_minor, of_event_no, of_sequence,"
            " detail FROM line_item WHERE line_no BETWEEN ? AND ? AND NOT is_voided",
            item_line_range(event_no),
        ).fetchall()
        for quantity, amount, tax, of_event_no, of_sequence, detail in lines:
            if of_event_no is not None:
                taxes: tuple[int, ...] = (tax,)
                if detail is not None:
                    several = decode_detail(detail).taxes
                    taxes = tuple(part.tax_minor for part in several) or taxes
                self._add_returned(
                    first_line_no(of_event_no) + of_sequence, (quantity, amount, taxes)
                )
        return -sum(int(line[0]) for line in lines)

    def _receipt_reprinted(
        self, _event_no: int, _header: Header, body: ReceiptReprinted
    ) -> None:
        self._execute(
            "UPDATE retail_transaction SET copies = ? WHERE event_id = ?",
            (body.copy_number, body.original_event_id),
        )
        self._count_in_open_period("reprints")

    def _line_voided(self, _event_no: int, _header: Header, _body: LineVoided) -> None:
        self._count_in_open_period("voided_lines")

    def _no_sale_recorded(
        self, _event_no: int, _header: Header, _body: NoSaleRecorded
    ) -> None:
        self._count_in_open_period("no_sales")

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

    def _signed_on(
        self, event_no: int, _header: Header, body: OperatorSignedOn
    ) -> None:
        self._execute(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                event_no,
                body.session_id,
                body.operator_id,
                body.name,
                body.role,
                _PERMISSION_SEPARATOR.join(body.permissions),
                body.language,
                body.at_ms,
            ),
        )
        self._execute(
            "DELETE FROM sign_on_failure WHERE operator_id = ?", (body.operator_id,)
        )

    def _access_approved(
        self, _event_no: int, _header: Header, body: AccessApproved
    ) -> None:
        # A right PIN forgives the wrong ones before it, as at sign-on.
        self._execute(
            "DELETE FROM sign_on_failure WHERE operator_id = ?", (body.approver_id,)
        )

    def _signed_off(
        self, _event_no: int, _header: Header, body: OperatorSignedOff
    ) -> None:
        self._execute(
            "UPDATE session SET closed_at_ms = ?"
            " WHERE session_id = ? AND closed_at_ms IS NULL",
            (body.at_ms, body.session_id),
        )

    def _sign_on_failed(
        self, _event_no: int, header: Header, body: OperatorSignOnFailed
    ) -> None:
        self._execute(
            "INSERT OR REPLACE INTO sign_on_failure VALUES (?, ?, ?, ?, ?)",
            (
                body.operator_id,
                body.failures,
                body.at_ms,
                header.t_mono,
                header.boot_id,
            ),
        )

    def _request_recorded(
        self, _event_no: int, _header: Header, body: RequestRecorded
    ) -> None:
        self._execute(
            "INSERT OR IGNORE INTO recorded_request VALUES (?)", (body.request_id,)
        )

    # Counters of a period.

    def _count_in_open_period(self, counter: str) -> None:
        """Count something in the open period; nothing when the till is settled."""
        last = self._execute(
            "SELECT business_day, till_period_id, settled_at_ms FROM till_period"
            " ORDER BY opened_event_no DESC LIMIT 1"
        ).fetchone()
        if last is not None and last[2] is None:
            self._count(last[0], last[1], counter)

    def _count(self, business_day: str, till_period_id: str, counter: str) -> None:
        self._execute(
            f"INSERT INTO control_total (business_day, till_period_id, tender, {counter})"  # noqa: S608 - a name of this module
            f" VALUES (?, ?, '', 1) ON CONFLICT DO UPDATE SET {counter} = {counter} + 1",
            (business_day, till_period_id),
        )


# What is bound below is never None, bool or bytes: the driver sends those through
# its adapters, which cost as much as the insertion itself (measured: five times as
# much a row with nine NULLs).  What is absent is left out of the statement.
_INSERT_TRANSACTION: Final = (
    "INSERT INTO retail_transaction (series, number, event_no, event_id, kind,"
    " business_day, till_period_id, operator_id, completed_at_ms, gross_minor,"
    " tax_minor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_INSERT_REFERENCED: Final = (
    "INSERT INTO retail_transaction (series, number, event_no, event_id, kind,"
    " business_day, till_period_id, operator_id, completed_at_ms, gross_minor,"
    " tax_minor, source_reference) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_INSERT_ITEM: Final = (
    "INSERT INTO line_item (line_no, type, name, amount_minor, tax_minor,"
    " quantity_micro, tax_rate_id, tax_rate_ppm, is_voided, returned_micro,"
    " returned_minor, returned_tax_minor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)"
)

_ADD_RETURNED: Final = (
    "UPDATE line_item SET returned_micro = returned_micro + ?,"
    " returned_minor = returned_minor + ?,"
    " returned_tax_minor = returned_tax_minor + ?"
    " WHERE line_no = ? AND type = 'sale'"
)

_ADD_CONTROL: Final = (
    "INSERT INTO control_total (business_day, till_period_id, tender, finished,"
    " amount_minor, tax_minor, quantity_micro, sale_lines, return_lines, voided)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET finished = finished + excluded.finished,"
    " amount_minor = amount_minor + excluded.amount_minor,"
    " tax_minor = tax_minor + excluded.tax_minor,"
    " quantity_micro = quantity_micro + excluded.quantity_micro,"
    " sale_lines = sale_lines + excluded.sale_lines,"
    " return_lines = return_lines + excluded.return_lines,"
    " voided = voided + excluded.voided"
)


class _LineCounts(NamedTuple):
    """What the items of a transaction count, voided ones left out."""

    sale_lines: int
    return_lines: int
    quantity_micro: int
    returns_minor: int


class _ControlRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a transaction adds to its period."""

    finished: int = 0
    amount_minor: int = 0
    tax_minor: int = 0
    quantity_micro: int = 0
    sale_lines: int = 0
    return_lines: int = 0
    voided: int = 0


def _discounts_of(body: SaleCompleted) -> int:
    """Return the signed sum of promotions and manual modifiers."""
    return sum(
        modifier.amount_minor
        for line in body.lines
        if line.modifiers and not line.is_voided
        for modifier in line.modifiers
        if modifier.kind != "exemption"
    )


def rounding_of(
    tenders: tuple[v1.Tender, ...] | tuple[Tender, ...], gross_minor: int
) -> int:
    """Return the cash rounding of a transaction: what its tenders are beside it."""
    return sum(tender.amount_minor for tender in tenders) - gross_minor


def first_line_no(event_no: int) -> int:
    """Return the key that lies before the first line of an event."""
    return event_no * _LINES_PER_EVENT


def event_no_of_line(line_no: int) -> int:
    """Return the event that a row of `line_item` belongs to."""
    return line_no // _LINES_PER_EVENT


def item_line_range(event_no: int) -> tuple[int, int]:
    """Return the first and last key that an item of an event can have."""
    first = first_line_no(event_no)
    return first, first + _TENDER_OFFSET - 1
