"""The choices of the promotion engine, by name."""

from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.money import Rounding

NODE_LIMIT: Final = 400


class PercentRounding(StrEnum):
    """Where the result of a percent or a price per unit is rounded.

    Attributes:
        PER_UNIT: Each unit's reduction, then times the units; a weighed line is
            rounded as one.
        PER_LINE: Each line's reduction.
        PER_PROMOTION: The sum over all lines once, then spread over the lines.
    """

    PER_UNIT = "per_unit"
    PER_LINE = "per_line"
    PER_PROMOTION = "per_promotion"


class SpareMinor(StrEnum):
    """Who gets the minor units that are left when an amount is spread.

    Attributes:
        LARGEST_REMAINDER: The lines whose share was cut most.
        FIRST: One each from the first line of the basket on; this alone lets the
            order of scanning decide on which line a minor unit is taken off.
    """

    LARGEST_REMAINDER = "largest_remainder"
    FIRST = "first"


class PercentBase(StrEnum):
    """What a compounding percent is taken of.

    Attributes:
        REMAINING: What earlier promotions left.
        LIST: The amount before promotions, but never more than what is left.
    """

    REMAINING = "remaining"
    LIST = "list"


class ThresholdBase(StrEnum):
    """Which amounts a condition or a tier is compared with.

    Attributes:
        LIST: Before promotions.
        REMAINING: After the promotions that were applied before this one.
    """

    LIST = "list"
    REMAINING = "remaining"


class BudgetRule(StrEnum):
    """What happens when the budget is smaller than what would be given.

    Attributes:
        CUT: What is left is given.
        REFUSE: Nothing is given.
    """

    CUT = "cut"
    REFUSE = "refuse"


class LimitedUnits(StrEnum):
    """Which units of a line a limit on the quantity means, and so what they cost.

    It matters only where earlier promotions lowered the line.

    Attributes:
        EVEN: Any of them: they cost their share of what is left of the line.
        SAME: Those that earlier promotions reduced: they cost their list price less
            everything that was taken off the line.
    """

    EVEN = "even"
    SAME = "same"


class CouponChoice(StrEnum):
    """Which coupons count when some of them may not be used together.

    Attributes:
        BEST: Those that leave the customer with the least to pay.
        FIRST: The one entered first and what goes with it.
    """

    BEST = "best"
    FIRST = "first"


class GroupSpread(StrEnum):
    """Which units of a group carry what the group saves.

    Attributes:
        ALL_UNITS: All of them, by what they cost: goods that come back are worth
            the same share, whichever of the group they are.
        REDUCED_UNITS: Those the rule reduces: the free unit is shown free.
    """

    ALL_UNITS = "all_units"
    REDUCED_UNITS = "reduced_units"


class PromotionPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Named parameters of `evaluate`.

    Attributes:
        rounding: How halves are rounded.
        percent_rounding: Where a percent on lines or units is rounded. A percent of
            level ``basket`` is always rounded once.
        node_limit: Steps of the search in one transaction before it settles for the
            best it has found.
    """

    rounding: Rounding = Rounding.HALF_AWAY_FROM_ZERO
    percent_rounding: PercentRounding = PercentRounding.PER_LINE
    spare_minor: SpareMinor = SpareMinor.LARGEST_REMAINDER
    percent_base: PercentBase = PercentBase.REMAINING
    threshold_base: ThresholdBase = ThresholdBase.REMAINING
    budget: BudgetRule = BudgetRule.CUT
    limited_units: LimitedUnits = LimitedUnits.EVEN
    group_spread: GroupSpread = GroupSpread.ALL_UNITS
    coupon_choice: CouponChoice = CouponChoice.BEST
    node_limit: int = NODE_LIMIT


DEFAULT_PROMOTION_POLICY: Final = PromotionPolicy()
