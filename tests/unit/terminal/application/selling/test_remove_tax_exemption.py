"""Anybody who sells may charge the tax after all."""

from __future__ import annotations

import pytest

from terminal.application.selling.remove_tax_exemption import RemoveTaxExemption
from terminal.application.selling.set_tax_exemption import SetTaxExemption
from terminal.domain.errors import NoOpenTransactionError
from tests.fakes.reference_data import EXCLUSIVE_STORE
from tests.fakes.shop_floor import SUPERVISORS_APPROVAL, shop
from tests.fakes.till import add


def test_cashier_takes_it_back_alone() -> None:
    till = shop(operator_id="c1", store=EXCLUSIVE_STORE)
    add(till)
    till.use_cases.set_tax_exemption(
        SetTaxExemption(
            reason="embassy", certificate="D 4711", approval=SUPERVISORS_APPROVAL
        )
    )

    view = till.use_cases.remove_tax_exemption(RemoveTaxExemption())

    assert view.totals.tax_minor == 30


def test_without_a_transaction_there_is_nothing_to_take_back() -> None:
    with pytest.raises(NoOpenTransactionError):
        shop().use_cases.remove_tax_exemption(RemoveTaxExemption())
