"""A small catalogue for the tests of the replica."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.messages import FeedRow
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.rows import (
    IdentityData,
    ItemData,
    OperatorData,
    RowData,
    TaxRateData,
    key_of,
)
from terminal.persistence.replica.writer import ReplicaWriter, type_kind


def item(item_id: str, name: str, **others: object) -> ItemData:
    """Return an item that costs 1.99 with 20 % tax."""
    fields = {
        "unit": "piece",
        "unit_price_micro": 1_990_000,
        "tax_rate_id": "rate-200000",
        **others,
    }
    return msgspec.convert(
        {"item_id": item_id, "description": name, **fields}, ItemData
    )


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


TAX = TaxRateData(tax_rate_id="rate-200000", name="20 %", rate_ppm=200_000)
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
                item("odd", "Odd goods", tax_rate_id="rate-unknown"),
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
