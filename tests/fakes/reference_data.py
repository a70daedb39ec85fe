"""Catalog and operators in memory."""

from __future__ import annotations

import msgspec

from terminal.application.ports.operators import OperatorRecord
from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.money import Currency
from tests.fakes.pin_hasher import plain_hash

EUR = Currency("EUR", 2)

PEN = CatalogItem(
    item_id="pen",
    description="Fineliner",
    unit="piece",
    unit_price_micro=1_490_000,
    tax_rate_id="standard",
    tax_rate_ppm=200_000,
    is_open_price=False,
    scan_code="4006381333931",
)
APPLES = CatalogItem(
    item_id="apples",
    description="Apples",
    unit="kg",
    unit_price_micro=2_990_000,
    tax_rate_id="reduced",
    tax_rate_ppm=55_000,
    is_open_price=False,
    scan_code="2000000000077",
    plu="77",
)
GIFT = CatalogItem(
    item_id="gift",
    description="Gift wrapping",
    unit="piece",
    unit_price_micro=0,
    tax_rate_id="zero",
    tax_rate_ppm=0,
    is_open_price=True,
    scan_code="GIFT",
)
BAG = CatalogItem(
    item_id="bag",
    description="Paper bag",
    unit="piece",
    unit_price_micro=0,
    tax_rate_id="standard",
    tax_rate_ppm=200_000,
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

    def __init__(self, items: tuple[CatalogItem, ...] = ITEMS) -> None:
        self._by_code = {item.scan_code: item for item in items}
        self._by_plu = {item.plu: item for item in items if item.plu is not None}
        self._by_id = {item.item_id: item for item in items}

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

    def feed_position(self) -> str | None:
        return None


class MemoryOperators:
    """Implements the Operators port over a list of records."""

    def __init__(self, records: tuple[OperatorRecord, ...] = OPERATORS) -> None:
        self._records = {record.operator_id: record for record in records}

    def find(self, operator_id: str) -> OperatorRecord | None:
        return self._records.get(operator_id)

    def list_active(self) -> list[OperatorRecord]:
        active = [record for record in self._records.values() if record.is_active]
        return sorted(active, key=lambda record: record.name)
