"""The rows that follow from what happens at the till beside sales.

Part of the `Projector`: the same rules hold.
"""

from collections.abc import Iterable
from typing import Final

from sync.protocol.envelope import Header
from sync.protocol.events.report_reprinted_v1 import ReportReprinted
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_counted_v1 import TillCounted
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.persistence.dbapi import Connection

TILL_TABLES: Final = (
    "till_period",
    "tender_control",
    "till_count",
    "settlement",
    "foreign_total",
)
"""The projections that are written here."""


class TillProjector:
    """Writes periods, counts, settlements and tender control, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute

    def period_opened(
        self, event_no: int, header: Header, body: TillPeriodOpened
    ) -> None:
        """Store the open period."""
        self._execute(
            "INSERT INTO till_period (opened_event_no, till_period_id, business_day,"
            " opened_event_id, opened_at_ms, loan_minor, currency)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                event_no,
                body.till_period_id,
                body.business_day,
                header.event_id,
                body.at_ms,
                body.loan_minor,
                body.currency,
            ),
        )

    def settled(
        self, event_no: int, header: Header, body: TillSettledV1 | TillSettled
    ) -> None:
        """Close the period and remember where its settlement stands."""
        self._execute(
            "UPDATE till_period SET settled_at_ms = ?, z_number = ?,"
            " expected_minor = ?, counted_minor = ? WHERE till_period_id = ?",
            (
                body.at_ms,
                body.z_number,
                body.expected_minor,
                body.counted_minor,
                body.till_period_id,
            ),
        )
        self._execute(
            "INSERT INTO settlement (event_no, z_number, event_id, till_period_id)"
            " VALUES (?, ?, ?, ?)",
            (event_no, body.z_number, header.event_id, body.till_period_id),
        )

    def counted(self, event_no: int, _header: Header, body: TillCounted) -> None:
        """Remember where the count stands; its body stays in the event."""
        self._execute(
            "INSERT INTO till_count VALUES (?, ?, ?)",
            (event_no, body.till_period_id, body.count_number),
        )

    def report_reprinted(
        self, _event_no: int, _header: Header, body: ReportReprinted
    ) -> None:
        """Count the copy of a settlement's report."""
        self._execute(
            "UPDATE settlement SET copies = ? WHERE event_id = ?",
            (body.copy_number, body.original_event_id),
        )

    def tender_control(
        self, event_no: int, header: Header, body: TenderControlRecorded
    ) -> None:
        """Store a movement, and mark the one that it voids."""
        voids = None if body.voids is None else body.voids.event_id
        self._execute(
            "INSERT INTO tender_control (event_no, series, number, event_id, kind,"
            " till_period_id, business_day, operator_id, method, currency,"
            " amount_minor, reason, reference, voids_event_id, at_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event_no,
                body.series,
                body.number,
                header.event_id,
                body.kind,
                body.till_period_id,
                body.business_day,
                body.operator_id,
                body.method,
                body.currency,
                body.amount_minor,
                body.reason,
                body.reference,
                voids,
                body.at_ms,
            ),
        )
        if voids is not None:
            self._execute(
                "UPDATE tender_control SET voided_by = ? WHERE event_id = ?",
                (header.event_id, voids),
            )

    def add_to_period(
        self,
        business_day: str,
        till_period_id: str,
        *,
        returns_minor: int = 0,
        discounts_minor: int = 0,
        rounding_minor: int = 0,
    ) -> None:
        """Add to the sums that most sales do not change; those write nothing."""
        if returns_minor or discounts_minor or rounding_minor:
            self._execute(
                "UPDATE control_total SET returns_minor = returns_minor + ?,"
                " discounts_minor = discounts_minor + ?,"
                " rounding_minor = rounding_minor + ?"
                " WHERE business_day = ? AND till_period_id = ? AND tender = ''",
                (
                    returns_minor,
                    discounts_minor,
                    rounding_minor,
                    business_day,
                    till_period_id,
                ),
            )

    def add_foreign(
        self, till_period_id: str, rows: Iterable[tuple[str, str, int, int]]
    ) -> None:
        """Add tender of other currencies.

        Args:
            till_period_id: The period.
            rows: (method, currency, signed amount in it, value in store currency).
        """
        for row in rows:
            self._execute(
                "INSERT INTO foreign_total VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET"
                " amount_minor = amount_minor + excluded.amount_minor,"
                " value_minor = value_minor + excluded.value_minor",
                (till_period_id, *row),
            )
