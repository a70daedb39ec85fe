"""Rows of reference data name themselves and ignore what they do not know."""

from __future__ import annotations

import msgspec
import pytest

from terminal.persistence.replica.rows import (
    KINDS,
    IdentityData,
    ItemData,
    OperatorData,
    RowData,
    SettingData,
    TaxRateData,
    key_of,
)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (
            ItemData(
                item_id="i",
                description="d",
                unit="u",
                unit_price_micro=1,
                tax_rate_id="t",
            ),
            "i",
        ),
        (IdentityData(scan_code="c", item_id="i"), "c"),
        (TaxRateData(tax_rate_id="t", name="n", rate_ppm=1), "t"),
        (OperatorData(operator_id="o", name="n", role="cashier"), "o"),
        (SettingData(key="k", value=msgspec.Raw(b"1")), "k"),
    ],
)
def test_each_kind_has_a_key(data: RowData, key: str) -> None:
    assert key_of(data) == key
    assert type(data) in KINDS.values()


def test_fields_of_a_newer_center_are_ignored() -> None:
    row = msgspec.json.decode(
        b'{"scan_code": "c", "item_id": "i", "since": 5}', type=IdentityData
    )

    assert row == IdentityData(scan_code="c", item_id="i")
