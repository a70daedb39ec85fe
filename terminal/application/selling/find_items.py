"""Find items by name, PLU or code."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.ports.catalog import Catalog
from terminal.application.ports.clock import effective_ms
from terminal.application.selling.current_price import priced_now
from terminal.application.selling.sale_view import ItemView
from terminal.application.selling.views import item_views
from terminal.domain.catalog.catalog_item import CatalogItem

TEXT_LENGTH_MAX = 100
FOUND_MAX = 200


class FindItems(msgspec.Struct, frozen=True, kw_only=True):
    """The operator looks for an item without a label.

    Attributes:
        keyed_price_only: Only items whose price is keyed, and departments; an empty
            text then finds all of them.
    """

    text: str
    limit: int = 50
    keyed_price_only: bool = False


class FindItemsHandler(Handler[FindItems, tuple[ItemView, ...]]):
    """Searches the catalog; an empty text finds nothing in all of it."""

    @override
    def _handle(self, command: FindItems) -> tuple[ItemView, ...]:
        text = command.text.strip()[:TEXT_LENGTH_MAX]
        limit = min(max(command.limit, 0), FOUND_MAX)
        if not limit or not (text or command.keyed_price_only):
            return ()
        with self._ledger.draft() as uow:
            now_ms = effective_ms(self._clock)
            items = [
                priced_now(uow, item, now_ms)
                for item in _found(uow.catalog, text, limit, command)
            ]
            found = item_views(uow, items)
            uow.commit()
        return found


def _found(
    catalog: Catalog, text: str, limit: int, command: FindItems
) -> list[CatalogItem]:
    if not command.keyed_price_only:
        return catalog.search(text, limit)
    wanted = text.casefold()
    return [
        item
        for item in catalog.list_open_items(FOUND_MAX)
        if wanted in item.description.casefold() or wanted == item.plu
    ][:limit]
