"""Receipts of other tills that were looked up; working state beside the baskets."""

from typing import Final

import msgspec

from structs.decoding import decode_json, json_decoder
from sync.protocol.returns import FoundReceipt
from terminal.application.ports.foreign_receipts import ForeignReceipt
from terminal.persistence.dbapi import Connection

KEPT_MS: Final = 30 * 24 * 60 * 60 * 1000
"""A suspended transaction is decided about long before."""

_encoder: Final = msgspec.json.Encoder()
_decoder: Final = json_decoder(FoundReceipt)


class SqlForeignReceipts:
    """Implements `ForeignReceipts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, event_id: str) -> ForeignReceipt | None:
        """See `ForeignReceipts`."""
        row = self._connection.execute(
            "SELECT content, unsure FROM foreign_receipt WHERE event_id = ?",
            (event_id,),
        ).fetchone()
        if row is None:
            return None
        return ForeignReceipt(
            event_id=event_id,
            found=_decoder.decode(row[0]),
            unsure=decode_json(row[1], tuple[str, ...]),
        )

    def save(self, receipt: ForeignReceipt, saved_at_ms: int) -> None:
        """See `ForeignReceipts`."""
        self._connection.execute(
            "DELETE FROM foreign_receipt WHERE saved_at_ms < ?",
            (saved_at_ms - KEPT_MS,),
        )
        self._connection.execute(
            "INSERT INTO foreign_receipt (event_id, saved_at_ms, content, unsure)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (event_id) DO UPDATE SET"
            " saved_at_ms = excluded.saved_at_ms, content = excluded.content,"
            " unsure = excluded.unsure",
            (
                receipt.event_id,
                saved_at_ms,
                bytearray(_encoder.encode(receipt.found)),
                _encoder.encode(receipt.unsure).decode(),
            ),
        )
