"""Ring up an item that was scanned or keyed."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.item_lookup import require_item
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_permission, require_standing
from terminal.domain.access.permissions import PRICE_KEY, SELL


class AddItem(msgspec.Struct, frozen=True, kw_only=True):
    """The operator presented an item; opens a transaction when none is open.

    Attributes:
        scan_code: Raw text as read or keyed.
        keyed_price_micro: Price keyed by the operator, in millionths of the major
            unit; needs a permission unless the item has an open price.
        source_reference: Id given by an outside log; kept when the transaction
            opens, ignored after.
    """

    scan_code: str
    quantity_micro: int = 1_000_000
    keyed_price_micro: int | None = None
    source_reference: str | None = None


class AddItemHandler(Handler[AddItem, LineChange]):
    """Turns an AddItem into a stored line.

    The transaction is stored after every line, not only when it completes, so
    that a killed program costs the shopper nothing but the wait for its restart.
    """

    @override
    def _handle(self, command: AddItem) -> LineChange:
        with self._ledger.draft() as uow:
            standing = require_standing(uow, SELL)
            item = require_item(uow.catalog, command.scan_code)
            if command.keyed_price_micro is not None and not item.is_open_price:
                require_permission(standing.session, PRICE_KEY)
            transaction = require_or_open_transaction(
                uow, self._services, standing, command.source_reference
            )
            line = transaction.add_item(
                item, command.quantity_micro, command.keyed_price_micro
            )
            uow.baskets.save(transaction)
            uow.commit()
        return line_change(transaction, line)
