"""Puts goods into the transaction: every way of ringing up ends here.

Goods without rules, label data or answers cost one comparison each on this way and
no query; whatever a shop asks for is paid for by the items that it asks it of.
"""

from typing import Final, NamedTuple

from terminal.application.approval import Authority
from terminal.application.handler import Services
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.goods_check import Presented, checked_details
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.price_guard import require_keyed_price
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.measured_goods import (
    MeasuredGoods,
    measure,
    net_weight,
    require_weight,
)
from terminal.domain.errors import LinkedItemError, PriceRequiredError
from terminal.domain.money import MICRO, divide_rounded
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_quote import PriceQuote
from terminal.domain.transaction.line_item import (
    LineDetails,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction

LABEL_REDUCTION: Final = "label"
"""Reason code of what a label takes off; nobody keyed it, so nobody is asked."""


class RungUp(NamedTuple):
    """A line that was added, and the transaction that has it; not stored yet."""

    transaction: RetailTransaction
    line: SaleReturnLineItem


def ring_up(
    uow: UnitOfWork,
    services: Services,
    authority: Authority,
    presented: Presented,
    source_reference: str | None = None,
) -> RungUp:
    """Check goods, add them and what is linked to them; the caller prices and saves.

    Raises:
        DomainError: something is missing or forbidden; the transaction may hold part
            of it, so the unit must not commit.
    """
    item, _, entry = presented
    goods = _measured(uow, presented)
    if entry.keyed_price_micro is not None:
        require_keyed_price(
            uow, authority, item, entry.keyed_price_micro, goods.quantity_micro
        )
    elif item.rules.is_open_department:
        raise PriceRequiredError(
            f"{item.description} has no fixed price; key the price",
            item_id=item.item_id,
        )
    details = checked_details(uow, services, authority, presented, goods)
    transaction = require_or_open_transaction(
        uow, services, authority.standing, source_reference
    )
    line = transaction.add_item(
        item,
        goods.quantity_micro,
        entry.keyed_price_micro,
        quote=_quote(services, item, goods),
        details=details,
    )
    if goods.percent_off_ppm:
        line = transaction.set_line_manual(
            line.sequence,
            ManualModifier(
                reason_code=LABEL_REDUCTION,
                label=item.description,
                rate_ppm=goods.percent_off_ppm,
            ),
        )
    if item.rules.linked_items:
        _add_linked(uow, services, transaction, item, line)
    return RungUp(transaction, line)


def _measured(uow: UnitOfWork, presented: Presented) -> MeasuredGoods:
    item, code, entry = presented
    if entry.gross_weight_micro is not None:
        return MeasuredGoods(
            quantity_micro=net_weight(item, entry.gross_weight_micro, entry.tare_micro)
        )
    if code is not None and (
        code.quantity_micro is not None
        or code.amount_micro is not None
        or code.unit_price_micro is not None
        or code.percent_off_ppm is not None
    ):
        goods = measure(item, code, entry.quantity_micro, uow.store.currency)
        if code.quantity_micro is not None or code.amount_micro is not None:
            return goods
    else:
        goods = MeasuredGoods(quantity_micro=entry.quantity_micro)
    require_weight(item, goods.quantity_micro)
    return goods


def _quote(
    services: Services, item: CatalogItem, goods: MeasuredGoods
) -> PriceQuote | None:
    """Return the label's price, or fix the instant for which lists are asked."""
    if goods.unit_price_micro is not None:
        return PriceQuote(
            unit_price_micro=goods.unit_price_micro,
            source=PriceSource.LABEL,
            price_list_id=None,
            priced_at_ms=services.clock.wall_ms(),
        )
    if item.has_prices and not item.is_open_price:
        return PriceQuote(
            unit_price_micro=item.unit_price_micro,
            source=PriceSource.CATALOG,
            price_list_id=None,
            priced_at_ms=services.clock.wall_ms(),
        )
    return None


def _add_linked(
    uow: UnitOfWork,
    services: Services,
    transaction: RetailTransaction,
    item: CatalogItem,
    line: SaleReturnLineItem,
) -> None:
    """Add deposits and the like; they follow the line's quantity and voiding."""
    for linked in item.rules.linked_items:
        child = uow.catalog.get(linked.item_id)
        if child is None:
            raise LinkedItemError(
                f"{item.description} is sold with the item {linked.item_id}, which is"
                " not in the catalog; nothing was rung up",
                item_id=linked.item_id,
            )
        for_one = divide_rounded(
            linked.quantity_micro * item.base_quantity_micro, MICRO
        )
        transaction.add_item(
            child,
            divide_rounded(line.quantity_micro * for_one, MICRO),
            quote=_quote(services, child, MeasuredGoods(quantity_micro=MICRO)),
            details=LineDetails(linked_to=line.sequence, linked_micro=for_one),
        )
