"""Find items by name, PLU or code."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.current_price import priced_now
from terminal.application.selling.sale_view import ItemView
from terminal.application.selling.views import item_views

TEXT_LENGTH_MAX = 100
FOUND_MAX = 200


class FindItems(msgspec.Struct, frozen=True, kw_only=True):
    """The operator looks for an item without a label."""

    text: str
    limit: int = 50


class FindItemsHandler(Handler[FindItems, tuple[ItemView, ...]]):
    """Searches the catalog; an empty text finds nothing."""

    @override
    def _handle(self, command: FindItems) -> tuple[ItemView, ...]:
        text = command.text.strip()[:TEXT_LENGTH_MAX]
        limit = min(max(command.limit, 0), FOUND_MAX)
        if not text or not limit:
            return ()
        with self._ledger.draft() as uow:
            now_ms = self._clock.wall_ms()
            items = [
                priced_now(uow, item, now_ms)
                for item in uow.catalog.search(text, limit)
            ]
            found = item_views(uow, items)
            uow.commit()
        return found
