"""Take goods back without a receipt."""

import msgspec
from typing_extensions import override

from terminal.application.approval import (
    Approval,
    Authority,
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.ports.clock import effective_ms
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.item_lookup import require_item
from terminal.application.selling.keeping import keep
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_reason
from terminal.domain.access.permissions import (
    PRICE_KEY,
    RETURN_WITHOUT_RECEIPT,
    SELL,
)
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import NotReturnableError
from terminal.domain.pricing.unproved_price import MS_PER_DAY, lowest_price
from terminal.domain.receipt_code import (
    parse_receipt_text,
    receipt_number,
    receipt_text,
)
from terminal.domain.transaction.line_item import LineDetails, LineKind
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.return_policy import UnprovedPrice


class AddReturnWithoutReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Goods come back that nobody can find the sale of.

    Attributes:
        quantity_micro: Above zero.
        source_reference: As for ``AddItem``.
        receipt_text: Receipt that the customer shows but nobody could look up; the
            center matches the goods with its sale later.
        approval: Who approves what the operator may not do alone.
    """

    scan_code: str
    quantity_micro: int
    reason: str
    keyed_price_micro: int | None = None
    source_reference: str | None = None
    receipt_text: str | None = None
    approval: Approval | None = None


class AddReturnWithoutReceiptHandler(Handler[AddReturnWithoutReceipt, LineChange]):
    """Adds a return line at the price of the policy or a keyed one, with its reason.

    The limit of a role is for all such lines of the transaction together, so that
    several small ones come no further than one.
    """

    @override
    def _handle(self, command: AddReturnWithoutReceipt) -> LineChange:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            authority.require(RETURN_WITHOUT_RECEIPT)
            reason = require_reason(command.reason)
            named = _named_receipt(command.receipt_text)
            item = require_item(uow.catalog, command.scan_code, uow.store.scan_rules)
            if not item.rules.is_returnable:
                raise NotReturnableError(
                    f"{item.description} is not taken back; keep to the shop's terms",
                    item_id=item.item_id,
                )
            transaction = require_or_open_transaction(
                uow, self._services, authority.standing, command.source_reference
            )
            if command.keyed_price_micro is None:
                item = self._priced(uow, item)
            elif not item.is_open_price:
                authority.require(PRICE_KEY)
            line = transaction.add_return_without_receipt(
                item,
                command.quantity_micro,
                reason,
                command.keyed_price_micro,
                details=LineDetails(named_receipt=named),
            )
            _require_within_limit(authority, transaction)
            keep(uow, self._services, authority, transaction, command)
        return line_change(transaction, transaction.line(line.sequence))

    def _priced(self, uow: UnitOfWork, item: CatalogItem) -> CatalogItem:
        """Return the item at the price that the policy gives back."""
        if item.is_open_price or not item.has_prices:
            return item
        policy, now_ms = uow.store.returns, effective_ms(self._clock)
        days = policy.price_days
        if policy.unproved_price is UnprovedPrice.CURRENT:
            days = 0
        price_micro = lowest_price(
            item,
            uow.catalog.prices(item.item_id),
            uow.catalog.price_lists(),
            uow.store.store,
            (now_ms - days * MS_PER_DAY, now_ms + 1),
        )
        return msgspec.structs.replace(item, unit_price_micro=price_micro)


def _named_receipt(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    code = parse_receipt_text(text)
    if code.hash8 is None:
        return receipt_number(code.series, code.number)
    return receipt_text(code.series, code.number, code.hash8)


def _require_within_limit(authority: Authority, transaction: RetailTransaction) -> None:
    authority.require_within(
        RETURN_WITHOUT_RECEIPT,
        "return_without_receipt_minor_max",
        -sum(
            line.amount_minor
            for line in transaction.counting_lines()
            if line.kind is LineKind.RETURN and line.return_of is None
        ),
    )
