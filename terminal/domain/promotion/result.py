"""What the engine answers."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from terminal.domain.pricing.price_modifier import PriceModifier


class Outcome(StrEnum):
    """How the trial of one promotion on one line ended."""

    APPLIED = "applied"
    REFUSED = "refused"


class TrialReason(StrEnum):
    """Why a promotion did not apply, or that it did."""

    APPLIED = "applied"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    OUTSIDE_HOURS = "outside_hours"
    OTHER_STORE = "other_store"
    OTHER_CHANNEL = "other_channel"
    OTHER_GROUP = "other_group"
    OTHER_TIER = "other_tier"
    OTHER_TENDER = "other_tender"
    OTHER_CURRENCY = "other_currency"
    MEMBER_NEEDED = "member_needed"
    COUPON_NEEDED = "coupon_needed"
    COUPON_USED = "coupon_used"
    NOT_COMBINABLE = "not_combinable"
    NOT_AUTOMATIC = "not_automatic"
    QUANTITY_TOO_SMALL = "quantity_too_small"
    AMOUNT_TOO_SMALL = "amount_too_small"
    NOT_DISCOUNTABLE = "not_discountable"
    NO_GAIN = "no_gain"
    TAKEN = "taken"
    GROUP_USED = "group_used"
    USES_EXHAUSTED = "uses_exhausted"
    MEMBER_USES_EXHAUSTED = "member_uses_exhausted"
    BUDGET_EXHAUSTED = "budget_exhausted"
    LEFT_OVER = "left_over"
    PROPOSED = "proposed"


class CouponRefusal(StrEnum):
    """Why an entered coupon gives nothing.

    Attributes:
        UNKNOWN: No promotion has this code.
        WRONG_CASE: A promotion has it in other upper and lower case.
        NOT_STARTED, EXPIRED: Its promotion is not in force.
        USED: As often as it may be, by anyone or by this member.
        NOT_COMBINABLE: Another coupon that allows no second one was used.
        MEMBER_NEEDED: Nobody is identified.
        NOT_APPLICABLE: The basket or the customer does not meet its conditions;
            ``trials`` has the details.
    """

    UNKNOWN = "unknown"
    WRONG_CASE = "wrong_case"
    NOT_STARTED = "not_started"
    EXPIRED = "expired"
    USED = "used"
    NOT_COMBINABLE = "not_combinable"
    MEMBER_NEEDED = "member_needed"
    NOT_APPLICABLE = "not_applicable"


class AppliedPromotion(msgspec.Struct, frozen=True, kw_only=True):
    """One promotion that changed the basket.

    Attributes:
        times: How often the reward applied: groups for rewards that make groups,
            otherwise whole units reduced, at least 1.
        amount_minor: Signed change of the basket; the sum of its modifiers.
        coupon_codes: Entered codes it used up, one entry a use.
    """

    promotion_id: str
    version: int
    label: str
    times: int
    amount_minor: int
    coupon_codes: tuple[str, ...] = ()


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One promotion tried on one line.

    Attributes:
        detail: The figure behind the reason, e.g. ``3/4`` units or the window.
        amount_minor: Signed change of this line; 0 unless applied.
    """

    promotion_id: str
    version: int
    label: str
    outcome: Outcome
    reason_code: TrialReason
    detail: str = ""
    amount_minor: int = 0


class RefusedCoupon(msgspec.Struct, frozen=True, kw_only=True):
    """An entered coupon that gives nothing."""

    code: str
    reason: CouponRefusal
    promotion_id: str | None = None


class FreeUnits(msgspec.Struct, frozen=True, kw_only=True):
    """Units the customer may take in addition; a proposal to the operator.

    Attributes:
        item_ids: Any of these; the basket's own items first.
    """

    promotion_id: str
    version: int
    label: str
    item_ids: tuple[str, ...]
    quantity_micro: int


class PromotionResult(msgspec.Struct, frozen=True, kw_only=True):
    """The promotions of one basket.

    Attributes:
        modifiers: By line sequence, in the order applied; only lines that changed.
        applied: In the order applied.
        trials: By line sequence; empty unless explained.
        is_optimal: Whether the search proved that nothing better exists in the space
            described in docs/pricing.md.
        nodes: Steps the search took.
    """

    modifiers: Mapping[int, tuple[PriceModifier, ...]]
    applied: tuple[AppliedPromotion, ...] = ()
    trials: Mapping[int, tuple[Trial, ...]] = msgspec.field(default_factory=dict)
    is_optimal: bool = True
    nodes: int = 0
    refused_coupons: tuple[RefusedCoupon, ...] = ()
    free_units: tuple[FreeUnits, ...] = ()


NOTHING_APPLIED = PromotionResult(modifiers={})
