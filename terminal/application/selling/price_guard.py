"""What people may do to prices: permissions, limits, bounds and the cost.

The rules are the same for a keyed price, an override and a discount, so that none
is a way around another.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from terminal.application.approval import Authority
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.access.permissions import PRICE_BELOW_COST, PRICE_KEY
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.price_rules import is_below_cost, require_price_within
from terminal.domain.catalog.selling_policy import BelowCost
from terminal.domain.errors import BelowCostError
from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.transaction.line_item import LineKind
from terminal.domain.transaction.retail_transaction import RetailTransaction

# What a raise from nothing counts as: more than any limit.
_WITHOUT_BOUND_PPM: Final = 1_000_000_000


def require_price_change(
    authority: Authority, permission: str, from_micro: int, to_micro: int
) -> None:
    """Check permission and limit of a change of a unit price.

    Raises:
        PermissionRefusedError: neither operator nor approver may change prices.
        AboveLimitError: neither may go so far.
    """
    if to_micro < from_micro:
        limit = "override_down_ppm_max"
        change = _ppm_of(from_micro - to_micro, from_micro)
    else:
        limit = "override_up_ppm_max"
        change = _ppm_of(to_micro - from_micro, from_micro)
    authority.require_within(permission, limit, change)


def require_keyed_price(
    uow: UnitOfWork,
    authority: Authority,
    item: CatalogItem,
    price_micro: int,
    quantity_micro: int,
) -> None:
    """Check a price that was keyed while ringing up.

    Raises:
        DomainError: it is out of bounds, or neither operator nor approver may.
    """
    if not (item.is_open_price or item.rules.is_open_department):
        require_price_change(authority, PRICE_KEY, item.unit_price_micro, price_micro)
    require_price_within(item, price_micro)
    _guard_cost(
        uow, authority, item, price_micro * quantity_micro // MICRO, quantity_micro
    )


def require_unit_price_allowed(
    uow: UnitOfWork,
    authority: Authority,
    transaction: RetailTransaction,
    sequence: int,
    price_micro: int,
) -> None:
    """Check an overriding price against the bounds and the cost of the line's item.

    Raises:
        DomainError: it is out of bounds, or neither operator nor approver may.
    """
    item = _item_of_line(uow, transaction, sequence)
    if item is None:
        return
    require_price_within(item, price_micro)
    quantity = abs(transaction.line(sequence).quantity_micro)
    _guard_cost(uow, authority, item, price_micro * quantity // MICRO, quantity)


def require_lines_not_below_cost(
    uow: UnitOfWork,
    authority: Authority,
    transaction: RetailTransaction,
    sequences: Iterable[int],
) -> None:
    """Check what lines come to after their discounts.

    Raises:
        BelowCostError: the policy forbids it to everybody.
        PermissionRefusedError: neither operator nor approver may.
    """
    if uow.store.selling_policy.below_cost is BelowCost.ALLOWED:
        return
    per_minor = MICRO // uow.store.currency.minor_per_major
    for sequence in sequences:
        line = transaction.line(sequence)
        if line.is_voided or line.kind is not LineKind.SALE:
            continue
        item = _item_of_line(uow, transaction, sequence)
        if item is not None:
            _guard_cost(
                uow,
                authority,
                item,
                line.amount_minor * per_minor,
                line.quantity_micro,
            )


def _guard_cost(
    uow: UnitOfWork,
    authority: Authority,
    item: CatalogItem,
    amount_micro: int,
    quantity_micro: int,
) -> None:
    policy = uow.store.selling_policy.below_cost
    if (
        item.rules.cost_micro is None
        or policy is BelowCost.ALLOWED
        or not is_below_cost(
            item,
            amount_micro,
            quantity_micro,
            is_inclusive=uow.store.tax_mode == "inclusive",
        )
    ):
        return
    if policy is BelowCost.REFUSED:
        raise BelowCostError(
            f"the price of {item.description} is below what it cost; the shop does not"
            " allow it",
            item_id=item.item_id,
        )
    authority.require(PRICE_BELOW_COST)


def _item_of_line(
    uow: UnitOfWork, transaction: RetailTransaction, sequence: int
) -> CatalogItem | None:
    """Return the line's identity of its item; None when the catalog lost it."""
    line = transaction.line(sequence)
    item = uow.catalog.get(line.item_id)
    if item is None:
        return None
    return msgspec.structs.replace(
        item,
        base_quantity_micro=line.base_quantity_micro,
        tax_group=line.tax_group,
        description=line.description,
    )


def _ppm_of(change_micro: int, from_micro: int) -> int:
    """Return a change in millionths, rounded up so that a limit is a limit."""
    if change_micro == 0:
        return 0
    if from_micro == 0:
        return _WITHOUT_BOUND_PPM
    return -(-change_micro * RATE_PPM_ONE // from_micro)
