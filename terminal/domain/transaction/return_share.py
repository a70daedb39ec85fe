"""What goes back for a part of a sold line.

Each sum is the difference of two cumulative shares: whatever the parts in which a
line comes back, they add up to what was paid for it, and so does each of its taxes.
"""

from collections.abc import Sequence

import msgspec

from terminal.domain.money import share_of
from terminal.domain.pricing.price_modifier import PriceModifier, sum_of
from terminal.domain.tax.tax_line_item import LineTax
from terminal.domain.transaction.finished_transaction import FinishedLine

_replace = msgspec.structs.replace


class Returned:
    """What came back of one sold line in this transaction, measured as sold."""

    __slots__ = ("amount", "quantity_micro", "taxes")

    def __init__(self) -> None:
        self.quantity_micro = 0
        self.amount = 0
        self.taxes: list[int] = []

    def count(self, quantity_micro: int, amount: int, taxes: Sequence[int]) -> None:
        """Add a return, or with negative numbers take it out again."""
        self.quantity_micro += quantity_micro
        self.amount += amount
        self.taxes.extend([0] * (len(taxes) - len(self.taxes)))
        for index, tax in enumerate(taxes):
            self.taxes[index] += tax


class ReturnShare(msgspec.Struct, frozen=True, kw_only=True):
    """What goes back for a part of a line, signed as sold."""

    amount_minor: int
    extended_minor: int
    modifiers: tuple[PriceModifier, ...]
    taxes: tuple[LineTax, ...]


def return_share(
    sold: FinishedLine, quantity_micro: int, here: Returned
) -> ReturnShare:
    """Return the share of *quantity_micro* after all that came back before.

    Args:
        sold: The line, with what other transactions brought back.
        quantity_micro: Above zero, at most what is left.
        here: What the open transaction brings back already.
    """
    whole = sold.quantity_micro
    before = sold.returned_micro + here.quantity_micro
    after = before + quantity_micro
    amount = _part(sold.amount_minor, after, whole, sold.returned_minor + here.amount)
    taxes = tuple(
        _part(
            tax.tax_minor,
            after,
            whole,
            _at(sold.returned_taxes, index) + _at(here.taxes, index),
        )
        for index, tax in enumerate(sold.taxes)
    )
    modifiers = tuple(
        _replace(
            modifier,
            amount_minor=share_of(modifier.amount_minor, after, whole)
            - share_of(modifier.amount_minor, before, whole),
        )
        for modifier in sold.modifiers
    )
    return ReturnShare(
        amount_minor=amount,
        extended_minor=amount - sum_of(modifiers),
        modifiers=modifiers,
        taxes=tuple(
            _replace(
                tax,
                taxable_minor=_taxable(sold, tax, amount, taxes, before, after),
                tax_minor=part,
            )
            for tax, part in zip(sold.taxes, taxes, strict=True)
        ),
    )


def _taxable(
    sold: FinishedLine,
    tax: LineTax,
    amount: int,
    taxes: tuple[int, ...],
    before: int,
    after: int,
) -> int:
    """Return the base of one tax of the part, consistent with its own amount."""
    if tax.taxable_minor == sold.amount_minor:
        return amount
    if tax.taxable_minor == sold.amount_minor - sold.tax_minor:
        return amount - sum(taxes)
    whole = sold.quantity_micro
    return share_of(tax.taxable_minor, after, whole) - share_of(
        tax.taxable_minor, before, whole
    )


def _at(values: Sequence[int], index: int) -> int:
    return values[index] if index < len(values) else 0


def _part(whole: int, cumulative: int, quantity: int, before: int) -> int:
    """Return what is to be given back now so that the parts sum to *whole*.

    Parts that were voided in between may leave more given back than the
    cumulative share; then this part is nothing, never the wrong sign.
    """
    part = share_of(whole, cumulative, quantity) - before
    return max(part, 0) if whole >= 0 else min(part, 0)
