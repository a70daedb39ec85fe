"""Reads what the till recorded beside sales: movements, counts, settlements."""

from typing import Any, Final

import msgspec

from sync.protocol.envelope import decode_header
from sync.protocol.events import EventBody, decode_body
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.till_counted_v1 import TillCounted
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.ports.unit_of_work import SettlementRecord
from terminal.domain.till.denominations import CashCounted
from terminal.domain.till.pending_sync import PendingSync, pending_sync
from terminal.domain.till.period_totals import ForeignTender, TaxTotal
from terminal.domain.till.settlement import SettlementSummary, TillCount
from terminal.domain.till.tender_control import (
    MovementTotal,
    TenderControlKind,
    TenderControlTransaction,
)
from terminal.persistence.dbapi import Connection, bindable
from terminal.persistence.ledger.line_keys import event_no_of_line, first_line_no

TENDER_CONTROL_SERIES_MARK: Final = "0"
"""Makes a series of tender control numbers of a series of receipts, which has letters
alone: a number can never be taken for a receipt's."""

_SELECT_CONTROL: Final = (
    "SELECT event_id, hash, series, number, kind, till_period_id, business_day,"
    " operator_id, method, currency, amount_minor, reason, reference,"
    " voids_event_id, voided_by, at_ms FROM tender_control JOIN event USING (event_no)"
)


class TillRecords:
    """Queries on one connection; asked seldom, so nothing is kept in memory."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute

    def find_tender_control(
        self, series: str, number: int
    ) -> TenderControlTransaction | None:
        """Return the tender control transaction with this number."""
        row = self._execute(
            f"{_SELECT_CONTROL} WHERE series = ? AND number = ?",
            (series, bindable(number)),
        ).fetchone()
        return None if row is None else _tender_control(row)

    def list_tender_control(
        self, till_period_id: str
    ) -> list[TenderControlTransaction]:
        """Return those of a period, oldest first."""
        rows = self._execute(
            f"{_SELECT_CONTROL} WHERE till_period_id = ? ORDER BY event_no",
            (till_period_id,),
        ).fetchall()
        return [_tender_control(row) for row in rows]

    def last_number(self, series: str) -> int:
        """Return the last number of a series of tender control; 0 for none."""
        row = self._execute(
            "SELECT max(number) FROM tender_control WHERE series = ?", (series,)
        ).fetchone()
        return int(row[0] or 0)

    def moved(self, till_period_id: str, method: str, currency: str) -> int:
        """Return the signed sum of what moved of one tender."""
        row = self._execute(
            "SELECT sum(amount_minor) FROM tender_control"
            " WHERE till_period_id = ? AND method = ? AND currency = ?",
            (till_period_id, method, currency),
        ).fetchone()
        return int(row[0] or 0)

    def movements(self, till_period_id: str) -> tuple[MovementTotal, ...]:
        """Return the sums by kind, method and currency, sorted."""
        rows = self._execute(
            "SELECT kind, method, currency,"
            " sum(voided_by IS NULL AND voids_event_id IS NULL), sum(amount_minor)"
            " FROM tender_control WHERE till_period_id = ?"
            " GROUP BY kind, method, currency ORDER BY kind, method, currency",
            (till_period_id,),
        ).fetchall()
        return tuple(
            MovementTotal(
                kind=TenderControlKind(kind),
                method=method,
                currency=currency,
                count=count,
                amount_minor=amount,
            )
            for kind, method, currency, count, amount in rows
        )

    def foreign(self, till_period_id: str) -> tuple[ForeignTender, ...]:
        """Return the tenders of other currencies, sorted by method and currency."""
        rows = self._execute(
            "SELECT method, currency, amount_minor, value_minor FROM foreign_total"
            " WHERE till_period_id = ? ORDER BY method, currency",
            (till_period_id,),
        ).fetchall()
        return tuple(
            ForeignTender(
                method=method, currency=currency, amount_minor=amount, value_minor=value
            )
            for method, currency, amount, value in rows
        )

    def taxes(self, first_event_no: int, last_event_no: int) -> tuple[TaxTotal, ...]:
        """Return the taxes of all transactions in a run of events, sorted.

        Reads the tax lines of the run: a report may take the time, a sale need not
        keep sums for it.
        """
        rows = self._execute(
            "SELECT name, ifnull(tax_rate_ppm, 0) AS rate_ppm, sum(amount_minor),"
            " sum(tax_minor), max(line_no) FROM line_item"
            " WHERE line_no BETWEEN ? AND ? AND type = 'tax'"
            " GROUP BY name, rate_ppm ORDER BY name, rate_ppm",
            (first_line_no(first_event_no), first_line_no(last_event_no + 1)),
        ).fetchall()
        return tuple(
            TaxTotal(
                tax_id=tax_id,
                name=self._tax_name(event_no_of_line(last_line_no), tax_id, rate),
                rate_ppm=rate,
                taxable_minor=taxable,
                tax_minor=tax,
            )
            for tax_id, rate, taxable, tax, last_line_no in rows
        )

    def _tax_name(self, event_no: int, tax_id: str, rate_ppm: int) -> str:
        """Return what a transaction calls a tax; version 1 had ids alone."""
        body, _hash = self._event(event_no)
        if not isinstance(body, SaleCompleted | TransactionVoided):
            return ""
        return next(
            tax.name
            for tax in reversed(body.taxes)
            if (tax.tax_id, tax.rate_ppm) == (tax_id, rate_ppm)
        )

    def settled_event_no(self, till_period_id: str) -> int | None:
        """Return where the settlement of a period stands; None while it is open."""
        row = self._execute(
            "SELECT event_no FROM settlement WHERE till_period_id = ?",
            (till_period_id,),
        ).fetchone()
        return None if row is None else int(row[0])

    def last_count(self, till_period_id: str) -> TillCount | None:
        """Return the last count of the period."""
        row = self._execute(
            "SELECT event_no, till_period_id FROM till_count"
            " ORDER BY event_no DESC LIMIT 1"
        ).fetchone()
        if row is None or row[1] != till_period_id:
            return None
        body, _hash = self._event(row[0])
        assert isinstance(body, TillCounted)
        return msgspec.structs.replace(
            count_of(body), is_stale=self._has_tender_after(row[0])
        )

    def _has_tender_after(self, event_no: int) -> bool:
        row = self._execute(
            "SELECT EXISTS (SELECT 1 FROM line_item WHERE line_no >= ?"
            "  AND type = 'tender')"
            " OR EXISTS (SELECT 1 FROM tender_control WHERE event_no > ?)",
            (first_line_no(event_no + 1), event_no),
        ).fetchone()
        return bool(row[0])

    def settlement(self, z_number: int) -> SettlementRecord | None:
        """Return a settlement as its event tells it."""
        row = self._execute(
            "SELECT event_no, event_id, copies FROM settlement WHERE z_number = ?"
            " ORDER BY event_no DESC LIMIT 1",
            (bindable(z_number),),
        ).fetchone()
        if row is None:
            return None
        event_no, event_id, copies = row
        body, digest = self._event(event_no)
        return SettlementRecord(
            event_id=event_id, event_hash=digest.hex(), body=body, copies=copies
        )

    def list_settlements(self, limit: int) -> list[SettlementSummary]:
        """Return the last settlements, newest first."""
        rows = self._execute(
            "SELECT settlement.z_number, business_day, settled_at_ms, expected_minor,"
            " counted_minor, copies FROM settlement JOIN till_period"
            " USING (till_period_id) ORDER BY event_no DESC LIMIT ?",
            (limit,),
        ).fetchall()
        return [
            SettlementSummary(
                z_number=z_number,
                business_day=business_day,
                settled_at_ms=settled_at_ms,
                expected_minor=expected_minor,
                counted_minor=counted_minor,
                copies=copies,
            )
            for (
                z_number,
                business_day,
                settled_at_ms,
                expected_minor,
                counted_minor,
                copies,
            ) in rows
        ]

    def pending_sync(
        self, last_event_no: int, acknowledged: dict[str, int]
    ) -> PendingSync:
        """Return what the center is not known to hold of this file's epochs."""
        rows = self._execute(
            "SELECT epoch, first_event_no, (SELECT min(later.rehomed_after)"
            "  FROM epoch AS later WHERE later.rehomed_epoch = epoch.epoch)"
            " FROM epoch ORDER BY epoch_no"
        ).fetchall()
        ends = [first for _epoch, first, _kept in rows[1:]] + [last_event_no + 1]
        # What a later epoch carries again is due there, not here.
        events = {
            epoch: end - first if kept is None else kept
            for (epoch, first, kept), end in zip(rows, ends, strict=True)
        }
        return pending_sync(events, acknowledged)

    def _event(self, event_no: int) -> tuple[EventBody, bytes]:
        header, body, digest = self._execute(
            "SELECT header, body, hash FROM event WHERE event_no = ?", (event_no,)
        ).fetchone()
        decoded = decode_header(header)
        return decode_body(decoded.type, decoded.type_v, body), digest


def count_of(body: TillCounted) -> TillCount:
    """Return the count that an event tells."""
    return TillCount(
        cash=tuple(
            CashCounted(
                currency=cash.currency,
                denominations=cash.denominations,
                amount_minor=cash.amount_minor,
            )
            for cash in body.cash
        ),
        others=body.others,
        count_number=body.count_number,
    )


def _tender_control(row: tuple[Any, ...]) -> TenderControlTransaction:
    return TenderControlTransaction(
        event_id=row[0],
        event_hash=row[1].hex(),
        series=row[2],
        number=row[3],
        kind=TenderControlKind(row[4]),
        till_period_id=row[5],
        business_day=row[6],
        operator_id=row[7],
        method=row[8],
        currency=row[9],
        amount_minor=row[10],
        reason=row[11],
        reference=row[12],
        voids_event_id=row[13],
        voided_by=row[14],
        at_ms=row[15],
    )
