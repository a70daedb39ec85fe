"""Which points a transaction earns: the same answer on screen and at its end."""

from collections.abc import Sequence

from terminal.domain.member.points_rule import (
    EarningLine,
    PointsBasis,
    PointsRule,
    earned_points,
)
from terminal.domain.pricing.line_taxes import added_tax
from terminal.domain.tax.tax_line_item import LineTax
from terminal.domain.transaction.line_item import LineKind
from terminal.domain.transaction.retail_transaction import RetailTransaction

LineTaxes = Sequence[tuple[LineTax, ...]]


def points_by_line(
    rule: PointsRule,
    transaction: RetailTransaction,
    line_taxes: LineTaxes,
    unearning_minor: int = 0,
) -> list[tuple[int, int]]:
    """Return (sequence, points): earned by goods that leave, negative for others.

    Goods that come back without a receipt take the points along that they would
    earn today; those with a receipt are no business of today's rule.

    Args:
        rule: The programme in force.
        transaction: With a member.
        line_taxes: Taxes of every line, in the order of its lines.
        unearning_minor: What was paid by tenders that earn nothing.
    """
    member = transaction.terms.member
    tier = None if member is None else member.tier
    is_inclusive = transaction.tax_policy.is_inclusive
    sold: list[EarningLine] = []
    back: list[tuple[int, int]] = []
    for line, taxes in zip(transaction.lines, line_taxes, strict=True):
        if line.is_voided or line.return_of is not None:
            continue
        paid = line.amount_minor + added_tax(
            line.tax_group, taxes, is_inclusive=is_inclusive
        )
        basis = paid
        if not rule.earns_on(line.category, line.tags):
            basis = 0
        elif rule.basis is PointsBasis.WITHOUT_TAX:
            basis -= sum(tax.tax_minor for tax in taxes)
        if line.kind is LineKind.SALE:
            sold.append(EarningLine(line.sequence, max(paid, 0), max(basis, 0)))
        elif basis:
            back.append((line.sequence, rule.points_of(basis, 1, 1, tier)))
    return earned_points(rule, sold, unearning_minor, tier) + [
        (sequence, points) for sequence, points in back if points
    ]


def sold_minor(transaction: RetailTransaction, line_taxes: LineTaxes) -> int:
    """Return what the goods that leave cost, taxes included."""
    is_inclusive = transaction.tax_policy.is_inclusive
    return sum(
        line.amount_minor + added_tax(line.tax_group, taxes, is_inclusive=is_inclusive)
        for line, taxes in zip(transaction.lines, line_taxes, strict=True)
        if line.kind is LineKind.SALE and not line.is_voided
    )
