"""A code leads to its item, or to the reason why not."""

from __future__ import annotations

import pytest

from terminal.application.selling.item_lookup import require_item, require_item_by_plu
from terminal.domain.errors import UnknownItemError
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
