"""A code leads to its item, or to the reason why not."""

from __future__ import annotations

import pytest

from terminal.application.selling.item_lookup import require_item, require_item_by_plu
from terminal.domain.errors import InvalidScanCodeError, UnknownItemError
from tests.fakes.reference_data import APPLES, PEN, MemoryCatalog


def test_item_is_found_by_any_data_structure_of_its_gtin() -> None:
    assert require_item(MemoryCatalog(), "04006381333931") == PEN


def test_item_is_found_by_plu() -> None:
    assert require_item_by_plu(MemoryCatalog(), "77") == APPLES


def test_message_says_what_to_do() -> None:
    with pytest.raises(UnknownItemError, match="find it by name"):
        require_item(MemoryCatalog(), "nothing")
    with pytest.raises(UnknownItemError, match="find it by name"):
        require_item_by_plu(MemoryCatalog(), "x" * 500)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("130211238899912330", "payment"),
        ("0420000000013", "member"),
        ("0410000000014", "operator"),
        ("9912345678909", "coupon"),
    ],
)
def test_what_is_no_goods_is_refused_by_what_it_is(text: str, reason: str) -> None:
    with pytest.raises(InvalidScanCodeError) as caught:
        require_item(MemoryCatalog(), text)

    assert caught.value.details["reason"] == reason


def test_payment_code_is_in_no_message() -> None:
    code = "130211238899912330"

    with pytest.raises(InvalidScanCodeError) as caught:
        require_item(MemoryCatalog(), code)

    assert code not in str(caught.value)
    assert code not in caught.value.details.values()
