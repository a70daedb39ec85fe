"""What a till period counts: transactions, money by tender, voids, reprints.

Part of the `Projector`: the same rules hold.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from terminal.persistence.dbapi import Connection

WHOLE_PERIOD: Final = ""
"""The `tender` of the row of `control_total` that holds the whole period."""


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished transaction adds to its period."""

    amount_minor: int = 0
    tax_minor: int = 0
    quantity_micro: int = 0
    sale_lines: int = 0
    return_lines: int = 0
    voided: int = 0


class PeriodTotals:
    """Writes `control_total`, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany

    def add(
        self,
        business_day: str,
        till_period_id: str,
        whole: Finished,
        tenders: Iterable[tuple[str, int]],
    ) -> None:
        """Add a transaction, and what was paid by each method and amount of it."""
        rows: list[tuple[str | int, ...]] = [
            (
                business_day,
                till_period_id,
                WHOLE_PERIOD,
                1,
                whole.amount_minor,
                whole.tax_minor,
                whole.quantity_micro,
                whole.sale_lines,
                whole.return_lines,
                whole.voided,
            )
        ]
        rows += [
            (business_day, till_period_id, method, 1, amount_minor, 0, 0, 0, 0, 0)
            for method, amount_minor in tenders
        ]
        self._executemany(_ADD_CONTROL, rows)

    def count_in_open_period(self, counter: str) -> None:
        """Count something in the open period; nothing when the till is settled."""
        last = self._execute(
            "SELECT business_day, till_period_id, settled_at_ms FROM till_period"
            " ORDER BY opened_event_no DESC LIMIT 1"
        ).fetchone()
        if last is not None and last[2] is None:
            self.count(last[0], last[1], counter)

    def count(self, business_day: str, till_period_id: str, counter: str) -> None:
        """Count something of a period by the name of its column."""
        self._execute(
            f"INSERT INTO control_total (business_day, till_period_id, tender, {counter})"  # noqa: S608 - a name of this module
            f" VALUES (?, ?, '', 1) ON CONFLICT DO UPDATE SET {counter} = {counter} + 1",
            (business_day, till_period_id),
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
