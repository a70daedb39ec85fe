"""Completed transactions: the event's body, joined with what became of it since."""

from typing import Any, Final

from sync.protocol.envelope import decode_header
from sync.protocol.events import decode_body
from terminal.application.tendering.finished_sale import (
    CameBack,
    Fate,
    SaleCompleted,
    finished_sale,
)
from terminal.domain.transaction.finished_transaction import (
    FinishedSummary,
    FinishedTransaction,
)
from terminal.persistence.dbapi import Connection, bindable
from terminal.persistence.ledger.line_detail import decode_sums
from terminal.persistence.ledger.line_keys import first_line_no, item_line_range

_SELECT: Final = (
    "SELECT event_no, event_id, copies, voided_by FROM retail_transaction"
    " WHERE kind = 'sale' AND "
)

_TOOK_BACK_OF: Final = (
    "voided_by IS NULL AND event_no IN ("
    " SELECT DISTINCT line_no / ? FROM line_item WHERE of_event_no ="
    " (SELECT event_no FROM retail_transaction WHERE event_id = ?))"
    " ORDER BY event_no"
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
        return self._find("series = ? AND number = ?", series, bindable(number))

    def find_by_event_id(self, event_id: str) -> FinishedTransaction | None:
        """See `FinishedTransactions`."""
        return self._find("event_id = ?", event_id)

    def find_by_source_reference(
        self, source_reference: str
    ) -> FinishedTransaction | None:
        """See `FinishedTransactions`."""
        return self._find("source_reference = ?", source_reference)

    def returns_of(self, event_id: str) -> list[FinishedTransaction]:
        """See `FinishedTransactions`."""
        rows = self._connection.execute(
            _SELECT + _TOOK_BACK_OF, (first_line_no(1), event_id)
        ).fetchall()
        return [self._load(*row) for row in rows]

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
        came_back = {
            line_no - first_line_no(event_no): CameBack(
                micro, minor, decode_sums(taxes) or (tax_minor,)
            )
            for line_no, micro, minor, tax_minor, taxes in self._connection.execute(
                "SELECT line_no, returned_micro, returned_minor, returned_tax_minor,"
                " returned_taxes FROM line_item WHERE line_no BETWEEN ? AND ?"
                " AND returned_micro > 0",
                item_line_range(event_no),
            ).fetchall()
        }
        return finished_sale(
            body,
            Fate(
                event_id=event_id,
                event_hash=hash_.hex(),
                seq=seq,
                came_back=came_back,
                copies=copies,
                voided_by=voided_by,
            ),
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
