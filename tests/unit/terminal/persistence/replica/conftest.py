"""A small catalogue for the tests of the replica."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import convert
from sync.protocol.messages import FeedRow
from terminal.domain.member.member import Member
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.domain.tax.tax_group import single_rate
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.book_rows import type_kind
from terminal.persistence.replica.rows import OperatorData, RowData, key_of
from terminal.persistence.replica.writer import ReplicaWriter


def item(item_id: str, name: str, **others: object) -> ItemData:
    """Return an item that costs 1.99 with 20 % tax."""
    fields = {
        "unit": "piece",
        "unit_price_micro": 1_990_000,
        "tax_group_id": "rate-200000",
        **others,
    }
    return convert({"item_id": item_id, "description": name, **fields}, ItemData)


def feed_row(data: RowData, version: int = 1) -> FeedRow:
    """Return *data* as the feed brings it."""
    return FeedRow(
        kind=type_kind(data),
        key=key_of(data),
        version=version,
        deleted=False,
        data=msgspec.Raw(msgspec.json.encode(data)),
    )


def deletion(kind: str, key: str, version: int = 2) -> FeedRow:
    """Return the end of a row as the feed brings it."""
    return FeedRow(
        kind=kind, key=key, version=version, deleted=True, data=msgspec.Raw(b"null")
    )


TAX = single_rate("rate-200000", 200_000, "20 %")
SUMMER = PriceList(price_list_id="summer", name="Summer", stores=frozenset({"s-01"}))
SUMMER_PRICE = PriceRow(
    item_id="noir", price_list_id="summer", unit="piece", unit_price_micro=1_500_000
)
HALF = Promotion(
    promotion_id="half",
    version=1,
    name="Half price",
    reward=PercentOff(percent_ppm=500_000),
    selects=Selector(items=("noir",)),
)
MEMBER = Member(member_id="m1", code="96385074", name="Mia", groups=("staff",))
DOLLAR = ExchangeRateData(currency="USD", rate_micro=920_000, valid_from="2026-11-22")
PRICING: tuple[RowData, ...] = (SUMMER, SUMMER_PRICE, HALF, MEMBER, DOLLAR)
OPERATOR = OperatorData(
    operator_id="7",
    name="Zoe",
    role="cashier",
    permissions=("price.key",),
    pin_hash="h",
)


@pytest.fixture
def filled(home: Home, keys: HomeKeys) -> Home:
    """A home with a catalogue of its own."""
    with ReplicaWriter(home, keys) as writer:
        writer.put_rows([TAX, OPERATOR])
        writer.put_items(
            [
                item("cola", "可口可乐 330ml", plu="7"),
                item("pepsi", "百事可乐 330ml"),
                item("noir", "Chocolat noir 70 %"),
                item("lait", "Chocolat au lait"),
                item("odd", "Odd goods", tax_group_id="rate-unknown"),
            ],
            [
                IdentityData(scan_code="4006381333931", item_id="noir"),
                IdentityData(scan_code="4006381000000", item_id="noir"),
                IdentityData(scan_code="96385074", item_id="lait"),
                IdentityData(scan_code="ODD", item_id="odd"),
                IdentityData(scan_code="ORPHAN", item_id="absent"),
            ],
        )
    return home
