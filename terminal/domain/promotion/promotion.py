"""One promotion as data: what the feed carries and what is kept as JSON."""

from enum import StrEnum

import msgspec

from terminal.domain.promotion.conditions import NO_CONDITIONS, Conditions
from terminal.domain.promotion.reward import Reward
from terminal.domain.promotion.selector import EVERYTHING, Selector


class Level(StrEnum):
    """When a promotion is applied.

    Attributes:
        LINE: First, on single lines and units.
        BASKET: After all of the line level, on what it left.
    """

    LINE = "line"
    BASKET = "basket"


class Combination(StrEnum):
    """How a promotion goes together with others on the same units.

    Attributes:
        EXCLUSIVE: It takes its units: no other promotion touches them, before or
            after, on either level.
        BEST: It takes its units from other ``best`` and ``exclusive`` promotions of
            its level; ``compound`` ones still apply on what is left to pay.
        COMPOUND: It takes no units and applies on what earlier promotions left.
    """

    EXCLUSIVE = "exclusive"
    BEST = "best"
    COMPOUND = "compound"


class CouponRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The promotion applies only when a coupon was entered.

    Attributes:
        codes: Codes that count, compared exactly.
        prefix: Every code that begins with this counts too (codes of one's own).
        uses_max_per_code: Uses of one code in all transactions; 1 is single use.
        uses_max_per_member: Uses by one member in all transactions.
        applications_per_code: How often one entered code makes the reward apply.
        is_stackable: It may be used beside another coupon.
        members_only: Someone must be identified for it.
    """

    codes: tuple[str, ...] = ()
    prefix: str | None = None
    uses_max_per_code: int | None = None
    uses_max_per_member: int | None = None
    applications_per_code: int | None = None
    is_stackable: bool = True
    members_only: bool = False


class Promotion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule of the shop. The feed row of kind ``promotion`` is exactly this.

    Attributes:
        version: Rises with every change; the receipt and ``why`` name it.
        name: Text on screen and receipt.
        selects: The goods the reward is about.
        priority: Higher goes first; equal priorities compete for the customer's best.
        exclusivity_group: Only one promotion of a group is applied in a transaction.
        uses_max_per_transaction: Times the reward applies; groups for rewards that
            make groups, units otherwise.
        quantity_max_micro: Quantity that is reduced in one transaction.
        quantity_max_per_line_micro: Quantity that is reduced in one line.
        budget_minor: What all transactions together may be given.
        uses_max: Transactions that may use it.
        uses_max_per_member: Transactions of one member that may use it.
    """

    promotion_id: str
    version: int
    name: str
    reward: Reward
    selects: Selector = EVERYTHING
    conditions: Conditions = NO_CONDITIONS
    priority: int = 0
    level: Level = Level.LINE
    combination: Combination = Combination.BEST
    exclusivity_group: str | None = None
    uses_max_per_transaction: int | None = None
    quantity_max_micro: int | None = None
    quantity_max_per_line_micro: int | None = None
    budget_minor: int | None = None
    uses_max: int | None = None
    uses_max_per_member: int | None = None
    coupon: CouponRule | None = None
    is_active: bool = True
