"""Taxes of a whole document at once: invoices, orders, imported documents.

The till's open transaction uses the accumulator; this module computes the same
taxes for lines that need not be whole minor units, in the currency of the document
and in that of the store, and says what each line has of each rounded sum.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from math import lcm

import msgspec

from terminal.domain.money import (
    MICRO,
    RATE_PPM_ONE,
    Currency,
    Rounding,
    divide_rounded,
    spread_by_size,
    spread_shares,
)
from terminal.domain.tax.tax_group import TaxGroup, TaxKind
from terminal.domain.tax.tax_line_item import TaxLineItem
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from terminal.domain.tax.tax_program import program_of
from terminal.domain.tender.exchange_rate import RATE_MICRO_ONE, ExchangeRate


class NetRounding(StrEnum):
    """What the net amount of a document is, when taxes are rounded per document.

    Attributes:
        PRICES_KEPT: What the labelled amounts leave after their included taxes:
            the total is the labelled amounts and the added taxes, as on a till.
        BY_CONTENT: The exact net amount, rounded by itself; only where every tax
            is included, what the total leaves after its taxes.
    """

    PRICES_KEPT = "prices_kept"
    BY_CONTENT = "by_content"


class Differences(StrEnum):
    """Which lines bear what rounding the document moves.

    Attributes:
        LARGEST_REMAINDER: Those whose exact share was rounded down furthest, as
            on a till: no line is a whole unit from its share.
        BY_SIZE: The largest: small lines stay as a reader computes them.
    """

    LARGEST_REMAINDER = "largest_remainder"
    BY_SIZE = "by_size"


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line as it is labelled.

    Attributes:
        amount: Signed, in minor units, exact: not rounded yet.
        quantity_micro: Signed like ``amount``; counts for fixed taxes only.
    """

    group: TaxGroup
    amount: Fraction
    quantity_micro: int = MICRO


class DocumentTax(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a row of a document: a tax, or the deduction of one."""

    tax_id: str
    name: str
    kind: TaxKind
    rate_ppm: int
    is_included: bool


class TaxAmount(msgspec.Struct, frozen=True, kw_only=True):
    """One tax of one line, in minor units."""

    tax: DocumentTax
    base_minor: int
    tax_minor: int


class LineAmounts(msgspec.Struct, frozen=True, kw_only=True):
    """What a line comes to; the lines add up to the document."""

    net_minor: int
    taxes: tuple[TaxAmount, ...]


class CurrencyTotals(msgspec.Struct, frozen=True, kw_only=True):
    """A document in one currency."""

    lines: tuple[LineAmounts, ...]

    @property
    def net_minor(self) -> int:
        """Amount without any tax."""
        return sum(line.net_minor for line in self.lines)

    @property
    def tax_minor(self) -> int:
        """All taxes."""
        return sum(tax.tax_minor for line in self.lines for tax in line.taxes)

    @property
    def total_minor(self) -> int:
        """Amount with all taxes."""
        return self.net_minor + self.tax_minor

    def rows(self) -> tuple[TaxLineItem, ...]:
        """Return the summary, one row a tax, in the order they first occur."""
        sums: dict[DocumentTax, list[int]] = {}
        for line in self.lines:
            for tax in line.taxes:
                row = sums.setdefault(tax.tax, [0, 0])
                row[0] += tax.base_minor
                row[1] += tax.tax_minor
        return tuple(
            TaxLineItem(
                tax_id=tax.tax_id,
                name=tax.name,
                kind=tax.kind,
                rate_ppm=tax.rate_ppm,
                taxable_minor=base,
                tax_minor=amount,
            )
            for tax, (base, amount) in sums.items()
        )


class DocumentTotals(msgspec.Struct, frozen=True, kw_only=True):
    """A document in its own currency and in the store's.

    Attributes:
        home: None when there is but one currency.
    """

    document: CurrencyTotals
    home: CurrencyTotals | None = None


class ExactTax(msgspec.Struct, frozen=True, kw_only=True):
    """One tax of one line before the document is rounded."""

    tax: DocumentTax
    base: Fraction
    amount: Fraction


class ExactLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line before the document is rounded; whole numbers when rounded per line.

    Attributes:
        labelled: The amount its label says.
        net: The amount without any tax.
    """

    labelled: Fraction
    net: Fraction
    taxes: tuple[ExactTax, ...]

    @property
    def total(self) -> Fraction:
        """The amount with all taxes."""
        return self.net + sum(tax.amount for tax in self.taxes)


def priced_line(
    group: TaxGroup,
    unit_price_micro: int,
    quantity_micro: int,
    currency: Currency,
    discount_ppm: int = 0,
) -> DocumentLine:
    """Return the line of a price, its quantity and a percentage off, exactly.

    A negative price takes goods off the document as a negative quantity does, and
    their fixed taxes with them.
    """
    amount = (
        Fraction(unit_price_micro * quantity_micro, MICRO * MICRO)
        * currency.minor_per_major
        * Fraction(RATE_PPM_ONE - discount_ppm, RATE_PPM_ONE)
    )
    return DocumentLine(
        group=group,
        amount=amount,
        quantity_micro=-quantity_micro if unit_price_micro < 0 else quantity_micro,
    )


def exact_line(
    line: DocumentLine,
    policy: TaxPolicy,
    currency: Currency,
    amount_step_minor: int = 1,
) -> ExactLine:
    """Return the taxes of one line, rounded only when the policy is per line.

    *amount_step_minor* is what the amount of the line is then rounded to.
    """
    program = program_of(line.group, policy.is_inclusive)
    amount = line.amount
    taxes: Sequence[Fraction | int]
    if policy.rounding is TaxRounding.PER_LINE:
        whole = _rounded(amount / amount_step_minor) * amount_step_minor
        amount = Fraction(whole)
        taxes = program.taxes_rounded(
            whole,
            line.quantity_micro,
            currency.minor_per_major,
            policy.step_minor,
            policy.halves,
        )
    else:
        per_micro = Fraction(currency.minor_per_major, MICRO * MICRO)
        taxes = program.taxes_exact(amount, line.quantity_micro * per_micro)
    paid = [
        tax * Fraction(net_ppm, RATE_PPM_ONE)
        for tax, net_ppm in zip(taxes, program.net_ppm, strict=True)
    ]
    exact = tuple(
        ExactTax(
            tax=DocumentTax(
                tax_id=row.key.tax_id,
                name=program.components[row.component].name,
                kind=program.components[row.component].kind,
                rate_ppm=row.key.rate_ppm,
                is_included=row.key.is_included,
            ),
            base=amount
            + sum(sign * paid[index] for index, sign in program.bases[row.component]),
            amount=taxes[row.component] * Fraction(row.factor_ppm, RATE_PPM_ONE),
        )
        for row in program.rows
    )
    return ExactLine(
        labelled=amount, net=exact[0].base if exact else amount, taxes=exact
    )


def document_totals(
    lines: Iterable[DocumentLine],
    policy: TaxPolicy,
    currency: Currency,
    net_rounding: NetRounding = NetRounding.PRICES_KEPT,
    home_rate: ExchangeRate | None = None,
    differences: Differences = Differences.BY_SIZE,
) -> DocumentTotals:
    """Return what a document comes to.

    Each tax is rounded by *policy*; the difference to what its lines would round
    to by themselves is spread over the lines as *differences* says, so that lines,
    rows and total agree to the unit. *home_rate* is the rate of the day of the document's
    currency; each tax is then rounded in the store's currency as well, from the
    same exact amount (per line: from the rounded one).
    """
    exact = [exact_line(line, policy, currency) for line in lines]
    step = policy.step_minor if policy.rounding is TaxRounding.PER_DOCUMENT else 1
    home = None
    if home_rate is not None:
        at_home = [_converted(line, home_rate, policy.rounding) for line in exact]
        home = _settled(at_home, net_rounding, differences, 1, policy.halves)
    document = _settled(exact, net_rounding, differences, step, policy.halves)
    return DocumentTotals(document=document, home=home)


def _rounded(value: Fraction, halves: Rounding = Rounding.HALF_AWAY_FROM_ZERO) -> int:
    return divide_rounded(value.numerator, value.denominator, halves)


def _converted(line: ExactLine, rate: ExchangeRate, rounding: TaxRounding) -> ExactLine:
    factor = Fraction(
        rate.rate_micro * rate.store_currency.minor_per_major,
        RATE_MICRO_ONE * rate.per_units * rate.currency.minor_per_major,
    )

    def converted(value: Fraction) -> Fraction:
        exact = value * factor
        if rounding is TaxRounding.PER_LINE:
            return Fraction(_rounded(exact))
        return exact

    return ExactLine(
        labelled=converted(line.labelled),
        net=converted(line.net),
        taxes=tuple(
            ExactTax(
                tax=tax.tax, base=converted(tax.base), amount=converted(tax.amount)
            )
            for tax in line.taxes
        ),
    )


def _settled(
    lines: Sequence[ExactLine],
    net_rounding: NetRounding,
    differences: Differences,
    step: int,
    halves: Rounding,
) -> CurrencyTotals:
    """Round a document in one currency."""
    bases = [[0] * len(line.taxes) for line in lines]
    taxes = [[0] * len(line.taxes) for line in lines]
    places: dict[DocumentTax, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        for position, exact in enumerate(line.taxes):
            places.setdefault(exact.tax, []).append((index, position))
    added = 0
    for tax, cells in places.items():
        exact_taxes = [lines[index].taxes[at].amount for index, at in cells]
        exact_bases = [lines[index].taxes[at].base for index, at in cells]
        amount = _rounded(sum(exact_taxes, Fraction(0)) / step, halves) * step
        base = sum(exact_bases, Fraction(0))
        if tax.is_included:
            base_minor = _rounded(base + sum(exact_taxes)) - amount
        else:
            base_minor = _rounded(base)
            added += amount
        tax_parts = _spread(amount, exact_taxes, exact_taxes, differences)
        base_parts = _spread(base_minor, exact_bases, exact_bases, differences)
        for (index, at), tax_part, base_part in zip(
            cells, tax_parts, base_parts, strict=True
        ):
            taxes[index][at] = tax_part
            bases[index][at] = base_part
    all_taxes = sum(map(sum, taxes))
    exact_nets = [line.net for line in lines]
    has_added = any(not tax.is_included for tax in places)
    wholes = [line.total for line in lines]
    if net_rounding is NetRounding.PRICES_KEPT:
        labelled = sum((line.labelled for line in lines), Fraction(0))
        net = _rounded(labelled) + added - all_taxes
    elif has_added:
        net = _rounded(sum(exact_nets, Fraction(0)))
    else:
        net = _rounded(sum(wholes, Fraction(0))) - all_taxes
    nets = _spread(net, exact_nets, exact_nets if has_added else wholes, differences)
    return CurrencyTotals(
        lines=tuple(
            LineAmounts(
                net_minor=nets[index],
                taxes=tuple(
                    TaxAmount(
                        tax=tax.tax,
                        base_minor=bases[index][position],
                        tax_minor=taxes[index][position],
                    )
                    for position, tax in enumerate(line.taxes)
                ),
            )
            for index, line in enumerate(lines)
        )
    )


def _spread(
    total: int,
    exact: Sequence[Fraction],
    sizes: Sequence[Fraction],
    differences: Differences,
) -> list[int]:
    """Round the *exact* parts so that they sum to *total*."""
    if differences is Differences.LARGEST_REMAINDER:
        whole = lcm(*(part.denominator for part in exact))
        numerators = [part.numerator * (whole // part.denominator) for part in exact]
        return spread_shares(total, numerators, whole)
    rounded = [_rounded(part) for part in exact]
    moved = spread_by_size(total - sum(rounded), sizes)
    return [part + more for part, more in zip(rounded, moved, strict=True)]
