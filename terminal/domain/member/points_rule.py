"""How members earn points and what points are worth: one rule a shop.

Points are earned on what was paid, so not on what promotions took off, and not on
what was paid by points or by other tenders that the rule names.  Burning points is a
tender, not a price modifier: the goods keep their price and their tax.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from terminal.domain.money import (
    RATE_PPM_ONE,
    Rounding,
    allocate,
    divide_rounded,
)

POINTS: Final = "points"
"""Method of the tender that burns points."""


class PointsBasis(StrEnum):
    """What of a line earns points.

    Attributes:
        WITH_TAX: What was paid for it, taxes and all.
        WITHOUT_TAX: That less its taxes.
    """

    WITH_TAX = "with_tax"
    WITHOUT_TAX = "without_tax"


class PointsRule(msgspec.Struct, frozen=True, kw_only=True):
    """The members' programme of a shop.

    The rounding of cash earns and costs no points: it belongs to no line.

    Attributes:
        rule_id: Names the rule in every entry.
        earn_points: Points for each ``earn_minor``; 0 earns none.
        earn_minor: Minor units that must be paid for them.
        excluded_tags: Goods with one of these tags earn nothing (gift cards).
        excluded_categories: Goods of these categories earn nothing.
        excluded_tenders: What is paid by these methods earns nothing.
        tier_ppm: By member tier, what their points are multiplied by.
        rounding: How the points of a transaction become whole, once.
        burn_points: Points that are worth ``burn_minor``; 0: points pay nothing.
        burn_min_points: Fewer are not taken in one transaction.
        burn_max_points: More are not taken in one transaction; bounds what a till
            that knows an old balance can give away. None: no bound.
    """

    rule_id: str = POINTS
    earn_points: int = 1
    earn_minor: int = 100
    basis: PointsBasis = PointsBasis.WITH_TAX
    excluded_tags: tuple[str, ...] = ()
    excluded_categories: tuple[str, ...] = ()
    excluded_tenders: tuple[str, ...] = (POINTS, "voucher")
    tier_ppm: tuple[tuple[str, int], ...] = ()
    rounding: Rounding = Rounding.TOWARDS_ZERO
    burn_points: int = 100
    burn_minor: int = 100
    burn_min_points: int = 0
    burn_max_points: int | None = None

    def __post_init__(self) -> None:
        assert self.earn_minor > 0, self.earn_minor
        assert self.burn_minor > 0, self.burn_minor

    def earns_on(self, category: str | None, tags: Sequence[str]) -> bool:
        """Tell whether goods earn points."""
        return category not in self.excluded_categories and not any(
            tag in self.excluded_tags for tag in tags
        )

    def points_of(
        self, amount_minor: int, part: int, whole: int, tier: str | None
    ) -> int:
        """Return the points for *part*/*whole* of an amount, rounded once."""
        factor = RATE_PPM_ONE
        for name, factor_ppm in self.tier_ppm:
            if name == tier:
                factor = factor_ppm
        return divide_rounded(
            amount_minor * part * self.earn_points * factor,
            whole * self.earn_minor * RATE_PPM_ONE,
            self.rounding,
        )

    def value_of(self, points: int) -> int:
        """Return what points pay, in minor units, rounded down."""
        if not self.burn_points:
            return 0
        return divide_rounded(
            points * self.burn_minor, self.burn_points, Rounding.TOWARDS_ZERO
        )

    def price_of(self, amount_minor: int) -> int:
        """Return the points that pay an amount, rounded up."""
        return divide_rounded(
            amount_minor * self.burn_points, self.burn_minor, Rounding.AWAY_FROM_ZERO
        )


class EarningLine(NamedTuple):
    """A sold line that counts.

    Attributes:
        paid_minor: What was paid for it, taxes included.
        basis_minor: The part that earns; 0 for goods that the rule excludes.
    """

    sequence: int
    paid_minor: int
    basis_minor: int


def earned_points(
    rule: PointsRule,
    lines: Sequence[EarningLine],
    unearning_minor: int,
    tier: str | None,
) -> list[tuple[int, int]]:
    """Return (sequence, points) of the lines that earn any.

    The points of the transaction are rounded once and belong to its lines by
    largest remainder, so that what comes back can take its own along.

    Args:
        rule: The programme.
        lines: Goods that leave, none negative.
        unearning_minor: What of the transaction was paid by tenders that earn
            nothing; every line bears its share.
        tier: The member's.
    """
    whole = sum(line.paid_minor for line in lines)
    weights = [line.basis_minor for line in lines]
    basis = sum(weights)
    if whole <= 0 or basis <= 0:
        return []
    points = rule.points_of(basis, max(whole - unearning_minor, 0), whole, tier)
    if not points:
        return []
    parts = allocate(points, weights)
    return [
        (line.sequence, part) for line, part in zip(lines, parts, strict=True) if part
    ]
