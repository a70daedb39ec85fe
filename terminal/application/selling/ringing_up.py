"""Puts goods into the transaction: every way of ringing up ends here.

Goods without rules, label data or answers cost one comparison each on this way and
no query; whatever a shop asks for is paid for by the items that it asks it of.
"""

from functools import partial
from typing import NamedTuple

import msgspec

from terminal.application.approval import Authority
from terminal.application.handler import Services
from terminal.application.ports.clock import effective_ms
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.goods_check import Presented, checked_details
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.price_guard import require_keyed_price
from terminal.application.selling.weight_guard import require_keyed_weight
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.measured_goods import (
    MeasuredGoods,
    measure,
    net_weight,
    require_weight,
)
from terminal.domain.errors import PriceRequiredError, ProposalGoneError
from terminal.domain.pricing.ringing import GoodsAtHand, add_goods
from terminal.domain.transaction.line_item import (
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction


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
    if authority.approved_by is not None:
        # Only a keyed price, or a department, has asked for somebody so far.
        details = msgspec.structs.replace(
            details, price_authorised_by=authority.approved_by
        )
    if item.rules.is_weighed and _is_keyed_weight(presented):
        require_keyed_weight(uow, authority)
        if entry.weight_source == "keyed":
            details = msgspec.structs.replace(details, is_weight_keyed=True)
    transaction = require_or_open_transaction(
        uow, services, authority.standing, source_reference
    )
    if entry.free_unit_of is not None:
        require_proposed(transaction, entry.free_unit_of, item, goods)
        details = msgspec.structs.replace(details, free_unit_of=entry.free_unit_of)
    line = add_goods(
        transaction,
        GoodsAtHand(item, goods, entry.keyed_price_micro, details),
        uow.catalog.get,
        partial(effective_ms, services.clock),
    )
    return RungUp(transaction, line)


def require_proposed(
    transaction: RetailTransaction,
    promotion_id: str,
    item: CatalogItem,
    goods: MeasuredGoods,
) -> None:
    """Refuse goods as those of a proposal that is not made.

    Raises:
        ProposalGoneError: another item, more than is proposed, or nothing is.
    """
    for proposal in transaction.terms.outcome.proposals:
        if (
            proposal.promotion_id == promotion_id
            and item.item_id in proposal.item_ids
            and goods.quantity_micro <= proposal.quantity_micro
        ):
            return
    raise ProposalGoneError(
        f"{item.description} is not among what may be added; add it as any other item",
        item_id=item.item_id,
        promotion_id=promotion_id[:64],
    )


def _is_keyed_weight(presented: Presented) -> bool:
    """Tell whether neither a scale nor a label says how much there is."""
    _, code, entry = presented
    if entry.gross_weight_micro is not None:
        return entry.weight_source != "scale"
    return code is None or (code.quantity_micro is None and code.amount_micro is None)


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
