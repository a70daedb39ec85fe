"""Named choices of a shop about what may be sold, and for how little."""

from enum import StrEnum
from typing import Final

import msgspec


class ExpiryRule(StrEnum):
    """When goods with a date on them stop at the scan.

    The date is compared with the business day, so that a night's business does not
    lose its goods at midnight.

    Attributes:
        THROUGH_DATE: They may be sold on the date itself.
        BEFORE_DATE: They may not be sold on the date any more.
        TOLD: They are sold; the date is only kept.
    """

    THROUGH_DATE = "through_date"
    BEFORE_DATE = "before_date"
    TOLD = "told"


class BelowCost(StrEnum):
    """What happens when a person makes a price lower than the cost.

    Prices of the catalog, of price lists and of promotions are head office's
    decision and are never asked.

    Attributes:
        ALLOWED: Nothing.
        PERMISSION: It needs a permission.
        REFUSED: Nobody may.
    """

    ALLOWED = "allowed"
    PERMISSION = "permission"
    REFUSED = "refused"


class KeyedWeight(StrEnum):
    """What happens when a weight comes from a person's keys and not from a scale.

    Attributes:
        ALLOWED: Nothing; the line says that it was keyed.
        PERMISSION: It needs a permission.
    """

    ALLOWED = "allowed"
    PERMISSION = "permission"


class SellingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The choices together.

    Attributes:
        expiry: See ``ExpiryRule``.
        below_cost: See ``BelowCost``.
        keyed_weight: See ``KeyedWeight``.
    """

    expiry: ExpiryRule = ExpiryRule.THROUGH_DATE
    below_cost: BelowCost = BelowCost.PERMISSION
    keyed_weight: KeyedWeight = KeyedWeight.ALLOWED


DEFAULT_SELLING_POLICY: Final = SellingPolicy()
