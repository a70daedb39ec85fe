"""What this till knows of earlier uses of promotions and coupons."""

from typing import NamedTuple, Protocol

from terminal.domain.promotion.basket import Uses


class PromotionUses(NamedTuple):
    """Earlier uses of a promotion.

    Attributes:
        uses: Transactions that had it; voided ones do not count.
        amount_minor: What they were given together, negative.
    """

    uses: Uses
    amount_minor: int


class PromotionUseCounts(Protocol):
    """Counts over the finished transactions of this ledger."""

    def of_promotion(self, promotion_id: str, member_id: str | None) -> PromotionUses:
        """Return the uses of a promotion, and those of the member among them."""

    def of_coupon(self, code: str, member_id: str | None) -> Uses:
        """Return the uses of a coupon's code, and those of the member among them."""
