"""What the keys for goods show, and labels for the simulated scanner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from terminal.application.selling.sale_view import ItemView
from terminal.persistence.replica.reader import ReplicaReader
from terminal.ui.support.money_text import currency_symbol
from terminal.ui.view_models.tiles import TileGroup, tile_of

if TYPE_CHECKING:
    from terminal.bootstrap.headless import Till
    from terminal.domain.catalog.catalog_item import CatalogItem

TILE_ITEMS: Final = 64
_LABELS: Final = 9
_WEIGHED_LABELS: Final = 3
_UNKNOWN_LABEL: Final = "5391520123450"


class TilesRead(NamedTuple):
    """What the replica says about the first goods.

    Attributes:
        groups: Tiles by category.
        labels: (code, name) of labels to scan: some of the goods, an unknown one.
        symbol: The currency as figures show it.
    """

    groups: tuple[TileGroup, ...]
    labels: list[tuple[str, str]]
    symbol: str


def read_tiles(till: Till) -> TilesRead:
    """Read what the tiles show, and load the names of currencies; any thread."""
    store = till.settings.store
    reader = ReplicaReader(till.home, till.keys)
    try:
        found = reader.first_items(TILE_ITEMS)
    finally:
        reader.close()
    views: dict[str, list[ItemView]] = {}
    for category, item in found:
        view = _item_view(item, store.currency, store.exponent)
        views.setdefault(category, []).append(view)
    return TilesRead(
        groups=tuple(
            TileGroup(category, tuple(tile_of(view) for view in items))
            for category, items in views.items()
        ),
        labels=_labels(item for _, item in found),
        symbol=currency_symbol(store.currency, store.language),
    )


def _labels(items: Iterable[CatalogItem]) -> list[tuple[str, str]]:
    """Return (code, name) of labels to scan: pieces, weighed goods, an unknown one."""
    pieces: list[tuple[str, str]] = []
    weighed: list[tuple[str, str]] = []
    for item in items:
        kind = weighed if item.rules.is_weighed else pieces
        kind.append((item.scan_code, item.description))
    weighed = weighed[:_WEIGHED_LABELS]
    pieces = pieces[: _LABELS - len(weighed)]
    return [*pieces, *weighed, (_UNKNOWN_LABEL, _UNKNOWN_LABEL)]


def _item_view(item: CatalogItem, currency: str, exponent: int) -> ItemView:
    return ItemView(
        item_id=item.item_id,
        scan_code=item.scan_code,
        description=item.description,
        unit=item.unit,
        unit_price_micro=item.unit_price_micro,
        is_open_price=item.is_open_price,
        plu=item.plu,
        currency=currency,
        exponent=exponent,
    )
