"""The tax inside one labelled amount, apart from any document."""

from terminal.domain.money import MICRO, RATE_PPM_ONE, Currency, divide_rounded
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_policy import TaxPolicy
from terminal.domain.tax.tax_program import program_of


def included_tax(
    group: TaxGroup,
    amount_minor: int,
    quantity_micro: int,
    policy: TaxPolicy,
    currency: Currency,
) -> int:
    """Return the taxes that *amount_minor* contains, as one sum rounded once.

    For net amounts a rule asks about: what an exempt buyer does not pay, the
    margin, a discount's base without tax. Never for the tax of a document, which
    its accumulator rounds by the policy.
    """
    program = program_of(group, policy.is_inclusive)
    if not any(program.is_included):
        return 0
    step = program.steps[0]
    if len(program.rows) == 1 and step.denominator is not None:
        # The common case, without exact fractions.
        return divide_rounded(amount_minor * step.numerator, step.denominator)
    from fractions import Fraction

    per_micro = Fraction(currency.minor_per_major, MICRO * MICRO)
    taxes = program.taxes_exact(amount_minor, quantity_micro * per_micro)
    contained = sum(
        (
            tax * Fraction(net_ppm, RATE_PPM_ONE)
            for tax, net_ppm, is_included in zip(
                taxes, program.net_ppm, program.is_included, strict=True
            )
            if is_included
        ),
        Fraction(0),
    )
    return divide_rounded(contained.numerator, contained.denominator)
