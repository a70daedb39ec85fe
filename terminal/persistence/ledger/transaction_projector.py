"""The rows that follow from retail transactions: sales, voids, cancellations.

Part of the `Projector`: the same rules hold.
"""

from typing import Final, NamedTuple

from sync.protocol.envelope import Header
from sync.protocol.events import sale_completed_v1, transaction_voided_v1
from sync.protocol.events import sale_parts_v1 as v1
from sync.protocol.events.receipt_reprinted_v1 import ReceiptReprinted
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import SaleLine, TaxSum, Tender
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.line_detail import (
    decode_detail,
    decode_sums,
    encode_detail,
    encode_sums,
)
from terminal.persistence.ledger.line_keys import (
    first_line_no,
    item_line_range,
    key_before_taxes,
    key_before_tenders,
)
from terminal.persistence.ledger.member_projector import MemberProjector
from terminal.persistence.ledger.period_totals import Finished, PeriodTotals
from terminal.persistence.ledger.promotion_uses import (
    count_uses,
    decode_promotions,
    encode_promotions,
)
from terminal.persistence.ledger.till_projector import TillProjector

SALE: Final = "sale"
VOID: Final = "void"
CANCELLED: Final = "cancelled"

_Row = tuple[str | int, ...]
# Quantity, amount and taxes that came back of a sold line; negative to undo.
_Back = tuple[int, int, tuple[int, ...]]
_Tenders = tuple[v1.Tender, ...] | tuple[Tender, ...]


class TransactionProjector:
    """Writes transactions, their lines and totals, on one connection."""

    def __init__(
        self, connection: Connection, totals: PeriodTotals, till: TillProjector
    ) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._executemany = connection.executemany
        self._totals = totals
        self._till = till
        self._members = MemberProjector(connection)

    def sale(self, event_no: int, header: Header, body: SaleCompleted) -> None:
        """Store a sale."""
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
        whole = Finished(
            amount_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            quantity_micro=counts.quantity_micro,
            sale_lines=counts.sale_lines,
            return_lines=counts.return_lines,
        )
        self._add_totals(body, whole)
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

    def sale_v1(
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
        whole = Finished(
            amount_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            quantity_micro=sum(line.quantity_micro for line in counting),
            sale_lines=sale_lines,
            return_lines=len(counting) - sale_lines,
        )
        self._add_totals(body, whole)
        self._till.add_to_period(
            body.business_day,
            body.till_period_id,
            returns_minor=sum(
                line.amount_minor for line in counting if line.kind == "return"
            ),
        )

    def cancelled(
        self, event_no: int, header: Header, body: TransactionCancelled
    ) -> None:
        """Store a transaction that was given up; it keeps its number."""
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
        self._totals.count(body.business_day, body.till_period_id, "cancelled")

    def voided(self, event_no: int, header: Header, body: TransactionVoided) -> None:
        """Store a void and take back what the voided transaction did."""
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

    def voided_v1(
        self,
        event_no: int,
        header: Header,
        body: transaction_voided_v1.TransactionVoided,
    ) -> None:
        """Store a void as programs before price modifiers told it."""
        self._insert_voiding(event_no, header, body)
        self._insert_taxes(
            event_no, [(t.tax_rate_id, t.tax_rate_ppm, t) for t in body.taxes]
        )

    def receipt_reprinted(
        self, _event_no: int, _header: Header, body: ReceiptReprinted
    ) -> None:
        """Count a copy of a receipt."""
        self._execute(
            "UPDATE retail_transaction SET copies = ? WHERE event_id = ?",
            (body.copy_number, body.original_event_id),
        )
        self._totals.count_in_open_period("reprints")

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

    def _insert_tenders(self, event_no: int, tenders: _Tenders) -> None:
        base = key_before_tenders(event_no)
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
        base = key_before_taxes(event_no)
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
        whole = Finished(
            amount_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            quantity_micro=self._take_back(body.voids.event_id, header.event_id),
            voided=1,
        )
        self._add_totals(body, whole)
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

    def _add_totals(
        self,
        body: SaleCompleted
        | sale_completed_v1.SaleCompleted
        | TransactionVoided
        | transaction_voided_v1.TransactionVoided,
        whole: Finished,
    ) -> None:
        self._totals.add(
            body.business_day,
            body.till_period_id,
            whole,
            [(tender.method, tender.amount_minor) for tender in body.tenders],
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


class _LineCounts(NamedTuple):
    """What the items of a transaction count, voided ones left out."""

    sale_lines: int
    return_lines: int
    quantity_micro: int
    returns_minor: int


def _discounts_of(body: SaleCompleted) -> int:
    """Return the signed sum of promotions and manual modifiers."""
    return sum(
        modifier.amount_minor
        for line in body.lines
        if line.modifiers and not line.is_voided
        for modifier in line.modifiers
        if modifier.kind != "exemption"
    )


def rounding_of(tenders: _Tenders, gross_minor: int) -> int:
    """Return the cash rounding of a transaction: what its tenders are beside it."""
    return sum(tender.amount_minor for tender in tenders) - gross_minor
