"""Whether the goods at hand may be sold, from what label and operator say."""

from datetime import date
from typing import NamedTuple

from terminal.application.approval import Authority
from terminal.application.handler import Services
from terminal.application.ports.clock import effective_ms
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.item_entry import ItemEntry, checked_mark
from terminal.application.selling.local_time import sale_moment
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import NO_RULES
from terminal.domain.catalog.measured_goods import MeasuredGoods
from terminal.domain.catalog.restrictions import (
    PresentedGoods,
    parse_birth_date,
    require_new_serial,
    require_sellable,
)
from terminal.domain.errors import GoodsRefusedError
from terminal.domain.money import MICRO, divide_rounded
from terminal.domain.pricing.ringing import label_day
from terminal.domain.scan_code import ScanCode
from terminal.domain.transaction.line_item import NO_DETAILS, LineDetails
from terminal.domain.transaction.retail_transaction import RetailTransaction


class Presented(NamedTuple):
    """What lies on the counter: an item, how it was read, what was said of it."""

    item: CatalogItem
    code: ScanCode | None
    entry: ItemEntry


def checked_details(
    uow: UnitOfWork,
    services: Services,
    authority: Authority,
    presented: Presented,
    goods: MeasuredGoods,
) -> LineDetails:
    """Return what is known of the goods after every restriction passed them.

    Raises:
        GoodsRefusedError: They are stopped; the handler records it.
        DomainError: They are stopped, or something must be asked first.
    """
    item, code, entry = presented
    if item.rules is NO_RULES and not _says_more(code, entry):
        return NO_DETAILS
    moment = sale_moment(
        uow.store, effective_ms(services.clock), authority.standing.business_day
    )
    transaction = uow.baskets.open_basket()
    serial, lot = checked_mark(entry.serial), checked_mark(entry.lot)
    expires_on: date | None = None
    expires_minute: int | None = None
    if code is not None:
        serial = serial or code.serial
        lot = lot or code.lot
        expires_on, expires_minute = code.expires_on, code.expires_minute
    born = entry.birth_date
    shown = PresentedGoods(
        base_quantity_micro=divide_rounded(
            goods.quantity_micro * item.base_quantity_micro, MICRO
        ),
        before_micro=(
            0 if transaction is None else transaction.base_quantity_of(item.item_id)
        ),
        lot=lot,
        serial=serial,
        expires_on=expires_on,
        expires_minute=expires_minute,
        age_checked=_age_checked(transaction, item.rules.minimum_age, entry),
        birth_date=None if born is None else parse_birth_date(born, moment.local_date),
    )
    try:
        age_checked = require_sellable(
            item.rules, shown, moment, uow.store.selling_policy, item.description
        )
    except GoodsRefusedError as refusal:
        _complete(refusal, item, shown)
        raise
    if item.rules.asks_serial and serial is not None and transaction is not None:
        require_new_serial(
            serial,
            (
                line.serial
                for line in transaction.lines
                if line.item_id == item.item_id and not line.is_voided
            ),
        )
    return LineDetails(
        serial=serial,
        lot=lot,
        expires_on=label_day(code),
        label_amount_minor=goods.amount_minor,
        age_checked=age_checked,
    )


def _says_more(code: ScanCode | None, entry: ItemEntry) -> bool:
    return (
        entry.serial is not None
        or entry.lot is not None
        or (
            code is not None
            and (
                code.expires_on is not None
                or code.best_before_on is not None
                or code.serial is not None
                or code.lot is not None
                or code.amount_micro is not None
            )
        )
    )


def _age_checked(
    transaction: RetailTransaction | None, years: int, entry: ItemEntry
) -> int:
    """Return the years that the customer of this transaction is known to have."""
    if not years:
        return 0
    if entry.age_confirmed:
        return years
    if transaction is None:
        return 0
    # One customer is asked once; voided goods were asked for too.
    return max((line.age_checked for line in transaction.lines), default=0)


def _complete(
    refusal: GoodsRefusedError, item: CatalogItem, shown: PresentedGoods
) -> None:
    """Say in the refusal which goods were stopped, for its record."""
    refusal.details.update(
        item_id=item.item_id,
        scan_code=item.scan_code,
        description=item.description,
    )
    if shown.expires_on is not None:
        refusal.details["expires_on"] = shown.expires_on.isoformat()
    if shown.lot is not None:
        refusal.details["lot"] = shown.lot
