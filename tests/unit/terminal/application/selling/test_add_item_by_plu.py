"""Goods without a label are rung up by their PLU."""

from __future__ import annotations

import pytest

from terminal.application.selling.add_item_by_plu import AddItemByPlu
from terminal.domain.errors import PermissionRefusedError, UnknownItemError
from tests.fakes.till import open_memory_till, sign_on


def test_weighed_goods_are_rung_up_by_plu() -> None:
    till = open_memory_till()

    change = till.use_cases.add_item_by_plu(
        AddItemByPlu(plu=" 77 ", quantity_micro=375_000)
    )

    assert change.line.description == "Apples"
    assert change.line.amount_minor == 112


def test_unknown_plu_is_refused() -> None:
    till = open_memory_till()

    with pytest.raises(UnknownItemError) as caught:
        till.use_cases.add_item_by_plu(AddItemByPlu(plu="78"))

    assert caught.value.details == {"plu": "78"}


def test_keyed_price_needs_a_permission() -> None:
    till = open_memory_till()
    sign_on(till, "c1")
    command = AddItemByPlu(plu="77", keyed_price_micro=1_000_000)

    with pytest.raises(PermissionRefusedError):
        till.use_cases.add_item_by_plu(command)

    sign_on(till, "m1")
    assert till.use_cases.add_item_by_plu(command).line.amount_minor == 100
