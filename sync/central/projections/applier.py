"""Gives events their effects, in order, many at a time where that makes no difference.

Most events touch nothing but their own rows; those are written together. An event
that has to do with another one (a return, a void, the sale of either) is written alone
at its turn, so the result never depends on how many events a step takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError, IntegrityError

from sync.central import quarantines, returned_lines
from sync.central.bulk import insert_rows, savepoint
from sync.central.control import AMOUNT_MAX
from sync.central.effects import RetailTransactionRow, Unusable
from sync.central.projections import finance, inventory, orders, parking
from sync.central.projections.deed import Deed, read_deed
from sync.central.projections.entry import Entry
from sync.central.projections.orders import OrderLine
from sync.central.returned_lines import Recorded
from sync.central.schema import (
    order_line,
    posting,
    projected_event,
    retail_transaction,
    returned_line,
    stock_movement,
)
from sync.protocol.envelope import decode_stored_header
from terminal.domain.receipt_code import receipt_text

# Faults of one row. Anything else (a full disk, a lost connection) is a fault of the
# database: the whole step fails and is done again.
_ROW_ERRORS: Final = (IntegrityError, DataError, OverflowError)

_PROJECTED: Final = ("event_id", "workstation")
_TRANSACTION: Final = (
    "workstation",
    "lane",
    "epoch",
    "seq",
    "store",
    "business_day",
    "type",
    "event_id",
    "series",
    "number",
    "currency",
    "gross_minor",
    "tax_minor",
    "sale_lines",
    "return_lines",
    "tenders",
)


class Applier:
    """Applies the events of one step."""

    def __init__(self, connection: Connection) -> None:
        """Begin with nothing applied."""
        self._connection = connection
        self._known: set[str] = set()
        self._waiting: list[Deed] = []

    def apply(self, entries: Iterable[Entry]) -> None:
        """Give each event its effects, or the reason why it has none."""
        deeds = self._read(entries)
        self._known = parking.find_projected(
            self._connection, {needed for deed in deeds for needed in deed.header.deps}
        )
        alone = self._entangled(deeds)
        for deed in deeds:
            if not self._known.issuperset(deed.header.deps):
                # What comes before it must be there before its totals are moved.
                self._flush()
                self._apply_or_park(deed)
            elif deed.event_id in alone:
                self._flush()
                self._apply_alone(deed)
            else:
                self._waiting.append(deed)
                self._known.add(deed.event_id)
        self._flush()

    def _read(self, entries: Iterable[Entry]) -> list[Deed]:
        deeds = []
        for entry in entries:
            if entry.verdict != "applied":
                continue
            deed = read_deed(entry)
            if isinstance(deed, Deed):
                deeds.append(deed)
            else:
                # An older program than the one that stored it.
                header = decode_stored_header(entry.header)
                place = quarantines.Place(*entry.key, entry.arrival)
                quarantines.withdraw(self._connection, place, header, None, deed)
        return deeds

    def _entangled(self, deeds: Sequence[Deed]) -> set[str]:
        """Return the events that must be written alone; some more do no harm."""
        alone: set[str] = set()
        named: set[str] = set()
        receipts: dict[str, str] = {}
        for deed in deeds:
            row = deed.row
            if row is None:
                continue
            if row.voids is not None:
                alone.update((deed.event_id, row.voids))
            for line in row.returned:
                alone.update((deed.event_id, line.original_event_id))
                named.add(returned_lines.full_name(line.named_receipt))
            if row.sale_lines:
                receipts[_receipt(deed, row)] = deed.event_id
        ids = [deed.event_id for deed in deeds if deed.row is not None]
        alone |= returned_lines.find_awaited(self._connection, ids)
        named |= returned_lines.find_named(self._connection, receipts)
        alone.update(receipts[name] for name in named if name in receipts)
        return alone

    def _flush(self) -> None:
        deeds, self._waiting = self._waiting, []
        if not deeds:
            return
        if self._try_write(deeds):
            ids = [deed.event_id for deed in deeds if deed.row is not None]
            returned_lines.forget_claims(self._connection, ids)
            self._wake(deeds)
            return
        self._known.difference_update(deed.event_id for deed in deeds)
        for deed in deeds:
            self._apply_or_park(deed)

    def _apply_or_park(self, deed: Deed) -> None:
        missing = set(deed.header.deps) - self._known
        if missing:
            parking.park(self._connection, deed, missing)
        else:
            self._apply_alone(deed)

    def _apply_alone(self, deed: Deed) -> None:
        if not self._try_write([deed]):
            self._refuse(deed)
            return
        self._known.add(deed.event_id)
        if deed.row is not None:
            self._mirror(deed, deed.row)
            recorded = _recorded(deed, deed.row)
            returned_lines.settle(
                self._connection, [recorded], deed.entry.received_at_ms
            )
        self._wake([deed])

    def _wake(self, deeds: Sequence[Deed]) -> None:
        for deed in deeds[-1:]:
            parking.wake(
                self._connection,
                {each.event_id for each in deeds},
                deed.entry.received_at_ms,
            )

    def _try_write(self, deeds: Sequence[Deed]) -> bool:
        """Write the rows of *deeds*, all or none."""
        lines = [line for deed in deeds for line in orders.lines_of(deed)]
        postings = [each for deed in deeds for each in finance.postings_of(deed)]
        if not _are_plausible(lines, postings):
            return False
        connection = self._connection
        try:
            with savepoint(connection):
                insert_rows(
                    connection,
                    projected_event,
                    _PROJECTED,
                    [(deed.event_id, deed.entry.workstation) for deed in deeds],
                )
                insert_rows(
                    connection,
                    retail_transaction,
                    _TRANSACTION,
                    [
                        _transaction(deed, deed.row)
                        for deed in deeds
                        if deed.row is not None
                    ],
                )
                insert_rows(
                    connection,
                    returned_line,
                    returned_lines.COLUMNS,
                    [
                        row
                        for deed in deeds
                        if deed.row is not None and deed.row.returned
                        for row in returned_lines.line_rows(_recorded(deed, deed.row))
                    ],
                )
                self._write_lines(lines)
                insert_rows(connection, posting, finance.COLUMNS, postings)
        except _ROW_ERRORS:
            return False
        return True

    def _write_lines(self, lines: Sequence[OrderLine]) -> None:
        insert_rows(self._connection, order_line, orders.COLUMNS, lines)
        insert_rows(
            self._connection,
            stock_movement,
            inventory.COLUMNS,
            inventory.movements_of(lines),
        )

    def _mirror(self, deed: Deed, row: RetailTransactionRow) -> None:
        """Take the lines of a voided transaction back, whichever event came first."""
        entry = deed.entry
        if row.voids is not None:
            if self._is_voided_again(row.voids):
                return
            by = (entry.event_id, entry.workstation, deed.store, entry.business_day)
            self._write_lines(orders.mirrored(self._connection, row.voids, by))
            return
        voiding = returned_lines.voided_by(self._connection, entry.event_id)
        if voiding is None:
            return
        sales = retail_transaction.c
        found = self._connection.execute(
            select(sales.workstation, sales.store, sales.business_day).where(
                sales.event_id == voiding
            )
        ).first()
        if found is not None:
            self._write_lines(
                orders.mirrored(self._connection, entry.event_id, (voiding, *found))
            )

    def _is_voided_again(self, event_id: str) -> bool:
        return returned_lines.voided_by(self._connection, event_id) is not None

    def _refuse(self, deed: Deed) -> None:
        """Quarantine an event whose rows the database does not take."""
        entry, row = deed.entry, deed.row
        if self._is_projected(entry):
            return
        reason = Unusable("refused", "the tables of the center cannot hold it")
        if row is not None and is_number_used(self._connection, entry, row):
            detail = f"number {row.series}-{row.number} was used before"
            reason = Unusable("number_reused", detail)
        quarantines.withdraw(
            self._connection, parking.place_of(deed), deed.header, row, reason
        )

    def _is_projected(self, entry: Entry) -> bool:
        done = projected_event.c
        return (
            self._connection.scalar(
                select(done.event_id).where(
                    done.event_id == entry.event_id,
                    done.workstation == entry.workstation,
                )
            )
            is not None
        )


def is_number_used(
    connection: Connection, entry: Entry, row: RetailTransactionRow
) -> bool:
    """Tell whether a transaction of the epoch has this number.

    Another epoch may have it too: that of another life of the till.
    """
    sales = retail_transaction.c
    return (
        connection.scalar(
            select(sales.seq).where(
                sales.workstation == entry.workstation,
                sales.epoch == entry.epoch,
                sales.series == row.series,
                sales.number == row.number,
            )
        )
        is not None
    )


def can_hold(deeds: Iterable[Deed]) -> bool:
    """Tell whether the amounts of all these events can be added up."""
    return all(
        _are_plausible(orders.lines_of(deed), finance.postings_of(deed))
        for deed in deeds
    )


def _are_plausible(
    lines: Iterable[OrderLine], postings: Iterable[finance.Posting]
) -> bool:
    # Sums of them must fit into a column; no business has such amounts.
    return all(
        -AMOUNT_MAX <= line[6] <= AMOUNT_MAX and -AMOUNT_MAX <= line[8] <= AMOUNT_MAX
        for line in lines
    ) and all(each[8] <= AMOUNT_MAX and each[9] <= AMOUNT_MAX for each in postings)


def _recorded(deed: Deed, row: RetailTransactionRow) -> Recorded:
    entry = deed.entry
    return Recorded(
        event_id=entry.event_id,
        workstation=entry.workstation,
        store=deed.store,
        business_day=entry.business_day,
        hash=entry.hash,
        row=row,
    )


def _receipt(deed: Deed, row: RetailTransactionRow) -> str:
    return receipt_text(row.series, row.number, deed.entry.hash.hex())


def _transaction(deed: Deed, row: RetailTransactionRow) -> tuple[Any, ...]:
    entry = deed.entry
    return (
        *entry.key,
        deed.store,
        entry.business_day,
        entry.type,
        entry.event_id,
        row.series,
        row.number,
        row.currency,
        row.gross_minor,
        row.tax_minor,
        row.sale_lines,
        row.return_lines,
        msgspec.json.encode(row.tenders).decode(),
    )
