"""The header names the choices of the transaction's taxes."""

from __future__ import annotations

import pytest

from terminal.domain.money import Rounding
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from tests.fakes.open_sale import EUR


@pytest.mark.parametrize("mode", list(TaxMode))
def test_header_tells_the_policy_of_its_taxes(mode: TaxMode) -> None:
    header = TransactionHeader(
        transaction_id="t1",
        operator_id="m1",
        session_id="s1",
        till_period_id="p1",
        business_day="2030-03-17",
        opened_at_ms=1,
        currency=EUR,
        tax_mode=mode,
        tax_rounding=TaxRounding.PER_LINE,
        tax_step_minor=5,
        tax_halves=Rounding.HALF_EVEN,
    )

    assert header.tax_policy == TaxPolicy(
        is_inclusive=mode is TaxMode.INCLUSIVE,
        rounding=TaxRounding.PER_LINE,
        step_minor=5,
        halves=Rounding.HALF_EVEN,
    )
