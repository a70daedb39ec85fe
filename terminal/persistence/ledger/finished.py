"""Completed transactions: the event's body, joined with what became of it since."""

from typing import Any, Final

from sync.protocol.envelope import decode_header
from sync.protocol.events import decode_body
from sync.protocol.events.sale_completed_v1 import SaleCompleted
from sync.protocol.events.sale_parts_v1 import SaleLine
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedSummary,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import LineKind, OriginalLine
from terminal.domain.transaction.tax_line_item import TaxLineItem
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.projector import first_line_no, item_line_range

_SELECT: Final = (
    "SELECT event_no, event_id, copies, voided_by FROM retail_transaction"
    " WHERE kind = 'sale' AND "
)

# Steps from series to series on the key instead of reading every transaction.
ALL_SERIES: Final = (
    "WITH RECURSIVE found (series) AS ("
    " SELECT max(series) FROM retail_transaction UNION ALL"
    " SELECT (SELECT max(series) FROM retail_transaction"
    "         WHERE retail_transaction.series < found.series)"
    " FROM found WHERE found.series IS NOT NULL)"
    " SELECT series FROM found WHERE series IS NOT NULL"
)


class SqlFinishedTransactions:
    """Implements `FinishedTransactions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_by_receipt(self, series: str, number: int) -> FinishedTransaction | None:
        """See `FinishedTransactions`."""
        return self._find("series = ? AND number = ?", series, number)

    def find_by_event_id(self, event_id: str) -> FinishedTransaction | None:
        """See `FinishedTransactions`."""
        return self._find("event_id = ?", event_id)

    def find_by_source_reference(
        self, source_reference: str
    ) -> FinishedTransaction | None:
        """See `FinishedTransactions`."""
        return self._find("source_reference = ?", source_reference)

    def last(self) -> FinishedTransaction | None:
        """See `FinishedTransactions`."""
        newest = self.list_recent(1)
        return self.find_by_event_id(newest[0].event_id) if newest else None

    def list_recent(self, limit: int) -> list[FinishedSummary]:
        """See `FinishedTransactions`."""
        # Numbers ascend within a series, so each series is read from its end and no
        # index on time is needed.  A salvaged ledger has series of earlier epochs.
        rows = []
        for (series,) in self._connection.execute(ALL_SERIES).fetchall():
            rows += self._connection.execute(
                "SELECT event_no, event_id, series, number, business_day,"
                " completed_at_ms, gross_minor, voided_by IS NOT NULL"
                " FROM retail_transaction WHERE series = ? AND kind = 'sale'"
                " ORDER BY number DESC LIMIT ?",
                (series, limit),
            ).fetchall()
        rows.sort(reverse=True)
        return [_summary(row[1:]) for row in rows[:limit]]

    def _find(self, condition: str, *values: str | int) -> FinishedTransaction | None:
        row = self._connection.execute(_SELECT + condition, values).fetchone()
        return None if row is None else self._load(*row)

    def _load(
        self, event_no: int, event_id: str, copies: int, voided_by: str | None
    ) -> FinishedTransaction:
        seq, header, body_bytes, hash_ = self._connection.execute(
            "SELECT seq, header, body, hash FROM event WHERE event_no = ?", (event_no,)
        ).fetchone()
        body = decode_body("sale.completed", decode_header(header).type_v, body_bytes)
        assert isinstance(body, SaleCompleted)
        returned = {
            line_no - first_line_no(event_no): (micro, minor, tax_minor)
            for line_no, micro, minor, tax_minor in self._connection.execute(
                "SELECT line_no, returned_micro, returned_minor, returned_tax_minor"
                " FROM line_item WHERE line_no BETWEEN ? AND ?",
                item_line_range(event_no),
            ).fetchall()
        }
        return FinishedTransaction(
            event_id=event_id,
            event_hash=hash_.hex(),
            seq=seq,
            series=body.series,
            number=body.number,
            operator_id=body.operator_id,
            business_day=body.business_day,
            till_period_id=body.till_period_id,
            opened_at_ms=body.opened_at_ms,
            completed_at_ms=body.completed_at_ms,
            currency=body.currency,
            tax_mode=body.tax_mode,
            lines=tuple(
                _finished_line(line, *returned[line.sequence]) for line in body.lines
            ),
            taxes=tuple(
                TaxLineItem(
                    tax_rate_id=tax.tax_rate_id,
                    tax_rate_ppm=tax.tax_rate_ppm,
                    taxable_minor=tax.taxable_minor,
                    tax_minor=tax.tax_minor,
                )
                for tax in body.taxes
            ),
            tenders=tuple(
                TenderLineItem(
                    sequence=tender.sequence,
                    method=tender.method,
                    amount_minor=tender.amount_minor,
                    given_minor=tender.given_minor,
                    change_minor=tender.change_minor,
                )
                for tender in body.tenders
            ),
            gross_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            source_reference=body.source_reference,
            copies=copies,
            voided_by=voided_by,
        )


def _summary(row: tuple[Any, ...]) -> FinishedSummary:
    event_id, series, number, business_day, completed_at_ms, gross, is_voided = row
    return FinishedSummary(
        event_id=event_id,
        series=series,
        number=number,
        business_day=business_day,
        completed_at_ms=completed_at_ms,
        gross_minor=gross,
        is_voided=bool(is_voided),
    )


def _finished_line(
    line: SaleLine, returned_micro: int, returned_minor: int, returned_tax_minor: int
) -> FinishedLine:
    original = line.return_of
    return FinishedLine(
        sequence=line.sequence,
        kind=LineKind(line.kind),
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        amount_minor=line.amount_minor,
        tax_rate_id=line.tax_rate_id,
        tax_rate_ppm=line.tax_rate_ppm,
        tax_minor=line.tax_minor,
        is_voided=line.is_voided,
        returned_micro=returned_micro,
        returned_minor=returned_minor,
        returned_tax_minor=returned_tax_minor,
        reason=line.reason,
        return_of=(
            OriginalLine(original.event_id, original.line_sequence)
            if original is not None
            else None
        ),
    )
