"""Tell the price of an item without selling it."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.ports.clock import effective_ms
from terminal.application.selling.current_price import priced_now
from terminal.application.selling.item_lookup import require_item
from terminal.application.selling.sale_view import ItemView
from terminal.application.selling.views import item_view


class CheckPrice(msgspec.Struct, frozen=True, kw_only=True):
    """The operator or a shopper asks for a price."""

    scan_code: str


class CheckPriceHandler(Handler[CheckPrice, ItemView]):
    """Looks an item up on the path that a sale takes; nobody need be signed on."""

    @override
    def _handle(self, command: CheckPrice) -> ItemView:
        with self._ledger.draft() as uow:
            item = require_item(uow.catalog, command.scan_code, uow.store.scan_rules)
            now = priced_now(uow, item, effective_ms(self._clock))
            view = item_view(now, uow.store.currency)
            uow.commit()
        return view
