"""Whether a price that a person made may stand: bounds and cost."""

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import PriceOutOfBoundsError
from terminal.domain.money import MICRO
from terminal.domain.tax.tax_group import TaxGroup


def require_price_within(item: CatalogItem, unit_price_micro: int) -> None:
    """Refuse a price beyond the item's bounds.

    Raises:
        PriceOutOfBoundsError: ``details`` hold the bound for one unit.
    """
    rules = item.rules
    lowest = _of_unit(rules.price_min_micro, item)
    highest = _of_unit(rules.price_max_micro, item)
    # Compared as price x 10^6, so that the bound of a unit is never rounded.
    price = unit_price_micro * MICRO
    if lowest is not None and price < lowest:
        raise PriceOutOfBoundsError(
            f"the price of {item.description} is too low; key it again",
            price_min_micro=-(-lowest // MICRO),
        )
    if highest is not None and price > highest:
        raise PriceOutOfBoundsError(
            f"the price of {item.description} is too high; key it again",
            price_max_micro=highest // MICRO,
        )


def is_below_cost(
    item: CatalogItem,
    amount_micro: int,
    quantity_micro: int,
    *,
    is_inclusive: bool,
) -> bool:
    """Return whether an amount for a quantity is less than the goods cost.

    Args:
        item: What is sold; without a known cost nothing is below it.
        amount_micro: Millionths of the major unit for the whole quantity, not
            negative; its included taxes are taken off first.
        quantity_micro: Millionths of the item's unit, not negative.
        is_inclusive: Whether prices contain the taxes that do not say themselves.
    """
    cost = _of_unit(item.rules.cost_micro, item)
    if cost is None:
        return False
    net = amount_micro - _included_tax(
        item.tax_group, amount_micro, quantity_micro, is_inclusive=is_inclusive
    )
    return net * MICRO * MICRO < cost * quantity_micro


def _of_unit(price_micro: int | None, item: CatalogItem) -> int | None:
    """Return a base unit's price for one unit, times 10^6."""
    return None if price_micro is None else price_micro * item.base_quantity_micro


def _included_tax(
    group: TaxGroup, amount_micro: int, quantity_micro: int, *, is_inclusive: bool
) -> int:
    # Not before the first paint: few items have a cost.
    from terminal.domain.tax.tax_program import program_of

    program = program_of(group, is_inclusive)
    # Micro amounts stand for minor ones: a currency of a million minor units.
    taxes = program.taxes_rounded(amount_micro, quantity_micro, MICRO, 1)
    return sum(
        program.paid(index, tax)
        for index, tax in enumerate(taxes)
        if program.is_included[index]
    )
