"""Rows of reference data name themselves and ignore what they do not know."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.domain.tax.tax_group import single_rate
from terminal.persistence.replica.rows import (
    KINDS,
    OperatorData,
    RowData,
    SettingData,
    decode_row,
    key_of,
    modern_data,
    modern_kind,
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
                tax_group_id="t",
            ),
            "i",
        ),
        (IdentityData(scan_code="c", item_id="i"), "c"),
        (single_rate("t", 1, "n"), "t"),
        (OperatorData(operator_id="o", name="n", role="cashier"), "o"),
        (SettingData(key="k", value=msgspec.Raw(b"1")), "k"),
    ],
)
def test_each_kind_has_a_key(data: RowData, key: str) -> None:
    assert key_of(data) == key
    assert type(data) in KINDS.values()


def test_fields_of_a_newer_center_are_ignored() -> None:
    row = decode_json(b'{"scan_code": "c", "item_id": "i", "since": 5}', IdentityData)

    assert row == IdentityData(scan_code="c", item_id="i")


def test_rows_of_an_older_center_keep_their_tax() -> None:
    rate = b'{"tax_rate_id": "r", "name": "20 %", "rate_ppm": 200000}'
    item = (
        b'{"item_id": "i", "description": "d", "unit": "u", "unit_price_micro": 1,'
        b' "tax_rate_id": "r"}'
    )

    group = decode_row(modern_kind("tax_rate"), modern_data("tax_rate", rate))
    sold = decode_row("item", item)

    assert group == single_rate("r", 200_000, "20 %")
    assert isinstance(sold, ItemData)
    assert sold.tax_group_id == "r"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("tax_rate", b"[]"),
        ("tax_rate", b'{"tax_rate_id": "r"}'),
        ("tax_rate", b"{"),
        ("item", b"[1]"),
        ("item", b'{"item_id": "i"}'),
        ("price", b'{"item_id": "\xff"}'),
        ("from_the_future", b"{}"),
    ],
)
def test_what_is_not_understood_is_none_and_no_failure(kind: str, data: bytes) -> None:
    assert decode_row(modern_kind(kind), modern_data(kind, data)) is None
