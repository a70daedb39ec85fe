"""Open and suspended baskets: working state that survives line by line.

A changed line is one row written; nothing else of the basket is touched, so the
thousandth line costs what the first did.
"""

from typing import Final

import msgspec

from terminal.application.selling.sale_view import SuspendedView
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import (
    RetailTransaction,
    TransactionHeader,
)
from terminal.persistence.dbapi import Connection

_HEAD_SEQUENCE: Final = 0


class _BasketHead(msgspec.Struct, frozen=True):
    """What belongs to a basket as a whole."""

    header: TransactionHeader
    tenders: tuple[TenderLineItem, ...]


_encoder: Final = msgspec.msgpack.Encoder()
_head_decoder: Final = msgspec.msgpack.Decoder(_BasketHead)
_line_decoder: Final = msgspec.msgpack.Decoder(SaleReturnLineItem)


class SqlBaskets:
    """Implements `Baskets`; keeps the open basket in memory between units."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: RetailTransaction | None = None
        self._is_known = False

    def forget(self) -> None:
        """Drop what is in memory: its unit did not commit, so the disk decides."""
        self._open = None
        self._is_known = False

    def open_basket(self) -> RetailTransaction | None:
        """See `Baskets`."""
        if not self._is_known:
            row = self._connection.execute(
                "SELECT transaction_id FROM basket_part WHERE sequence = 0"
                " AND transaction_id NOT IN"
                " (SELECT transaction_id FROM suspended_basket) LIMIT 1"
            ).fetchone()
            self._open = None if row is None else self._load(row[0])
            self._is_known = True
        return self._open

    def save(self, transaction: RetailTransaction) -> None:
        """See `Baskets`."""
        changes = transaction.take_changes()
        if changes.header is not None or changes.tenders is not None:
            head = _BasketHead(transaction.header, transaction.tenders)
            self._put(transaction.transaction_id, _HEAD_SEQUENCE, head)
        for line in changes.lines:
            self._put(transaction.transaction_id, line.sequence, line)
        self._open = transaction
        self._is_known = True

    def discard(self, transaction_id: str) -> None:
        """See `Baskets`."""
        self._connection.execute(
            "DELETE FROM basket_part WHERE transaction_id = ?", (transaction_id,)
        )
        self._connection.execute(
            "DELETE FROM suspended_basket WHERE transaction_id = ?", (transaction_id,)
        )
        if self._open is not None and self._open.transaction_id == transaction_id:
            self._open = None

    def suspend(self, transaction_id: str, suspended_at_ms: int) -> None:
        """See `Baskets`."""
        self._connection.execute(
            "INSERT INTO suspended_basket VALUES (?, ?)",
            (transaction_id, suspended_at_ms),
        )
        self.forget()

    def retrieve(self, transaction_id: str) -> RetailTransaction | None:
        """See `Baskets`."""
        deleted = self._connection.execute(
            "DELETE FROM suspended_basket WHERE transaction_id = ?", (transaction_id,)
        ).rowcount
        if not deleted:
            return None
        self._open = self._load(transaction_id)
        self._is_known = True
        return self._open

    def list_suspended(self) -> list[SuspendedView]:
        """See `Baskets`."""
        rows = self._connection.execute(
            "SELECT transaction_id, suspended_at_ms FROM suspended_basket"
            " ORDER BY suspended_at_ms, transaction_id"
        ).fetchall()
        return [
            _suspended_view(self._load(transaction_id), suspended_at_ms)
            for transaction_id, suspended_at_ms in rows
        ]

    def _put(
        self,
        transaction_id: str,
        sequence: int,
        content: _BasketHead | SaleReturnLineItem,
    ) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO basket_part VALUES (?, ?, ?)",
            (transaction_id, sequence, _encoder.encode(content)),
        )

    def _load(self, transaction_id: str) -> RetailTransaction:
        rows = self._connection.execute(
            "SELECT content FROM basket_part WHERE transaction_id = ?"
            " ORDER BY sequence",
            (transaction_id,),
        ).fetchall()
        head = _head_decoder.decode(rows[0][0])
        return RetailTransaction.restore(
            head.header,
            [_line_decoder.decode(content) for (content,) in rows[1:]],
            head.tenders,
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
