"""A tax group made ready to be computed: which tax is taken of what, in order.

Taxes are computed in one order only. Fixed taxes first, for they may stand on top
of an included one. Then the included taxes, last first, because each is taken out
of what the later ones left; then the excluded taxes, first to last. Neighbours of
one kind that do not build on each other are taken out together: 10 % and 5 % in a
price of 115 are 15 of 100, not 5 of 105.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from terminal.domain.money import MICRO, RATE_PPM_ONE, Rounding, divide_rounded
from terminal.domain.tax.tax_group import (
    FACTORS_WHOLE,
    TaxComponent,
    TaxGroup,
    TaxKind,
)

if TYPE_CHECKING:
    from fractions import Fraction

# A home has some dozen tax groups; the limit only bounds the memory.
_PROGRAMS_MAX: Final = 512

# Taxes of other components, each with the sign it counts with.
Terms: TypeAlias = tuple[tuple[int, int], ...]


class RowKey(NamedTuple):
    """What makes taxes of several groups one row; sorts as the summary does."""

    tax_id: str
    rate_ppm: int
    is_included: bool


class ProgramRow(NamedTuple):
    """A row that a component is booked in.

    Attributes:
        component: Its position in the group.
        factor_ppm: Share of the component's tax, signed.
    """

    key: RowKey
    component: int
    factor_ppm: int


class _Step(NamedTuple):
    """Compute one tax.

    Attributes:
        terms: What its base has beside the amount.
        numerator: With ``denominator`` the share of the base; of a fixed tax its
            micro amount and None.
    """

    component: int
    terms: Terms
    numerator: int
    denominator: int | None


class TaxProgram(NamedTuple):
    """A compiled group.

    Attributes:
        bases: For each component what its taxable amount has beside the amount.
        net_ppm: For each component the sum of its factors: what is paid of it.
    """

    components: tuple[TaxComponent, ...]
    is_included: tuple[bool, ...]
    steps: tuple[_Step, ...]
    bases: tuple[Terms, ...]
    net_ppm: tuple[int, ...]
    rows: tuple[ProgramRow, ...]

    def taxes_exact(
        self, amount: "Fraction | int", fixed_minor_per_micro: "Fraction | int"
    ) -> "list[Fraction | int]":
        """Return the unrounded tax of each component.

        *fixed_minor_per_micro* is quantity × minor units per major unit / 10^12:
        what turns the amount of a fixed tax into minor units.
        """
        # Not before the first paint: few shops need it.
        from fractions import Fraction

        taxes: list[Fraction | int] = [0] * len(self.components)
        for step in self.steps:
            if step.denominator is None:
                taxes[step.component] = step.numerator * fixed_minor_per_micro
                continue
            base = amount + sum(
                sign * taxes[index] * self.net_ppm[index] / Fraction(RATE_PPM_ONE)
                for index, sign in step.terms
            )
            taxes[step.component] = base * Fraction(step.numerator, step.denominator)
        return taxes

    def taxes_rounded(
        self,
        amount_minor: int,
        quantity_micro: int,
        minor_per_major: int,
        step_minor: int,
        halves: Rounding = Rounding.HALF_AWAY_FROM_ZERO,
    ) -> list[int]:
        """Return the tax of each component, each rounded before it is used."""
        taxes = [0] * len(self.components)
        for step in self.steps:
            if step.denominator is None:
                numerator = step.numerator * quantity_micro * minor_per_major
                denominator = MICRO * MICRO
            else:
                base = amount_minor + self.terms_sum(step.terms, taxes)
                numerator = base * step.numerator
                denominator = step.denominator
            taxes[step.component] = (
                divide_rounded(numerator, denominator * step_minor, halves) * step_minor
            )
        return taxes

    def terms_sum(self, terms: Terms, taxes: list[int]) -> int:
        """Return the signed sum of what is paid of the taxes in *terms*."""
        total = 0
        for index, sign in terms:
            total += sign * self.paid(index, taxes[index])
        return total

    def paid(self, index: int, tax_minor: int) -> int:
        """Return what is paid of a component's tax: 0 of a reverse charge."""
        net_ppm = self.net_ppm[index]
        if net_ppm == RATE_PPM_ONE:
            return tax_minor
        return divide_rounded(tax_minor * net_ppm, RATE_PPM_ONE)


@lru_cache(maxsize=_PROGRAMS_MAX)
def program_of(group: TaxGroup, is_inclusive: bool) -> TaxProgram:  # noqa: FBT001 - a key of the cache
    """Return *group* compiled for a tax mode."""
    components = group.components
    # What is deducted again as it is owed is in no price.
    included = tuple(
        (is_inclusive if one.is_included is None else one.is_included)
        and min(one.factors_ppm) >= 0
        for one in components
    )
    net_ppm = tuple(sum(one.factors_ppm) for one in components)
    batches = _batches(components, included)
    indexes = range(len(components))
    signs = [
        [_influence(components, included, batches, giver, taker) for giver in indexes]
        for taker in indexes
    ]
    steps: list[_Step] = []
    done: set[int] = set()
    for index in _order(components, included):
        terms = tuple(
            (giver, sign)
            for giver, sign in enumerate(signs[index])
            if sign and giver in done
        )
        steps.append(_Step(index, terms, *_share(components, included, batches, index)))
        done.add(index)
    bases = []
    for index in indexes:
        row = list(signs[index])
        if included[index]:
            for other in batches[index]:
                row[other] -= 1
        bases.append(tuple((giver, sign) for giver, sign in enumerate(row) if sign))
    return TaxProgram(
        components=components,
        is_included=included,
        steps=tuple(steps),
        bases=tuple(bases),
        net_ppm=net_ppm,
        rows=tuple(
            ProgramRow(
                RowKey(
                    component.tax_id,
                    component.rate_ppm * factor_ppm // RATE_PPM_ONE,
                    included[index],
                ),
                index,
                factor_ppm,
            )
            for index, component in enumerate(components)
            for factor_ppm in _factors(component)
        ),
    )


def _factors(component: TaxComponent) -> tuple[int, ...]:
    """Return what is owed and what is deducted, each as one factor."""
    if component.factors_ppm == FACTORS_WHOLE:
        return FACTORS_WHOLE
    owed = sum(factor for factor in component.factors_ppm if factor > 0)
    deducted = sum(factor for factor in component.factors_ppm if factor < 0)
    return tuple(factor for factor in (owed, deducted) if factor)


def _batches(
    components: tuple[TaxComponent, ...], included: tuple[bool, ...]
) -> list[frozenset[int]]:
    """Return for each component those computed together with it, itself included."""
    runs: list[list[int]] = []
    for index in reversed(range(len(components))):
        one = components[index]
        if runs:
            first = runs[-1][0]
            later = components[runs[-1][-1]]
            is_alike = (
                one.kind is components[first].kind
                and included[index] == included[first]
                and one.raises_base == components[first].raises_base
            )
            if is_alike and not (one.raises_base and later.is_base_raised):
                runs[-1].append(index)
                continue
        runs.append([index])
    batches: list[frozenset[int]] = [frozenset()] * len(components)
    for run in runs:
        for index in run:
            batches[index] = frozenset(run)
    return batches


def _influence(
    components: tuple[TaxComponent, ...],
    included: tuple[bool, ...],
    batches: list[frozenset[int]],
    giver: int,
    taker: int,
) -> int:
    """Return how the tax of *giver* changes the base of *taker*: -1, 0 or +1."""
    if taker in batches[giver]:
        return 0
    is_raised = components[giver].raises_base and components[taker].is_base_raised
    if not included[giver]:
        return 1 if taker > giver and is_raised else 0
    # The amount contains it: it goes, unless the later tax is meant to see it.
    return 0 if taker > giver and is_raised else -1


def _order(
    components: tuple[TaxComponent, ...], included: tuple[bool, ...]
) -> list[int]:
    forward = range(len(components))
    backward = list(reversed(forward))
    is_fixed = [one.kind is TaxKind.FIXED for one in components]
    return [
        *(index for index in backward if is_fixed[index]),
        *(index for index in backward if included[index] and not is_fixed[index]),
        *(index for index in forward if not included[index] and not is_fixed[index]),
    ]


def _share(
    components: tuple[TaxComponent, ...],
    included: tuple[bool, ...],
    batches: list[frozenset[int]],
    index: int,
) -> tuple[int, int | None]:
    """Return the share of its base that a tax is, as numerator and denominator."""
    component = components[index]
    if component.kind is TaxKind.FIXED:
        return component.amount_micro, None
    rate_ppm = component.rate_ppm
    batch_ppm = sum(components[one].rate_ppm for one in batches[index])
    if component.kind is TaxKind.PERCENT:
        if not included[index]:
            return rate_ppm, RATE_PPM_ONE
        whole = RATE_PPM_ONE + batch_ppm
        # -100 %: nothing is left to take the tax of.
        return (rate_ppm, whole) if whole > 0 else (0, 1)
    if included[index]:
        return rate_ppm, RATE_PPM_ONE
    whole = RATE_PPM_ONE - batch_ppm
    return (rate_ppm, whole) if whole > 0 else (rate_ppm, RATE_PPM_ONE)
