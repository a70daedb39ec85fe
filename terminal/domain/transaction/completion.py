"""The taxes of a retail transaction, allocated to its lines, and the last check."""

from collections.abc import Sequence

import msgspec

from terminal.domain.pricing.price_modifier import sum_of
from terminal.domain.tax.accumulator import TaxAccumulator, TaxedLine
from terminal.domain.tax.exemption import TaxExemption, exempt_group
from terminal.domain.tax.tax_line_item import LineTax, TaxLineItem
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.line_item import SaleReturnLineItem


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """The taxes of a balanced transaction.

    Attributes:
        taxes: One row a tax and rate, by tax id.
        line_taxes: Taxes of each line, in the order of ``lines``; none when voided.
    """

    taxes: tuple[TaxLineItem, ...]
    line_taxes: tuple[tuple[LineTax, ...], ...]

    @property
    def line_sums(self) -> tuple[int, ...]:
        """Sum of the taxes of each line, in the order of ``lines``."""
        return tuple(sum(tax.tax_minor for tax in taxes) for taxes in self.line_taxes)


def completion_of(
    lines: Sequence[SaleReturnLineItem],
    taxes: TaxAccumulator,
    exemption: TaxExemption | None,
) -> Completion:
    """Return the taxes of the document and of each line as they stand.

    Args:
        lines: All lines in sequence, voided ones included.
        taxes: The running sums of the lines that count.
        exemption: Why no tax is levied, or None.
    """
    counting = [line for line in lines if line.voided_at_ms is None]
    allocated = taxes.allocate(
        [
            TaxedLine(
                group=(
                    line.tax_group
                    if exemption is None
                    else exempt_group(line.tax_group)
                ),
                amount_minor=line.amount_minor,
                quantity_micro=line.quantity_micro,
                fixed=line.fixed_taxes,
            )
            for line in counting
        ]
    )
    if len(counting) != len(lines):
        by_line: list[tuple[LineTax, ...]] = [()] * len(lines)
        for line, found in zip(counting, allocated, strict=True):
            by_line[line.sequence - 1] = found
        allocated = tuple(by_line)
    return Completion(taxes=taxes.rows(), line_taxes=allocated)


def assert_balanced(
    completion: Completion,
    lines: Sequence[SaleReturnLineItem],
    tenders: Sequence[TenderLineItem],
    *,
    subtotal_minor: int,
    tax_minor: int,
    payable_minor: int,
) -> None:
    """Check the running sums against lines and tenders, by the other path.

    Args:
        completion: What :func:`completion_of` told.
        lines: All lines in sequence, voided ones included.
        tenders: What was given.
        subtotal_minor: Running sum of the line amounts.
        tax_minor: Running sum of the taxes.
        payable_minor: Total with the rounding of cash.
    """
    counting = [line for line in lines if line.voided_at_ms is None]
    tax = sum(row.tax_minor for row in completion.taxes)
    assert sum(line.amount_minor for line in counting) == subtotal_minor
    assert tax == tax_minor
    assert tax == sum(completion.line_sums)
    assert all(
        line.amount_minor == line.extended_minor
        if not line.modifiers
        else line.amount_minor == line.extended_minor + sum_of(line.modifiers)
        for line in counting
    )
    assert payable_minor == sum(tender.amount_minor for tender in tenders)
    assert all(
        tender.amount_minor == tender.given_minor - tender.change_minor
        for tender in tenders
    )
