"""Goods without an item are sold on a department, with its tax and bounds."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.selling.add_item import AddItem
from terminal.application.selling.add_open_department_sale import (
    AddOpenDepartmentSale,
)
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.errors import (
    AgeCheckRequiredError,
    PriceOutOfBoundsError,
    PriceRequiredError,
    UnknownItemError,
)
from terminal.domain.transaction.line_item import PriceSource
from tests.fakes.shop_floor import article, shop, stored_line

ONE = 1_000_000
DIVERSE = article(
    "diverse", ItemRules(is_open_department=True, price_max_micro=50 * ONE)
)
SALE = AddOpenDepartmentSale(department_id="diverse", keyed_price_micro=3_990_000)


def test_cashier_sells_on_a_department() -> None:
    till = shop(DIVERSE, operator_id="c1")

    change = till.use_cases.add_open_department_sale(
        msgspec.structs.replace(SALE, quantity_micro=2 * ONE)
    )

    assert change.line.description == "Diverse"
    assert change.totals.total_minor == 798
    assert stored_line(till, 1).price_source is PriceSource.KEYED


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (AddOpenDepartmentSale(department_id="diverse"), PriceRequiredError),
        (AddOpenDepartmentSale(department_id="pen"), UnknownItemError),
        (AddOpenDepartmentSale(department_id="x" * 500), UnknownItemError),
        (
            AddOpenDepartmentSale(
                department_id="diverse", keyed_price_micro=50 * ONE + 1
            ),
            PriceOutOfBoundsError,
        ),
    ],
)
def test_what_is_no_department_sale_is_refused(
    command: AddOpenDepartmentSale, error: type[Exception]
) -> None:
    with pytest.raises(error):
        shop(DIVERSE).use_cases.add_open_department_sale(command)


def test_department_has_restrictions_like_any_item() -> None:
    spirits = article("spirits", ItemRules(is_open_department=True, minimum_age=18))
    till = shop(spirits)
    command = AddOpenDepartmentSale(department_id="spirits", keyed_price_micro=20 * ONE)

    with pytest.raises(AgeCheckRequiredError):
        till.use_cases.add_open_department_sale(command)
    change = till.use_cases.add_open_department_sale(
        msgspec.structs.replace(command, age_confirmed=True)
    )

    assert change.totals.total_minor == 2_000


def test_department_that_is_scanned_asks_for_its_price() -> None:
    with pytest.raises(PriceRequiredError):
        shop(DIVERSE).use_cases.add_item(AddItem(scan_code="DIVERSE"))
