"""Control totals: what the tills claim, per workstation, day and tender.

Read from the headers, so they are right even where a body cannot be read; the part
of quarantined events is kept apart as not applied. Nothing here divides or rounds.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from msgspec import Struct, field
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    TextClause,
    select,
    text,
)

from sync.central.effects import RetailTransactionRow
from sync.central.schema import control_day, control_tender
from sync.protocol.envelope import ControlTotals, Header

AMOUNT_MAX: Final = 10**14
"""Largest amount of one event that is added up: minor units or millionths."""

_COUNTS: Final = (
    "events",
    "transactions",
    "sale_lines",
    "return_lines",
    "gross_minor",
    "tax_minor",
    "quantity_micro",
)


class Totals(Struct, kw_only=True):
    """Sums over some events.

    Attributes:
        events: All of them, control events too.
        transactions: Finished retail transactions.
        sale_lines: Lines sold, as far as the bodies could be read.
        return_lines: Lines taken back, likewise.
        gross_minor: Signed, tax included.
        tenders_minor: Signed net amount by method.
    """

    events: int = 0
    transactions: int = 0
    sale_lines: int = 0
    return_lines: int = 0
    gross_minor: int = 0
    tax_minor: int = 0
    tenders_minor: dict[str, int] = field(default_factory=dict)
    quantity_micro: int = 0

    def add(self, other: Totals) -> None:
        """Add *other* to this."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for method, amount in other.tenders_minor.items():
            self.add_tender(method, amount)

    def add_tender(self, method: str, amount_minor: int) -> None:
        """Add a net amount of one method."""
        self.tenders_minor[method] = self.tenders_minor.get(method, 0) + amount_minor


class DayTotals(Totals, kw_only=True):
    """Totals of one business day; empty for events outside one.

    Attributes:
        unapplied: The part of `self` that quarantined events claim.
    """

    business_day: str
    unapplied: Totals = field(default_factory=Totals)


class ControlReport(Totals, kw_only=True):
    """Totals over all days asked for.

    Attributes:
        unapplied: The part of `self` that quarantined events claim.
        days: One each, in order.
    """

    unapplied: Totals = field(default_factory=Totals)
    days: list[DayTotals] = field(default_factory=list)


class Sums:
    """Collects what one push adds, so that the database is told once a day of it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.by_day: defaultdict[tuple[str, bool], Totals] = defaultdict(Totals)

    def add(
        self, header: Header, row: RetailTransactionRow | None, *, is_applied: bool
    ) -> None:
        """Add one event; *row* is what its body says, if it could be read."""
        self._add(header, row, 1, is_applied=is_applied)

    def take_away(
        self, header: Header, row: RetailTransactionRow | None, *, is_applied: bool
    ) -> None:
        """Undo `add` of the same."""
        self._add(header, row, -1, is_applied=is_applied)

    def _add(
        self,
        header: Header,
        row: RetailTransactionRow | None,
        sign: int,
        *,
        is_applied: bool,
    ) -> None:
        totals = self.by_day[header.biz_day or "", is_applied]
        totals.events += sign
        if row is not None:
            totals.sale_lines += sign * row.sale_lines
            totals.return_lines += sign * row.return_lines
        if header.ctl is not None and is_plausible(header.ctl):
            totals.transactions += sign * header.ctl.count
            totals.gross_minor += sign * header.ctl.gross_minor
            totals.tax_minor += sign * header.ctl.tax_minor
            totals.quantity_micro += sign * header.ctl.quantity_micro
            for method, amount in header.ctl.tenders:
                totals.add_tender(method, sign * amount)


def is_plausible(totals: ControlTotals | None) -> bool:
    """Tell whether *totals* may be added up.

    A column holds 2^63; beyond it SQLite would go on with inexact numbers.
    """
    if totals is None:
        return True
    low, high = -AMOUNT_MAX, AMOUNT_MAX
    if not (
        low <= totals.count <= high
        and low <= totals.gross_minor <= high
        and low <= totals.tax_minor <= high
        and low <= totals.quantity_micro <= high
    ):
        return False
    for _, amount in totals.tenders:  # noqa: SIM110 - twice as fast as `all`
        if not low <= amount <= high:
            return False
    return True


def add(connection: Connection, workstation: str, store: str, sums: Sums) -> None:
    """Add *sums* to the accounts of *workstation*.

    The caller holds the row of the stream, so nobody else adds to them now.
    """
    days = []
    tenders = []
    for (business_day, is_applied), totals in sums.by_day.items():
        key = {
            "workstation": workstation,
            "business_day": business_day,
            "is_applied": is_applied,
            "store": store,
        }
        days.append(key | {name: getattr(totals, name) for name in _COUNTS})
        tenders += [
            key | {"method": method, "amount_minor": amount}
            for method, amount in totals.tenders_minor.items()
        ]
    if days:
        connection.execute(_ADD_DAY, days)
    if tenders:
        connection.execute(_ADD_TENDER, tenders)


def report(
    connection: Connection,
    *,
    workstation: str | None = None,
    store: str | None = None,
    business_day: str | None = None,
) -> ControlReport:
    """Return the totals of a workstation or a store, of one day or all."""
    found = ControlReport()
    days: dict[str, DayTotals] = {}
    for table in (control_day, control_tender):
        rows = connection.execute(
            select(table)
            .where(*_conditions(table, workstation, store, business_day))
            .order_by(table.c.business_day)
        )
        for row in rows.mappings():
            day = days.get(row["business_day"])
            if day is None:
                day = days[row["business_day"]] = DayTotals(
                    business_day=row["business_day"]
                )
            part = _part(row)
            day.add(part)
            found.add(part)
            if not row["is_applied"]:
                day.unapplied.add(part)
                found.unapplied.add(part)
    found.days = list(days.values())
    return found


def require_readable(connection: Connection) -> None:
    """Read one row; the database raises if it cannot."""
    connection.execute(select(control_day.c.events).limit(1)).first()


def _part(row: Any) -> Totals:
    if "method" in row:
        return Totals(tenders_minor={row["method"]: row["amount_minor"]})
    return Totals(**{name: row[name] for name in _COUNTS})


def _conditions(
    table: Any, workstation: str | None, store: str | None, business_day: str | None
) -> list[ColumnElement[bool]]:
    wanted = {"workstation": workstation, "store": store, "business_day": business_day}
    return [
        table.c[name] == value for name, value in wanted.items() if value is not None
    ]


def _adding(table: Table, key: tuple[str, ...], sums: tuple[str, ...]) -> TextClause:
    """Return the statement that adds to a row, or makes it.

    Written once as text: putting it together for every push costs more than the
    database takes for it.
    """
    names = (*key, "store", *sums)
    changes = ", ".join(
        f"{each} = {table.name}.{each} + excluded.{each}" for each in sums
    )
    return text(
        f"INSERT INTO {table.name} ({', '.join(names)})"  # noqa: S608 - our own names
        f" VALUES ({', '.join(f':{name}' for name in names)})"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
    )


_DAY_KEY: Final = ("workstation", "business_day", "is_applied")
_ADD_DAY: Final = _adding(control_day, _DAY_KEY, _COUNTS)
_ADD_TENDER: Final = _adding(control_tender, (*_DAY_KEY, "method"), ("amount_minor",))
