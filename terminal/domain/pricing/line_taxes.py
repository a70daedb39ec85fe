"""The taxes of lines as promotions and exemptions ask for them."""

from collections.abc import Iterable, Mapping, Sequence

from terminal.domain.tax.accumulator import TaxAccumulator, TaxedLine
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_line_item import LineTax
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction


def included_taxes(
    lines: Sequence[SaleReturnLineItem],
    amounts: Sequence[int],
    transaction: RetailTransaction,
) -> list[int]:
    """Return what of each amount is tax, by the line's own group.

    The parts are allocated from the sums over all lines, as on a receipt.
    """
    return [included for included, _ in _taxes(lines, amounts, transaction)]


def split_taxes(
    lines: Sequence[SaleReturnLineItem], transaction: RetailTransaction
) -> Mapping[int, tuple[int, int]]:
    """Return included and added taxes of the extended amounts, by sequence."""
    amounts = [line.extended_minor for line in lines]
    taxes = _taxes(lines, amounts, transaction)
    return {line.sequence: tax for line, tax in zip(lines, taxes, strict=True)}


def _taxes(
    lines: Sequence[SaleReturnLineItem],
    amounts: Sequence[int],
    transaction: RetailTransaction,
) -> list[tuple[int, int]]:
    policy = transaction.tax_policy
    accumulator = TaxAccumulator(policy, transaction.header.currency)
    taxed = []
    for line, amount in zip(lines, amounts, strict=True):
        accumulator.add(line.tax_group, amount, line.quantity_micro)
        taxed.append(
            TaxedLine(
                group=line.tax_group,
                amount_minor=amount,
                quantity_micro=line.quantity_micro,
            )
        )
    sums = []
    for line, taxes in zip(lines, accumulator.allocate(taxed), strict=True):
        included = added = 0
        for tax in taxes:
            if is_included(
                line.tax_group, tax.tax_id, is_inclusive=policy.is_inclusive
            ):
                included += tax.tax_minor
            else:
                added += tax.tax_minor
        sums.append((included, added))
    return sums


def added_tax(group: TaxGroup, taxes: Iterable[LineTax], *, is_inclusive: bool) -> int:
    """Return the taxes of a line that its amount does not contain."""
    return sum(
        tax.tax_minor
        for tax in taxes
        if not is_included(group, tax.tax_id, is_inclusive=is_inclusive)
    )


def is_included(group: TaxGroup, tax_id: str, *, is_inclusive: bool) -> bool:
    """Tell whether the amount of a line contains one of its taxes.

    Args:
        group: The line's taxes.
        tax_id: One of them.
        is_inclusive: What the document says of taxes that do not say otherwise.
    """
    for component in group.components:
        if component.tax_id == tax_id and component.is_included is not None:
            return component.is_included
    return is_inclusive
