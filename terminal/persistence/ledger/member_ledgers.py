"""Points, and what was given back of promotions, as the projections have them."""

from collections.abc import Mapping
from typing import Final

from terminal.domain.member.coupon_ledger import RedemptionBack
from terminal.domain.member.points_ledger import PlaceOfEntry, PointsBack
from terminal.persistence.dbapi import Connection

_EVENT_NO_MAX: Final = 2**62


class SqlMemberLedgers:
    """Implements `MemberLedgers`; every question is a few look-ups by key."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute

    def points_since(self, member_id: str, as_of: Mapping[str, int]) -> int:
        """See `MemberLedgers`."""
        if not as_of:
            return self._points(member_id, 0, None)
        # The events of an epoch stand one behind the other.
        epochs = self._execute(
            "SELECT epoch, first_event_no FROM epoch ORDER BY first_event_no"
        ).fetchall()
        total = 0
        for index, (epoch, first) in enumerate(epochs):
            after = epochs[index + 1][1] if index + 1 < len(epochs) else None
            total += self._points(member_id, first + as_of.get(epoch, 0), after)
        return total

    def points_back(self, event_id: str) -> Mapping[PlaceOfEntry, PointsBack]:
        """See `MemberLedgers`."""
        rows = self._execute(
            "SELECT line_sequence, tender_sequence, sum(points), sum(amount_minor)"
            " FROM points_entry WHERE of_event_id = ? AND of_event_id <> ''"
            " GROUP BY line_sequence, tender_sequence",
            (event_id,),
        ).fetchall()
        return {
            (line or None, tender or None): PointsBack(points, amount)
            for line, tender, points, amount in rows
        }

    def redemptions_back(self, event_id: str) -> Mapping[str, RedemptionBack]:
        """See `MemberLedgers`."""
        rows = self._execute(
            "SELECT promotion_id, amount_minor, uses FROM redemption_back"
            " WHERE of_event_id = ?",
            (event_id,),
        ).fetchall()
        return {
            promotion_id: RedemptionBack(amount, uses)
            for promotion_id, amount, uses in rows
        }

    def _points(self, member_id: str, first: int, after: int | None) -> int:
        row = self._execute(
            "SELECT ifnull(sum(points), 0) FROM points_entry"
            " WHERE member_id = ? AND event_no >= ? AND event_no < ?",
            (member_id, first, _EVENT_NO_MAX if after is None else after),
        ).fetchone()
        return int(row[0])
