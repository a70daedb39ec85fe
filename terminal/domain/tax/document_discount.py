"""A discount on a whole document, spread over its taxes.

The discount lowers each tax by its own rounded share and the net amount by the
rest, so that what the customer saves is exactly the rounded share of the total. A
fixed tax is owed for each unit whatever the price: it is not discounted, nor is
what other taxes take of it.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from terminal.domain.money import RATE_PPM_ONE, divide_rounded, spread_by_size
from terminal.domain.tax.document import (
    CurrencyTotals,
    DocumentLine,
    DocumentTax,
    DocumentTotals,
    LineAmounts,
    TaxAmount,
)
from terminal.domain.tax.tax_group import TaxGroup, TaxKind
from terminal.domain.tax.tax_policy import TaxPolicy
from terminal.domain.tax.tax_program import TaxProgram, program_of


def percent_off(
    totals: DocumentTotals,
    lines: Sequence[DocumentLine],
    policy: TaxPolicy,
    percent_ppm: int,
) -> DocumentTotals:
    """Return *totals* of *lines* less a share, 100,000 being ten percent.

    The discount is appended as negative lines, one for each tax group.
    """
    share = Fraction(percent_ppm, RATE_PPM_ONE)
    return _discounted(
        totals, lines, policy, lambda total: (share, _rounded(total * share))
    )


def amount_off(
    totals: DocumentTotals,
    lines: Sequence[DocumentLine],
    policy: TaxPolicy,
    amount_minor: int,
    home_amount_minor: int = 0,
) -> DocumentTotals:
    """Return *totals* of *lines* less an amount, taxes included.

    *home_amount_minor* is the same amount in the store's currency.
    """
    amounts = iter((amount_minor, home_amount_minor))
    shares: list[Fraction] = []

    def fixed(total: int) -> tuple[Fraction, int]:
        amount = next(amounts)
        if not shares:
            # One share for both currencies: that of the document.
            shares.append(Fraction(amount, total) if total else Fraction(0))
        return shares[0], amount

    return _discounted(totals, lines, policy, fixed)


def _discounted(
    totals: DocumentTotals,
    lines: Sequence[DocumentLine],
    policy: TaxPolicy,
    share_and_amount: Callable[[int], tuple[Fraction, int]],
) -> DocumentTotals:
    document = _with_discount(totals.document, lines, policy, share_and_amount)
    home = totals.home
    if home is not None:
        home = _with_discount(home, lines, policy, share_and_amount)
    return DocumentTotals(document=document, home=home)


def _with_discount(
    totals: CurrencyTotals,
    lines: Sequence[DocumentLine],
    policy: TaxPolicy,
    share_and_amount: Callable[[int], tuple[Fraction, int]],
) -> CurrencyTotals:
    by_group: dict[TaxGroup, list[LineAmounts]] = {}
    for line, amounts in zip(lines, totals.lines, strict=True):
        program = program_of(line.group, policy.is_inclusive)
        by_group.setdefault(line.group, []).append(
            _without_fixed_taxes(amounts, program)
        )
    parts = [_merged(group_lines) for group_lines in by_group.values()]
    whole = sum(
        part.net_minor + sum(tax.tax_minor for tax in part.taxes) for part in parts
    )
    share, amount = share_and_amount(whole)
    taxes = {tax.tax: (0, 0) for part in parts for tax in part.taxes}
    for part in parts:
        for tax in part.taxes:
            base, due = taxes[tax.tax]
            taxes[tax.tax] = (base + tax.base_minor, due + tax.tax_minor)
    bases: dict[DocumentTax, list[int]] = {}
    dues: dict[DocumentTax, list[int]] = {}
    for key, (base, due) in taxes.items():
        held = [tax for part in parts for tax in part.taxes if tax.tax == key]
        bases[key] = spread_by_size(
            -_rounded(base * share), [Fraction(tax.base_minor) for tax in held]
        )
        dues[key] = spread_by_size(
            -_rounded(due * share), [Fraction(tax.tax_minor) for tax in held]
        )
    net = -amount - sum(sum(due) for due in dues.values())
    nets = spread_by_size(net, [Fraction(part.net_minor) for part in parts])
    discounts = []
    for part, part_net in zip(parts, nets, strict=True):
        discounts.append(
            LineAmounts(
                net_minor=part_net,
                taxes=tuple(
                    TaxAmount(
                        tax=tax.tax,
                        base_minor=bases[tax.tax].pop(0),
                        tax_minor=dues[tax.tax].pop(0),
                    )
                    for tax in part.taxes
                ),
            )
        )
    return CurrencyTotals(lines=(*totals.lines, *discounts))


def _without_fixed_taxes(amounts: LineAmounts, program: TaxProgram) -> LineAmounts:
    """Return what of a line takes part in a discount."""
    taxes = list(amounts.taxes)
    kept: list[TaxAmount] = []
    for position, row in enumerate(program.rows):
        tax = taxes[position]
        component = program.components[row.component]
        if component.kind is not TaxKind.FIXED:
            kept.append(tax)
            continue
        if not component.raises_base:
            continue
        # A later tax stands on the price and on this one: only the price's part.
        sizes = [Fraction(amounts.net_minor), Fraction(tax.tax_minor)]
        for later in range(position + 1, len(taxes)):
            index = program.rows[later].component
            if index > row.component and program.components[index].is_base_raised:
                other = taxes[later]
                taxes[later] = TaxAmount(
                    tax=other.tax,
                    base_minor=spread_by_size(other.base_minor, sizes)[0],
                    tax_minor=spread_by_size(other.tax_minor, sizes)[0],
                )
    return LineAmounts(net_minor=amounts.net_minor, taxes=tuple(kept))


def _merged(lines: Sequence[LineAmounts]) -> LineAmounts:
    """Return the sum of lines with the same taxes."""
    return LineAmounts(
        net_minor=sum(line.net_minor for line in lines),
        taxes=tuple(
            TaxAmount(
                tax=column[0].tax,
                base_minor=sum(tax.base_minor for tax in column),
                tax_minor=sum(tax.tax_minor for tax in column),
            )
            for column in zip(*(line.taxes for line in lines), strict=True)
        ),
    )


def _rounded(value: Fraction) -> int:
    return divide_rounded(value.numerator, value.denominator)
