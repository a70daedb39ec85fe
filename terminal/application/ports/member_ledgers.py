"""What this till recorded of points, and what it gave back of promotions."""

from collections.abc import Mapping
from typing import Protocol

from terminal.domain.member.coupon_ledger import RedemptionBack
from terminal.domain.member.points_ledger import PlaceOfEntry, PointsBack


class MemberLedgers(Protocol):
    """Sums over the ledger of this till; the use-case thread calls it.

    Other tills' transactions are not in it: what they used is known to the center
    alone, so each limit holds for this till at once and over all tills only as far
    as the center's figures tell.
    """

    def points_since(self, member_id: str, as_of: Mapping[str, int]) -> int:
        """Return the sum of a member's entries that a balance does not have yet.

        Args:
            member_id: The member.
            as_of: Last seq by epoch that the balance has; of an epoch that is not
                named it has nothing.
        """

    def points_back(self, event_id: str) -> Mapping[PlaceOfEntry, PointsBack]:
        """Return what went back of the points of a transaction."""

    def redemptions_back(self, event_id: str) -> Mapping[str, RedemptionBack]:
        """Return what was given back of a transaction, by promotion."""
