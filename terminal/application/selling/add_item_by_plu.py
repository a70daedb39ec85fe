"""Ring up an item by its short number."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.item_lookup import require_item_by_plu
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_permission, require_standing
from terminal.domain.access.permissions import PRICE_KEY, SELL


class AddItemByPlu(msgspec.Struct, frozen=True, kw_only=True):
    """The operator keyed a PLU."""

    plu: str
    quantity_micro: int = 1_000_000
    keyed_price_micro: int | None = None


class AddItemByPluHandler(Handler[AddItemByPlu, LineChange]):
    """Turns an AddItemByPlu into a stored line."""

    @override
    def _handle(self, command: AddItemByPlu) -> LineChange:
        with self._ledger.draft() as uow:
            standing = require_standing(uow, SELL)
            item = require_item_by_plu(uow.catalog, command.plu)
            if command.keyed_price_micro is not None and not item.is_open_price:
                require_permission(standing.session, PRICE_KEY)
            transaction = require_or_open_transaction(uow, self._services, standing)
            line = transaction.add_item(
                item, command.quantity_micro, command.keyed_price_micro
            )
            uow.baskets.save(transaction)
            uow.commit()
        return line_change(transaction, line)
