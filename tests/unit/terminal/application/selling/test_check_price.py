"""A price check sells nothing."""

from __future__ import annotations

import pytest

from terminal.application.selling.check_price import CheckPrice
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.domain.errors import UnknownItemError
from tests.fakes.reference_data import PEN
from tests.fakes.till import MemoryTill


def test_price_is_told_without_anybody_signed_on() -> None:
    till = MemoryTill()

    view = till.use_cases.check_price(CheckPrice(scan_code=PEN.scan_code))

    assert (view.description, view.unit_price_micro) == ("Fineliner", 1_490_000)
    assert till.use_cases.get_open_sale(GetOpenSale()) is None


def test_unknown_item_has_no_price() -> None:
    with pytest.raises(UnknownItemError):
        MemoryTill().use_cases.check_price(CheckPrice(scan_code="nothing"))
