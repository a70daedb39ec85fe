"""The rows that follow from points, and from promotions that are given back.

Part of the `Projector`: the same rules hold.
"""

from collections.abc import Iterable
from typing import Final

from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import Points, Redemption
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.promotion_uses import add_uses

MEMBER_TABLES: Final = ("points_entry", "redemption_back")
"""The projections that are written here."""


class MemberProjector:
    """Writes points and what is given back, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._executemany = connection.executemany

    def apply(self, event_no: int, body: SaleCompleted | TransactionVoided) -> None:
        """Add the points of an event and what it gives back of earlier ones."""
        if body.points:
            self._add_points(event_no, body.points)
        for one in body.given_back:
            self._give_back(one)

    def _give_back(self, one: Redemption) -> None:
        self._execute(
            "INSERT INTO redemption_back VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET uses = uses + excluded.uses,"
            " amount_minor = amount_minor + excluded.amount_minor",
            (one.of_event_id, one.promotion_id, -one.amount_minor, -one.uses),
        )
        # The counts of uses have what was given as negative amounts.
        add_uses(
            self._connection,
            (one.promotion_id, one.member_id, one.uses, -one.amount_minor),
            one.coupon_codes,
        )

    def _add_points(self, event_no: int, rows: Iterable[Points]) -> None:
        self._executemany(
            "INSERT INTO points_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    event_no,
                    entry_no,
                    row.member_id,
                    row.kind,
                    row.points,
                    row.amount_minor,
                    row.line_sequence or 0,
                    row.tender_sequence or 0,
                    row.of_event_id or "",
                )
                for entry_no, row in enumerate(rows, start=1)
            ],
        )
