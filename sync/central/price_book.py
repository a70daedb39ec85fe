"""Items, prices and promotions of one store, for the pricer that tills use too.

What a till of the store has after its next pull is what is found here: of a row for
every store and one for this store the change that came last counts, as in the feed.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, select

from structs.decoding import json_decoder
from sync.central.feed import Scope, cursor_at
from sync.central.schema import ANY_STORE, center, reference_row
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.catalog_items import identity_of, item_of
from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.domain.tax.tax_group import TaxGroup

STORES_KEPT_MAX: Final = 10_000
BOOKS_KEPT_MAX: Final = 4

_KEPT_KINDS: Final = ("promotion", "price_list")

_Row = TypeVar("_Row", bound=Struct)


class Kept(Struct, frozen=True):
    """A store's promotions, compiled, and its price lists."""

    promotions: PromotionBook
    lists: Mapping[str, PriceList]


class Marks(Struct, frozen=True):
    """Which promotions and lists a store has: the last change of each scope.

    Attributes:
        everywhere: Of the rows that every store gets; 0 for none.
        own: Of the store's own rows; 0 for none.
        store: The store, empty when it has no rows of its own and shares the book.
    """

    everywhere: int
    own: int
    store: str


class PriceShelf:
    """Compiled promotions and price lists, shared by all requests and most stores.

    Any thread may ask; two that ask at once may both compile, which is only work.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marks: dict[str, tuple[int, Marks]] = {}
        self._kept: dict[Marks, Kept] = {}

    def find_marks(self, store: str, position: int) -> Marks | None:
        """Return the marks of *store*, unless something changed since."""
        with self._lock:
            known = self._marks.get(store)
        return known[1] if known is not None and known[0] == position else None

    def keep_marks(self, store: str, position: int, marks: Marks) -> None:
        """Remember that *store* has *marks* at *position* of the log."""
        with self._lock:
            if len(self._marks) >= STORES_KEPT_MAX:
                self._marks.clear()
            self._marks[store] = (position, marks)

    def find(self, marks: Marks) -> Kept | None:
        """Return what was compiled for *marks*."""
        with self._lock:
            return self._kept.get(marks)

    def keep(self, marks: Marks, kept: Kept) -> None:
        """Keep what was compiled for *marks*; the oldest makes room."""
        with self._lock:
            while len(self._kept) >= BOOKS_KEPT_MAX:
                del self._kept[next(iter(self._kept))]
            self._kept[marks] = kept


class CentralPriceBook:
    """Implements the pricer's port over the tables; one request's, one thread's.

    Args:
        connection: Must see one state of the database while the book is used.
        store: Whose prices.
        shelf: Keeps what is dear to read.
    """

    def __init__(self, connection: Connection, store: str, shelf: PriceShelf) -> None:
        self._connection = connection
        self._store = store
        self._shelf = shelf
        state = connection.execute(
            select(center.c.tenant, center.c.incarnation, center.c.feed_position)
        ).one()
        self._position: int = state.feed_position
        scope = Scope(state.tenant, state.incarnation, store)
        self._version = cursor_at(scope, self._position)
        self._used: Kept | None = None
        # A scan asks whether there are any, the pricer for them.
        self._prices: dict[str, tuple[PriceRow, ...]] = {}

    def version(self) -> str:
        """Return the cursor of a till that has every change of the book."""
        return self._version

    def find_item(self, code: str) -> CatalogItem | None:
        """Return the item with this normalised scan code, else with this PLU."""
        identity = self._get("identity", code, IdentityData)
        if identity is None:
            return self._find_by_plu(code)
        found = self._item_and_group(identity.item_id)
        if found is None:
            return self._find_by_plu(code)
        item, group = found
        has_prices = self._has_prices(item.item_id)
        return identity_of(item, identity, group, has_prices=has_prices)

    def get(self, item_id: str) -> CatalogItem | None:
        """Return the item with this id, in its base unit."""
        found = self._item_and_group(item_id)
        if found is None:
            return None
        codes = [
            identity.scan_code
            for identity in self._find("identity", IdentityData, lookup=item_id)
            if identity.item_id == item_id and identity.unit is None
        ]
        return item_of(
            *found,
            scan_code=min(codes, default=""),
            has_prices=self._has_prices(item_id),
        )

    def prices(self, item_id: str) -> Sequence[PriceRow]:
        """Return the item's rows of all price lists, past and future ones too."""
        known = self._prices.get(item_id)
        if known is None:
            rows = self._find("price", PriceRow, lookup=item_id)
            known = tuple(row for row in rows if row.item_id == item_id)
            self._prices[item_id] = known
        return known

    def price_lists(self) -> Mapping[str, PriceList]:
        """Return the price lists by id."""
        return self._kept().lists

    def promotions(self) -> PromotionBook:
        """Return the promotions, compiled."""
        return self._kept().promotions

    def _kept(self) -> Kept:
        if self._used is None:
            marks = self._shelf.find_marks(self._store, self._position)
            if marks is None:
                marks = self._read_marks()
                self._shelf.keep_marks(self._store, self._position, marks)
            self._used = self._shelf.find(marks)
            if self._used is None:
                self._used = self._read_kept()
                self._shelf.keep(marks, self._used)
        return self._used

    def _read_marks(self) -> Marks:
        rows = reference_row.c
        answer = self._connection.execute(
            select(rows.store, func.max(rows.position))
            .where(rows.kind.in_(_KEPT_KINDS), rows.store.in_((ANY_STORE, self._store)))
            .group_by(rows.store)
        )
        found = {row[0]: row[1] for row in answer}
        own = found.get(self._store, 0) if self._store != ANY_STORE else 0
        return Marks(found.get(ANY_STORE, 0), own, self._store if own else "")

    def _read_kept(self) -> Kept:
        lists = self._find("price_list", PriceList)
        promotions = self._find("promotion", Promotion)
        return Kept(
            PromotionBook.compile(promotions, self.version()),
            {each.price_list_id: each for each in lists},
        )

    def _find_by_plu(self, plu: str) -> CatalogItem | None:
        items = [
            item
            for item in self._find("item", ItemData, lookup=plu)
            if plu and item.plu == plu
        ]
        by_id = map(self.get, sorted(item.item_id for item in items))
        return next((item for item in by_id if item is not None), None)

    def _item_and_group(self, item_id: str) -> tuple[ItemData, TaxGroup] | None:
        item = self._get("item", item_id, ItemData)
        if item is None:
            return None
        group = self._get("tax_group", item.tax_group_id, TaxGroup)
        return None if group is None else (item, group)

    def _has_prices(self, item_id: str) -> bool:
        return bool(self.prices(item_id))

    def _get(self, kind: str, key: str, form: type[_Row]) -> _Row | None:
        rows = reference_row.c
        return next(iter(self._living(kind, form, [rows.key == key])), None)

    def _find(
        self, kind: str, form: type[_Row], *, lookup: str | None = None
    ) -> list[_Row]:
        if lookup is None:
            return list(self._living(kind, form, []))
        # By key afterwards: the newest state of a row may no longer be looked up so.
        other = reference_row.alias().c
        keys = select(other.key).where(other.kind == kind, other.lookup == lookup)
        return list(self._living(kind, form, [reference_row.c.key.in_(keys)]))

    def _living(
        self, kind: str, form: type[_Row], conditions: list[Any]
    ) -> Iterable[_Row]:
        """Return the newest state of each key that this store's tills would have."""
        rows = reference_row.c
        answer = self._connection.execute(
            select(rows.key, rows.data, rows.is_deleted)
            .where(
                rows.kind == kind, rows.store.in_((ANY_STORE, self._store)), *conditions
            )
            .order_by(rows.position)
        )
        newest = {row.key: row for row in answer}
        decode = json_decoder(form).decode
        found = []
        for row in newest.values():
            if row.is_deleted:
                continue
            # What a till of today would put aside unread has no price here either.
            with contextlib.suppress(msgspec.MsgspecError):
                found.append(decode(row.data))
        return found
