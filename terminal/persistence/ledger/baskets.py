"""Open and suspended baskets: working state that survives line by line.

A changed line is one row written; nothing else of the basket is touched, so the
thousandth line costs what the first did.
"""

from typing import Final

import msgspec

from terminal.application.selling.sale_view import SuspendedView
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.line_item import (
    LineKind,
    OriginalLine,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import (
    RetailTransaction,
    TransactionHeader,
)
from terminal.persistence.dbapi import Connection

_HEAD_SEQUENCE: Final = 0


class _StoredHead(msgspec.Struct, frozen=True):
    """What belongs to a basket as a whole."""

    header: TransactionHeader
    tenders: tuple[TenderLineItem, ...]


class _StoredLine(msgspec.Struct, frozen=True, array_like=True):
    """A line without the names of its fields, which would double its size.

    Fields are only ever added at the end, with a default: an open basket outlives
    an upgrade of the program.
    """

    kind: LineKind
    item_id: str
    scan_code: str
    description: str
    quantity_micro: int
    unit: str
    unit_price_micro: int
    price_source: PriceSource
    amount_minor: int
    tax_rate_id: str
    tax_rate_ppm: int
    fixed_tax_minor: int | None
    voided_at_ms: int | None
    reason: str | None
    return_of: tuple[str, int] | None


_encoder: Final = msgspec.msgpack.Encoder()
_head_decoder: Final = msgspec.msgpack.Decoder(_StoredHead)
_line_decoder: Final = msgspec.msgpack.Decoder(_StoredLine)


class SqlBaskets:
    """Implements `Baskets`; keeps the open basket in memory between units."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: RetailTransaction | None = None
        self._open_no = 0
        self._is_known = False

    def forget(self) -> None:
        """Drop what is in memory: its unit did not commit, so the disk decides."""
        self._open = None
        self._is_known = False

    def open_basket(self) -> RetailTransaction | None:
        """See `Baskets`."""
        if not self._is_known:
            row = self._connection.execute(
                "SELECT basket_no FROM basket_part WHERE sequence = 0"
                " AND basket_no NOT IN (SELECT basket_no FROM suspended_basket)"
                " LIMIT 1"
            ).fetchone()
            self._set_open(None if row is None else int(row[0]))
        return self._open

    def save(self, transaction: RetailTransaction) -> None:
        """See `Baskets`."""
        changes = transaction.take_changes()
        if changes.header is not None:
            assert self.open_basket() is None, "one transaction is open at a time"
            row = self._connection.execute(
                "SELECT ifnull(max(basket_no), 0) + 1 FROM basket_part"
            ).fetchone()
            self._open_no = row[0]
            self._open = transaction
        if changes.header is not None or changes.tenders is not None:
            head = _StoredHead(transaction.header, transaction.tenders)
            self._put(_HEAD_SEQUENCE, _encoder.encode(head))
        for line in changes.lines:
            self._put(line.sequence, _encode_line(line))

    def discard(self, transaction_id: str) -> None:
        """See `Baskets`."""
        basket_no = self._number_of(transaction_id)
        if basket_no is None:
            return
        self._connection.execute(
            "DELETE FROM basket_part WHERE basket_no = ?", (basket_no,)
        )
        if self._open is not None and self._open.transaction_id == transaction_id:
            self._open = None
        else:
            self._connection.execute(
                "DELETE FROM suspended_basket WHERE basket_no = ?", (basket_no,)
            )

    def suspend(self, transaction_id: str, suspended_at_ms: int) -> None:
        """See `Baskets`."""
        transaction = self.open_basket()
        assert transaction is not None
        assert transaction.transaction_id == transaction_id
        self._connection.execute(
            "INSERT INTO suspended_basket VALUES (?, ?)",
            (self._open_no, suspended_at_ms),
        )
        self._open = None

    def retrieve(self, transaction_id: str) -> RetailTransaction | None:
        """See `Baskets`."""
        basket_no = self._number_of(transaction_id)
        deleted = self._connection.execute(
            "DELETE FROM suspended_basket WHERE basket_no = ?", (basket_no,)
        ).rowcount
        if basket_no is None or not deleted:
            return None
        self._set_open(basket_no)
        return self._open

    def list_suspended(self) -> list[SuspendedView]:
        """See `Baskets`."""
        rows = self._connection.execute(
            "SELECT basket_no, suspended_at_ms FROM suspended_basket"
            " ORDER BY suspended_at_ms, basket_no"
        ).fetchall()
        return [
            _suspended_view(self._load(basket_no), suspended_at_ms)
            for basket_no, suspended_at_ms in rows
        ]

    def _set_open(self, basket_no: int | None) -> None:
        self._open = None if basket_no is None else self._load(basket_no)
        self._open_no = basket_no or 0
        self._is_known = True

    def _number_of(self, transaction_id: str) -> int | None:
        if self._open is not None and self._open.transaction_id == transaction_id:
            return self._open_no
        rows = self._connection.execute(
            "SELECT basket_no, content FROM basket_part WHERE sequence = 0"
        ).fetchall()
        for basket_no, content in rows:
            if _head_decoder.decode(content).header.transaction_id == transaction_id:
                return int(basket_no)
        return None

    def _put(self, sequence: int, content: bytes) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO basket_part VALUES (?, ?, ?)",
            # As bytearray: the driver sends bytes through its adapters.
            (self._open_no, sequence, bytearray(content)),
        )

    def _load(self, basket_no: int) -> RetailTransaction:
        rows = self._connection.execute(
            "SELECT sequence, content FROM basket_part WHERE basket_no = ?"
            " ORDER BY sequence",
            (basket_no,),
        ).fetchall()
        head = _head_decoder.decode(rows[0][1])
        return RetailTransaction.restore(
            head.header,
            [_decode_line(sequence, content) for sequence, content in rows[1:]],
            head.tenders,
        )


def _encode_line(line: SaleReturnLineItem) -> bytes:
    original = line.return_of
    return _encoder.encode(
        _StoredLine(
            line.kind,
            line.item_id,
            line.scan_code,
            line.description,
            line.quantity_micro,
            line.unit,
            line.unit_price_micro,
            line.price_source,
            line.amount_minor,
            line.tax_rate_id,
            line.tax_rate_ppm,
            line.fixed_tax_minor,
            line.voided_at_ms,
            line.reason,
            (original.event_id, original.line_sequence) if original else None,
        )
    )


def _decode_line(sequence: int, content: bytes) -> SaleReturnLineItem:
    stored = _line_decoder.decode(content)
    return SaleReturnLineItem(
        sequence=sequence,
        kind=stored.kind,
        item_id=stored.item_id,
        scan_code=stored.scan_code,
        description=stored.description,
        quantity_micro=stored.quantity_micro,
        unit=stored.unit,
        unit_price_micro=stored.unit_price_micro,
        price_source=stored.price_source,
        extended_minor=stored.amount_minor,
        amount_minor=stored.amount_minor,
        tax_rate_id=stored.tax_rate_id,
        tax_rate_ppm=stored.tax_rate_ppm,
        fixed_tax_minor=stored.fixed_tax_minor,
        voided_at_ms=stored.voided_at_ms,
        reason=stored.reason,
        return_of=OriginalLine(*stored.return_of) if stored.return_of else None,
    )


def _suspended_view(
    transaction: RetailTransaction, suspended_at_ms: int
) -> SuspendedView:
    return SuspendedView(
        transaction_id=transaction.transaction_id,
        opened_at_ms=transaction.header.opened_at_ms,
        suspended_at_ms=suspended_at_ms,
        operator_id=transaction.header.operator_id,
        line_count=transaction.item_count,
        total_minor=transaction.total_minor,
    )
