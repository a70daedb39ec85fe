"""Catalog and operators in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from terminal.application.ports.operators import OperatorRecord
from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.member.member import Member
from terminal.domain.money import Currency
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.tax.tax_group import single_rate
from tests.fakes.pin_hasher import plain_hash

EUR = Currency("EUR", 2)

PEN = CatalogItem(
    item_id="pen",
    description="Fineliner",
    unit="piece",
    unit_price_micro=1_490_000,
    tax_group=single_rate("standard", 200_000),
    is_open_price=False,
    scan_code="4006381333931",
)
APPLES = CatalogItem(
    item_id="apples",
    description="Apples",
    unit="kg",
    unit_price_micro=2_990_000,
    tax_group=single_rate("reduced", 55_000),
    is_open_price=False,
    scan_code="2000000000077",
    plu="77",
)
GIFT = CatalogItem(
    item_id="gift",
    description="Gift wrapping",
    unit="piece",
    unit_price_micro=0,
    tax_group=single_rate("zero", 0),
    is_open_price=True,
    scan_code="GIFT",
)
BAG = CatalogItem(
    item_id="bag",
    description="Paper bag",
    unit="piece",
    unit_price_micro=0,
    tax_group=single_rate("standard", 200_000),
    is_open_price=False,
    scan_code="BAG",
)
ITEMS = (PEN, APPLES, GIFT, BAG)

CASHIER = OperatorRecord(
    operator_id="c1",
    name="Carla",
    role="cashier",
    permissions=frozenset(),
    pin_hash=plain_hash("111111"),
    is_active=True,
    language="en",
)
MANAGER = OperatorRecord(
    operator_id="m1",
    name="Mani",
    role="manager",
    permissions=frozenset(),
    pin_hash=plain_hash("999999"),
    is_active=True,
    language="zh_CN",
)
FORMER = OperatorRecord(
    operator_id="f1",
    name="Fred",
    role="manager",
    permissions=frozenset(),
    pin_hash=plain_hash("333333"),
    is_active=False,
    language="en",
)
OPERATORS = (CASHIER, MANAGER, FORMER)

GOLD_MEMBER = Member(
    member_id="member-1",
    code="2900000000018",
    name="Gabi",
    tier="gold",
    groups=("staff",),
)
FORMER_MEMBER = Member(member_id="member-2", code="MEMBER-2", is_active=False)
MEMBERS = (GOLD_MEMBER, FORMER_MEMBER)

STORE = StoreSettings(
    tenant="acme",
    store="s-01",
    store_name="Corner Shop",
    workstation="t-07",
    workstation_name="Till 7",
    currency=EUR,
    tax_mode="inclusive",
    time_zone="UTC",
    day_cutover="04:00",
    receipt_head=("Corner Shop", "1 High Street"),
    receipt_foot=("Thank you",),
    receipt_language="en",
)
EXCLUSIVE_STORE = msgspec.structs.replace(STORE, tax_mode="exclusive")


class MemoryCatalog:
    """Implements the Catalog port over a list of items."""

    def __init__(
        self,
        items: tuple[CatalogItem, ...] = ITEMS,
        prices: tuple[PriceRow, ...] = (),
        price_lists: tuple[PriceList, ...] = (),
        promotions: tuple[Promotion, ...] = (),
        exchange_rates: tuple[ExchangeRateData, ...] = (),
    ) -> None:
        self._exchange_rates = exchange_rates
        self._promotions = PromotionBook.compile(promotions, "v1")
        self._prices: dict[str, list[PriceRow]] = {}
        for row in prices:
            self._prices.setdefault(row.item_id, []).append(row)
        self._price_lists = {one.price_list_id: one for one in price_lists}
        items = tuple(
            msgspec.structs.replace(item, has_prices=item.item_id in self._prices)
            for item in items
        )
        self._by_code = {item.scan_code: item for item in items}
        self._by_plu = {item.plu: item for item in items if item.plu is not None}
        self._by_id: dict[str, CatalogItem] = {}
        for item in items:
            self._by_id.setdefault(item.item_id, item)

    def add(self, item: CatalogItem) -> None:
        """Add an item, or put it in the place of the one with its id."""
        self._by_code[item.scan_code] = item
        self._by_id[item.item_id] = item

    def find_by_scan_code(self, scan_code: str) -> CatalogItem | None:
        return self._by_code.get(scan_code)

    def find_by_plu(self, plu: str) -> CatalogItem | None:
        return self._by_plu.get(plu)

    def get(self, item_id: str) -> CatalogItem | None:
        return self._by_id.get(item_id)

    def search(self, text: str, limit: int) -> list[CatalogItem]:
        wanted = text.casefold()
        found = [
            item
            for item in self._by_id.values()
            if wanted in item.description.casefold()
            or wanted in {item.plu, item.scan_code.casefold()}
        ]
        return found[:limit]

    def list_open_items(self, limit: int) -> list[CatalogItem]:
        found = [
            item
            for item in self._by_id.values()
            if item.is_open_price or item.rules.is_open_department
        ]
        return sorted(found, key=lambda item: item.description)[:limit]

    def prices(self, item_id: str) -> Sequence[PriceRow]:
        return self._prices.get(item_id, [])

    def price_lists(self) -> Mapping[str, PriceList]:
        return self._price_lists

    def find_item(self, code: str) -> CatalogItem | None:
        return self._by_code.get(code) or self._by_plu.get(code)

    def promotions(self) -> PromotionBook:
        return self._promotions

    def version(self) -> str:
        return self.feed_position() or ""

    def exchange_rates(self, currency: str) -> list[ExchangeRateData]:
        found = [rate for rate in self._exchange_rates if rate.currency == currency]
        return sorted(found, key=lambda rate: rate.valid_from, reverse=True)

    def feed_position(self) -> str | None:
        return None


class MemoryMembers:
    """Implements the Members port over a list of members."""

    def __init__(self, members: tuple[Member, ...] = MEMBERS) -> None:
        self._by_code = {member.code: member for member in members}
        self._by_id = {member.member_id: member for member in members}

    def find_member_by_code(self, code: str) -> Member | None:
        return self._by_code.get(code)

    def find_member(self, member_id: str) -> Member | None:
        return self._by_id.get(member_id)


class MemoryOperators:
    """Implements the Operators port over a list of records."""

    def __init__(self, records: tuple[OperatorRecord, ...] = OPERATORS) -> None:
        self._records = {record.operator_id: record for record in records}

    def find(self, operator_id: str) -> OperatorRecord | None:
        return self._records.get(operator_id)

    def list_active(self) -> list[OperatorRecord]:
        active = [record for record in self._records.values() if record.is_active]
        return sorted(active, key=lambda record: record.name)
