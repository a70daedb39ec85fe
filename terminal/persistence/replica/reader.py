"""Reads reference data while the agent may be writing it.

Every statement is a read transaction of its own and is read to its end at once:
an open one would keep the writer's WAL from being reset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from structs.decoding import json_decoder
from terminal.application.ports.operators import OperatorRecord
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import NO_RULES, ItemRules
from terminal.domain.catalog.pack_price import pack_price_micro
from terminal.domain.member.member import Member
from terminal.domain.money import MICRO
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.reference_data.price_key import price_key_range
from terminal.domain.tax.tax_group import TaxGroup
from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import storage_error_of
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.connection import open_for_reading

if TYPE_CHECKING:
    from terminal.domain.promotion.book import PromotionBook
    from terminal.domain.reference_data.import_file import KnownIds
    from terminal.persistence.replica.promotion_shelf import PromotionShelf

SEARCH_RESULTS_MAX: Final = 200
# Hits that are ranked; ranking inside SQLite (bm25) costs ten times as much.
_RANKED_HITS_MAX: Final = 200
_REQUESTS_MAX: Final = 100

# `_item` reads these by position.
_ITEM: Final = (
    "i.item_id, i.description, i.unit, i.unit_price_micro, t.data, i.is_open_price,"
    " i.plu, i.category, i.rules, i.has_prices"
)
_AS_IDENTITY: Final = "d.scan_code, d.unit, d.base_quantity_micro, d.unit_price_micro"
_AS_ITEM: Final = (
    "ifnull((SELECT min(scan_code) FROM identity WHERE item_id = i.item_id"
    " AND unit IS NULL), '')"
)
_BY_IDENTITY: Final = (
    f"SELECT {_ITEM}, {_AS_IDENTITY} FROM identity d"  # noqa: S608 - constants
    " JOIN item i ON i.item_id = d.item_id"
    " JOIN tax_group t ON t.tax_group_id = i.tax_group_id WHERE "
)
_BY_ITEM: Final = (
    f"SELECT {_ITEM}, {_AS_ITEM} FROM item i"  # noqa: S608 - constants
    " JOIN tax_group t ON t.tax_group_id = i.tax_group_id WHERE "
)
_BY_SCAN_CODE: Final = f"{_BY_IDENTITY} d.scan_code = ?"
_BY_CODE_PREFIX: Final = (
    f"{_BY_IDENTITY} d.scan_code >= ? AND d.scan_code < ? ORDER BY d.scan_code LIMIT ?"
)
_BY_ITEM_ID: Final = f"{_BY_ITEM} i.item_id = ?"
_BY_PLU: Final = f"{_BY_ITEM} i.plu = ? ORDER BY i.item_id LIMIT 1"
_WITH_PLU: Final = f"{_BY_ITEM} i.plu IS NOT NULL ORDER BY i.plu LIMIT ?"
_WITHOUT_PLU: Final = f"{_BY_ITEM} i.plu IS NULL ORDER BY i.item_key LIMIT ?"
# Asked by a person who looks for them; a walk over the items is fast enough.
_OPEN_ITEMS: Final = (
    f"{_BY_ITEM} i.is_open_price OR i.rules LIKE '%\"is_open_department\":true%'"
    " ORDER BY i.description LIMIT ?"
)
_MATCH: Final = (
    "SELECT item_id, description FROM item WHERE item_key IN"
    " (SELECT rowid FROM item_search WHERE item_search MATCH ? LIMIT ?)"
)
_OPERATOR: Final = (
    "SELECT operator_id, name, role, permissions, pin_hash, is_active, language"
    " FROM operator"
)

_PRICES: Final = "SELECT data FROM price WHERE price_key >= ? AND price_key < ?"
_MEMBER_BY_ID: Final = "SELECT data FROM member WHERE member_id = ?"
_MEMBER_BY_CODE: Final = (
    "SELECT data FROM member WHERE data ->> '$.code' = ? ORDER BY member_id LIMIT 1"
)
_ITEM_COLUMNS: Final = 10
# Groups kept in memory; more only when their rates change all day long.
_TAX_GROUPS_MAX: Final = 1_000

_decode_price: Final = json_decoder(PriceRow).decode
_decode_rules: Final = json_decoder(ItemRules).decode
_decode_tax_group: Final = json_decoder(TaxGroup).decode
_decode_member: Final = json_decoder(Member).decode
_decode_rate: Final = json_decoder(ExchangeRateData).decode
_PermissionList: Final = json_decoder(frozenset[str])


class Watermark(Struct, frozen=True, kw_only=True):
    """How far the center has one epoch, as it was last told.

    Attributes:
        hash: 64 hex digits of the event at *seq*; None at 0.
        archived_seq: The last event that a copy of the center also has.
    """

    epoch: str
    seq: int
    hash: str | None
    archived_seq: int


class ReplicaRequest(Struct, frozen=True, kw_only=True):
    """Something the agent asks the till to record.

    Attributes:
        sequence: Order of the requests; the till remembers the last one it did.
        request_id: Goes into the event, so that it happens once.
        data: JSON object; its shape follows from *kind*.
    """

    sequence: int
    request_id: str
    kind: str
    data: msgspec.Raw


class ReplicaReader:
    """Items, operators and settings as they stand now; a port of the use cases.

    Belongs to the thread that made it.  A replica that does not exist yet is a
    till without a catalogue, not a failure: nothing is found, and the file is
    looked for again at the next question.
    """

    def __init__(self, home: Home, keys: HomeKeys) -> None:
        self._path = home.replica_path
        self._key = keys.replica_key
        self._connection: Connection | None = None
        self._shelf: PromotionShelf | None = None
        self._tax_groups: dict[str, TaxGroup] = {}

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._shelf = None

    def find_by_scan_code(self, scan_code: str) -> CatalogItem | None:
        """Return the item with this identity, None when there is none to sell."""
        return self._one_item(self._select(_BY_SCAN_CODE, (scan_code,)))

    def find_by_plu(self, plu: str) -> CatalogItem | None:
        """Return the item with this short number."""
        return self._one_item(self._select(_BY_PLU, (plu,)))

    def get(self, item_id: str) -> CatalogItem | None:
        """Return the item with this id, in its base unit."""
        return self._one_item(self._select(_BY_ITEM_ID, (item_id,)))

    def find_item(self, code: str) -> CatalogItem | None:
        """Return the item with this normalised scan code, else with this PLU."""
        return self.find_by_scan_code(code) or self.find_by_plu(code)

    def search(self, text: str, limit: int) -> list[CatalogItem]:
        """Return at most *limit* items whose name, PLU or code matches *text*.

        A PLU comes first, then codes that begin with the digits, then names.
        """
        count = max(0, min(limit, SEARCH_RESULTS_MAX))
        found: dict[str, CatalogItem] = {}
        digits = text.strip()
        if digits.isascii() and digits.isdecimal():
            by_plu = self.find_by_plu(digits)
            if by_plu is not None:
                found[by_plu.item_id] = by_plu
            end = digits[:-1] + chr(ord(digits[-1]) + 1)
            for row in self._select(_BY_CODE_PREFIX, (digits, end, count)):
                found.setdefault(row[0], self._item(row))
        for item_id in self._search_names(text):
            if len(found) >= count:
                break
            if item_id not in found and (item := self.get(item_id)) is not None:
                found[item_id] = item
        return list(found.values())[:count]

    def list_open_items(self, limit: int) -> list[CatalogItem]:
        """Return at most *limit* items whose price is keyed, departments too."""
        count = max(0, min(limit, SEARCH_RESULTS_MAX))
        return [self._item(row) for row in self._select(_OPEN_ITEMS, (count,))]

    def first_items(self, limit: int) -> list[tuple[str, CatalogItem]]:
        """Return items to offer without a search, each with its category.

        Those with a short number come first, in its order: a shop gives one to
        what has no label.  Reads only as many rows as it returns, whatever the
        size of the catalogue.
        """
        rows = self._select(_WITH_PLU, (limit,))
        if len(rows) < limit:
            rows += self._select(_WITHOUT_PLU, (limit - len(rows),))
        return [(row[7] or "", self._item(row)) for row in rows]

    def prices(self, item_id: str) -> Sequence[PriceRow]:
        """Return the item's rows of all price lists, past and future ones too."""
        rows = self._select(_PRICES, price_key_range(item_id))
        return tuple(_decode_price(data) for (data,) in rows)

    def price_lists(self) -> Mapping[str, PriceList]:
        """Return the price lists by id; kept in memory between changes."""
        return self._kept().price_lists()

    def promotions(self) -> PromotionBook:
        """Return the promotions in force, compiled again only when one changed."""
        return self._kept().promotions()

    def version(self) -> str:
        """Return the cursor of the reference data in force; empty for none."""
        return self.feed_position() or ""

    def find_member_by_code(self, code: str) -> Member | None:
        """Return the member with this code, also an inactive one, or None."""
        return _member(self._select(_MEMBER_BY_CODE, (code,)))

    def find_member(self, member_id: str) -> Member | None:
        """Return the member with this id, also an inactive one, or None."""
        return _member(self._select(_MEMBER_BY_ID, (member_id,)))

    def known_ids(self) -> KnownIds:
        """Return the ids that rows of a file to import may name."""
        # Not with the module: a till that sells imports nothing.
        from terminal.domain.reference_data.import_file import KnownIds

        def ids(statement: str) -> frozenset[str]:
            return frozenset(one for (one,) in self._select(statement, ()))

        return KnownIds(
            tax_groups=ids("SELECT tax_group_id FROM tax_group"),
            items=ids("SELECT item_id FROM item"),
            price_lists=ids("SELECT price_list_id FROM price_list"),
        )

    def exchange_rates(self, currency: str) -> list[ExchangeRateData]:
        """Return the rates of a foreign currency, the one valid last first."""
        rows = self._select(
            "SELECT data FROM exchange_rate WHERE exchange_rate_key >= ?"
            " AND exchange_rate_key < ? ORDER BY exchange_rate_key DESC",
            (f"{currency}@", f"{currency}A"),
        )
        return [_decode_rate(data) for (data,) in rows]

    def feed_position(self) -> str | None:
        """Return the cursor of the reference data in force, or None."""
        return self._kept().cursor()

    def find(self, operator_id: str) -> OperatorRecord | None:
        """Return the operator, also an inactive one, or None."""
        rows = self._select(f"{_OPERATOR} WHERE operator_id = ?", (operator_id,))
        return _operator(rows[0]) if rows else None

    def list_active(self) -> list[OperatorRecord]:
        """Return the operators who may sign on, by name."""
        rows = self._select(f"{_OPERATOR} WHERE is_active ORDER BY name", ())
        return [_operator(row) for row in rows]

    def list_operators(self) -> list[OperatorRecord]:
        """Return every operator, disabled ones too, by id."""
        rows = self._select(f"{_OPERATOR} ORDER BY operator_id", ())
        return [_operator(row) for row in rows]

    def settings(self) -> dict[str, object]:
        """Return what the center set for all its tills, by key."""
        rows = self._select("SELECT key, value FROM setting ORDER BY key", ())
        return {key: msgspec.json.decode(value) for key, value in rows}

    def counts(self) -> dict[str, int]:
        """Return how many rows of each kind there are; counts the whole tables."""
        kinds = (
            "item",
            "identity",
            "tax_group",
            "price_list",
            "price",
            "promotion",
            "member",
            "exchange_rate",
            "operator",
            "setting",
            "raw_row",
        )
        found: dict[str, int] = {}
        for kind in kinds:
            rows = self._select(f"SELECT count(*) FROM {kind}", ())  # noqa: S608 - constants
            found[kind] = rows[0][0] if rows else 0
        return found

    def agent_state(self, key: str) -> str | None:
        """Return a small fact that the agent keeps; None if it does not."""
        rows = self._select("SELECT value FROM agent_state WHERE key = ?", (key,))
        return None if not rows else str(rows[0][0])

    def watermarks(self) -> list[Watermark]:
        """Return how far the center has each epoch, as it was last told."""
        rows = self._select("SELECT epoch, seq, hash, archived_seq FROM watermark", ())
        return [
            Watermark(epoch=epoch, seq=seq, hash=digest, archived_seq=archived)
            for epoch, seq, digest, archived in rows
        ]

    def requests_after(
        self, sequence: int, limit: int = _REQUESTS_MAX
    ) -> list[ReplicaRequest]:
        """Return the next requests of the agent after *sequence*, oldest first."""
        rows = self._select(
            "SELECT sequence, request_id, kind, data FROM request"
            " WHERE sequence > ? ORDER BY sequence LIMIT ?",
            (sequence, limit),
        )
        return [
            ReplicaRequest(
                sequence=number,
                request_id=request_id,
                kind=kind,
                data=msgspec.Raw(data.encode()),
            )
            for number, request_id, kind, data in rows
        ]

    def _search_names(self, text: str) -> list[str]:
        """Return the ids of the best items by name; the text of few is read."""
        # Compiles patterns for 8 ms; the names of the operators do not wait for them.
        from terminal.persistence.replica.search_text import match_expression, rank

        expression = match_expression(text)
        if expression is None:
            return []
        hits = self._select(_MATCH, (expression, _RANKED_HITS_MAX))
        hits.sort(key=lambda hit: rank(hit[1], text))
        return [item_id for item_id, _ in hits]

    def _kept(self) -> PromotionShelf:
        # A till without promotions does not load their rules before its first paint.
        if self._shelf is None:
            from terminal.persistence.replica.promotion_shelf import PromotionShelf

            self._shelf = PromotionShelf(self._select)
        return self._shelf

    def _one_item(self, rows: list[Any]) -> CatalogItem | None:
        return self._item(rows[0]) if rows else None

    def _item(self, row: Any) -> CatalogItem:
        """Make the item of a row of `_ITEM` and what it was found by."""
        unit, price, base_quantity = row[2], row[3], MICRO
        is_pack = len(row) > _ITEM_COLUMNS + 1 and row[_ITEM_COLUMNS + 1] is not None
        if is_pack:
            unit, base_quantity, price = row[_ITEM_COLUMNS + 1 :]
            if price is None:
                price = pack_price_micro(row[3], base_quantity)
        rules = row[8]
        return CatalogItem(
            item_id=row[0],
            description=row[1],
            unit=unit,
            unit_price_micro=price,
            tax_group=self._tax_group(row[4]),
            is_open_price=bool(row[5]),
            scan_code=row[_ITEM_COLUMNS],
            plu=row[6],
            base_quantity_micro=base_quantity,
            category=row[7],
            rules=NO_RULES if rules is None else _decode_rules(rules),
            has_prices=bool(row[9]),
        )

    def _tax_group(self, data: str) -> TaxGroup:
        """Return the one object of a group; its text is its version."""
        group = self._tax_groups.get(data)
        if group is None:
            if len(self._tax_groups) >= _TAX_GROUPS_MAX:
                self._tax_groups.clear()
            group = self._tax_groups[data] = _decode_tax_group(data)
        return group

    def _select(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        connection = self._connection
        if connection is None:
            connection = open_for_reading(self._path, self._key)
            if connection is None:
                return []
            self._connection = connection
        try:
            return connection.execute(statement, values).fetchall()
        except DatabaseError as error:
            known = storage_error_of(error, self._path)
            if known is None:
                raise
            raise known from error


def _member(rows: list[Any]) -> Member | None:
    return _decode_member(rows[0][0]) if rows else None


def _operator(row: Any) -> OperatorRecord:
    return OperatorRecord(
        operator_id=row[0],
        name=row[1],
        role=row[2],
        permissions=_PermissionList.decode(row[3]),
        pin_hash=row[4],
        is_active=bool(row[5]),
        language=row[6],
    )
