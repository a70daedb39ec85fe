"""What promotions used up: coupons, uses and budgets; mirrored when goods come back.

A return in part gives back what the budget spent on those goods, and nothing else: the
coupon was used.  The return that makes it complete gives back the rest of the budget,
to the cent, and by the shop's policy also coupons and uses.  A void gives back all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from terminal.domain.promotion.basket import Uses


class CouponReturn(StrEnum):
    """What the complete return of a sale does to its coupons and uses.

    Attributes:
        RESTORE_ON_FULL_RETURN: They may be used again.
        KEEP_REDEEMED: They stay used; the budget gets its money back all the same.
    """

    RESTORE_ON_FULL_RETURN = "restore_on_full_return"
    KEEP_REDEEMED = "keep_redeemed"


class Redemption(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What one transaction used of one promotion, or gives back of an earlier one.

    Attributes:
        member_id: Who used it; empty for a stranger.
        amount_minor: What the budget spent; negative when it gets it back.
        uses: 1, or -1 when the use is given back, or 0.
        coupon_codes: Coupons redeemed, one entry a use; restored when they are
            given back.
        of_event_id: The earlier transaction whose redemption this mirrors.
    """

    promotion_id: str
    version: int = 0
    member_id: str = ""
    amount_minor: int = 0
    uses: int = 0
    coupon_codes: tuple[str, ...] = ()
    of_event_id: str | None = None


class RedemptionBack(NamedTuple):
    """What of a redemption was given back so far; not negative."""

    amount_minor: int = 0
    uses: int = 0


NOTHING_BACK: Final = RedemptionBack()


def undone(redemptions: Iterable[Redemption], event_id: str) -> tuple[Redemption, ...]:
    """Return what undoes all that the transaction *event_id* used or gave back."""
    return tuple(
        msgspec.structs.replace(
            one,
            amount_minor=-one.amount_minor,
            uses=-one.uses,
            of_event_id=one.of_event_id or event_id,
        )
        for one in redemptions
    )


def given_back(
    redemption: Redemption,
    event_id: str,
    back: RedemptionBack,
    *,
    returned_minor: int,
    is_complete: bool,
    policy: CouponReturn,
) -> Redemption | None:
    """Return what a return gives back of a redemption, or None for nothing.

    Args:
        redemption: What the sale used.
        event_id: The sale.
        back: What was given back before.
        returned_minor: What the promotion had given on the goods that come back.
        is_complete: Nothing of the sale is left after this return.
        policy: The shop's.
    """
    left = max(redemption.amount_minor - back.amount_minor, 0)
    amount = left if is_complete else min(max(returned_minor, 0), left)
    is_restored = is_complete and policy is CouponReturn.RESTORE_ON_FULL_RETURN
    uses = max(redemption.uses - back.uses, 0) if is_restored else 0
    if not amount and not uses:
        return None
    return msgspec.structs.replace(
        redemption,
        amount_minor=-amount,
        uses=-uses,
        coupon_codes=redemption.coupon_codes if uses else (),
        of_event_id=event_id,
    )


class CouponUse(NamedTuple):
    """What one event does to the uses of one coupon; negative restores them."""

    code: str
    member_id: str
    uses: int


def coupon_uses(redemptions: Iterable[Redemption]) -> tuple[CouponUse, ...]:
    """Return what one event does to its coupons.

    A code that several promotions of one transaction used counts for each of them.
    """
    return tuple(
        CouponUse(code, one.member_id, one.uses * count)
        for one in redemptions
        if one.uses
        for code, count in Counter(one.coupon_codes).items()
    )


class CouponLedger:
    """All redemptions, in memory; what a ledger file must agree with."""

    def __init__(self) -> None:
        self._uses: dict[tuple[str, str], int] = {}
        self._coupons: dict[tuple[str, str], int] = {}
        self._spent: dict[str, int] = {}
        self._back: dict[tuple[str, str], RedemptionBack] = {}

    def add(self, redemptions: tuple[Redemption, ...]) -> None:
        """Add the redemptions of one event."""
        for one in redemptions:
            key = one.promotion_id
            self._spent[key] = self._spent.get(key, 0) + one.amount_minor
            _count(self._uses, key, one.member_id, one.uses)
            if one.of_event_id is not None:
                before = self._back.get((one.of_event_id, key), NOTHING_BACK)
                self._back[one.of_event_id, key] = RedemptionBack(
                    before.amount_minor - one.amount_minor, before.uses - one.uses
                )
        for use in coupon_uses(redemptions):
            _count(self._coupons, use.code, use.member_id, use.uses)

    def uses(self, promotion_id: str, member_id: str | None) -> Uses:
        """Return how many transactions used a promotion."""
        return _uses_of(self._uses, promotion_id, member_id)

    def coupon_uses(self, code: str, member_id: str | None) -> Uses:
        """Return how often a coupon was used."""
        return _uses_of(self._coupons, code, member_id)

    def spent_minor(self, promotion_id: str) -> int:
        """Return what a promotion gave, less what came back."""
        return self._spent.get(promotion_id, 0)

    def back_of(self, event_id: str) -> Mapping[str, RedemptionBack]:
        """Return what was given back of a transaction, by promotion."""
        return {
            promotion_id: back
            for (of_event_id, promotion_id), back in self._back.items()
            if of_event_id == event_id
        }


def _count(
    sums: dict[tuple[str, str], int], key: str, member_id: str, uses: int
) -> None:
    for who in {"", member_id}:
        sums[key, who] = sums.get((key, who), 0) + uses


def _uses_of(
    sums: Mapping[tuple[str, str], int], key: str, member_id: str | None
) -> Uses:
    return Uses(
        total=sums.get((key, ""), 0),
        member=sums.get((key, member_id), 0) if member_id else 0,
    )
