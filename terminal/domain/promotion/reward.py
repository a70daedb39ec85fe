"""What a promotion gives: one tagged union, told apart by ``kind`` in JSON.

Amounts are minor units of the store's currency on the price as it is labelled,
prices are millionths of the major unit for one unit of quantity, quantities are
millionths of the unit, percents are millionths (200,000 = 20 %).

A *unit* is one whole unit of a counted line. A weighed line cannot be divided into
units; `CountBasis` says what a rule that counts does with it.
"""

from enum import StrEnum

import msgspec

from terminal.domain.money import RATE_PPM_ONE
from terminal.domain.promotion.conditions import AmountBasis
from terminal.domain.promotion.selector import Selector


class AmountPer(StrEnum):
    """What an amount off is given for.

    Attributes:
        UNIT: Each unit of quantity; a weighed line gets its fraction.
        LINE: Each line once, whatever its quantity.
        PROMOTION: Once over everything selected, spread over the lines.
    """

    UNIT = "unit"
    LINE = "line"
    PROMOTION = "promotion"


class GroupChoice(StrEnum):
    """Which units are the free ones when several groups are complete.

    Attributes:
        EACH_GROUP: Units are grouped from the dearest down; each group gives its own
            cheapest units. The best for the customer.
        CHEAPEST_OF_ALL: As many units as all groups give together, the cheapest of
            the whole selection.
        DEAREST_OF_ALL: The same number of units, the dearest of the selection.
    """

    EACH_GROUP = "each_group"
    CHEAPEST_OF_ALL = "cheapest_of_all"
    DEAREST_OF_ALL = "dearest_of_all"


class CountBasis(StrEnum):
    """How a rule that counts units treats a line that was weighed.

    Attributes:
        UNITS: It does not take part.
        PACKAGES: The line is one unit, worth its amount.
        MEASURE: The quantity itself counts: 1.5 kg is half of 3 kg.
    """

    UNITS = "units"
    PACKAGES = "packages"
    MEASURE = "measure"


class RestRule(StrEnum):
    """What a measured quantity beyond the last whole group costs.

    Attributes:
        LIST: Its own price; only whole groups are reduced.
        PRO_RATA: The same price a unit as the group, once one group is complete.
    """

    LIST = "list"
    PRO_RATA = "pro_rata"


class PercentOff(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="percent_off"
):
    """A share of the amount off.

    Attributes:
        percent_ppm: 0 to 1,000,000.
        cap_minor: Largest total in one transaction.
        cap_basis: Whether the cap counts with taxes, without, or as labelled.
    """

    percent_ppm: int
    cap_minor: int | None = None
    cap_basis: AmountBasis = AmountBasis.LABELLED


class AmountOff(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="amount_off"
):
    """A fixed amount off, never more than what it is taken from.

    Attributes:
        basis: Whether the amount counts with taxes, without, or as labelled: ten
            off what is to be paid is less than ten off prices without tax.
    """

    amount_minor: int
    per: AmountPer = AmountPer.PROMOTION
    basis: AmountBasis = AmountBasis.LABELLED


class FixedPrice(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="fixed_price"
):
    """Each unit costs this; a line that is cheaper already is left alone."""

    unit_price_micro: int


class NForM(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="n_for_m"):
    """Of every *take* units, *take* less *pay* are reduced: 3 for 2, cheapest free.

    Attributes:
        percent_ppm: Reduction of those units; 500,000 makes "second at half price".
    """

    take: int
    pay: int
    percent_ppm: int = RATE_PPM_ONE
    choice: GroupChoice = GroupChoice.EACH_GROUP
    count: CountBasis = CountBasis.UNITS


class NForPrice(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="n_for_price"
):
    """Every *size* of the selection, mixed and matched, costs *price*.

    Groups are made from the dearest units down, and only while they save something.

    Attributes:
        size_micro: 3,000,000 for "3 for 10" and for "3 kg for 100".
        rest: What measured quantities beyond the whole groups cost.
    """

    size_micro: int
    price_minor: int
    count: CountBasis = CountBasis.UNITS
    rest: RestRule = RestRule.LIST


class BundlePart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a bundle: so many units out of a selection."""

    selects: Selector
    quantity: int = 1


class Bundle(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="bundle"):
    """One of each part together cost a price, or less by a percent or an amount.

    The parts are filled in their order, each from its dearest units down. Exactly one
    of the three figures is given.
    """

    parts: tuple[BundlePart, ...]
    price_minor: int | None = None
    percent_ppm: int | None = None
    amount_minor: int | None = None


class BuyGet(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="buy_get"
):
    """Buy so many of the promotion's selection, get so many of another for less.

    Exactly one of percent, amount and price is given. Where an item may be both
    bought and got, the dearer units are the bought ones.

    Attributes:
        gets: What is got; None means the promotion's own selection.
        percent_ppm: Off each unit got.
        amount_minor: Off each unit got.
        unit_price_micro: Price of each unit got.
        adds_units: The units got are not in the basket: they are proposed as
            `free_units` and only a line added for the proposal is reduced.
    """

    buy: int
    get: int = 1
    gets: Selector | None = None
    percent_ppm: int | None = None
    amount_minor: int | None = None
    unit_price_micro: int | None = None
    choice: GroupChoice = GroupChoice.EACH_GROUP
    adds_units: bool = False


class TierBasis(StrEnum):
    """What decides which tier is reached.

    Attributes:
        AMOUNT: The amount of everything selected, in minor units.
        QUANTITY: The quantity of everything selected, in millionths.
        LINE_QUANTITY: The quantity of each line alone, in millionths.
    """

    AMOUNT = "amount"
    QUANTITY = "quantity"
    LINE_QUANTITY = "line_quantity"


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """From here on, this is given. Exactly one of the three figures is given.

    Attributes:
        from_: Minor units or millionths, see `TierBasis`; reached when equalled.
        amount_minor: Off the whole selection; for a line tier off each unit.
    """

    from_: int = msgspec.field(name="from")
    percent_ppm: int | None = None
    amount_minor: int | None = None
    unit_price_micro: int | None = None


class Tiers(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="tiers"):
    """The highest tier that is reached applies; higher tiers give no less.

    Attributes:
        repeats: The amount of the highest tier is given as often as its threshold
            fits in: 20 off every 100 (每满).
    """

    basis: TierBasis
    tiers: tuple[Tier, ...]
    repeats: bool = False


class FirstAdditional(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="first_additional"
):
    """An amount off the first unit of a line and another off each further unit.

    Attributes:
        units_max: Units of a line that get anything.
    """

    first_minor: int
    additional_minor: int
    units_max: int | None = None


Reward = (
    PercentOff
    | AmountOff
    | FixedPrice
    | NForM
    | NForPrice
    | Bundle
    | BuyGet
    | Tiers
    | FirstAdditional
)
