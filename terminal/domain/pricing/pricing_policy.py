"""How prices come to be: every choice a shop may make, by name."""

from enum import StrEnum

import msgspec


class ManualOrder(StrEnum):
    """When manual modifiers apply.

    Attributes:
        AFTER_PROMOTIONS: A percent is taken of what the promotions left.
        INSTEAD_OF_PROMOTIONS: A line with a manual modifier or an overridden
            price takes part in no promotion.
    """

    AFTER_PROMOTIONS = "after_promotions"
    INSTEAD_OF_PROMOTIONS = "instead_of_promotions"


class PricingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The named choices of the pricer.

    Attributes:
        manual: When manual modifiers apply.
    """

    manual: ManualOrder = ManualOrder.AFTER_PROMOTIONS


DEFAULT_POLICY = PricingPolicy()
