"""Take goods back without a receipt."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.item_lookup import require_item
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import (
    require_permission,
    require_reason,
    require_standing,
)
from terminal.domain.access.permissions import PRICE_KEY, RETURN_WITHOUT_RECEIPT


class AddReturnWithoutReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Goods come back that nobody can find the sale of.

    Attributes:
        quantity_micro: Above zero.
        source_reference: As for ``AddItem``.
    """

    scan_code: str
    quantity_micro: int
    reason: str
    keyed_price_micro: int | None = None
    source_reference: str | None = None


class AddReturnWithoutReceiptHandler(Handler[AddReturnWithoutReceipt, LineChange]):
    """Adds a return line at today's or a keyed price, with its reason."""

    @override
    def _handle(self, command: AddReturnWithoutReceipt) -> LineChange:
        with self._ledger.draft() as uow:
            standing = require_standing(uow, RETURN_WITHOUT_RECEIPT)
            reason = require_reason(command.reason)
            item = require_item(uow.catalog, command.scan_code)
            if command.keyed_price_micro is not None and not item.is_open_price:
                require_permission(standing.session, PRICE_KEY)
            transaction = require_or_open_transaction(
                uow, self._services, standing, command.source_reference
            )
            line = transaction.add_return_without_receipt(
                item, command.quantity_micro, reason, command.keyed_price_micro
            )
            price_open(uow, self._services, transaction)
            uow.baskets.save(transaction)
            uow.commit()
        return line_change(transaction, transaction.line(line.sequence))
