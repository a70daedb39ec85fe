"""A labelled amount tells how much of it is tax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.money import Currency, tax_of
from terminal.domain.tax.included_tax import included_tax
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind, single_rate
from terminal.domain.tax.tax_policy import TaxPolicy

EUR = Currency("EUR", 2)
INCLUSIVE = TaxPolicy(is_inclusive=True)
EXCLUSIVE = TaxPolicy(is_inclusive=False)
BOTTLE = TaxComponent(
    tax_id="bottle",
    name="",
    kind=TaxKind.FIXED,
    amount_micro=250_000,
    raises_base=True,
)
VAT = TaxComponent(tax_id="vat", name="", rate_ppm=200_000)
DRINKS = TaxGroup(tax_group_id="drinks", name="", components=(BOTTLE, VAT))


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6))
def test_one_rate_is_taken_out_of_the_amount(amount: int, rate_ppm: int) -> None:
    group = single_rate("a", rate_ppm)

    assert included_tax(group, amount, 1_000_000, INCLUSIVE, EUR) == tax_of(
        amount, rate_ppm, inclusive=True
    )


@pytest.mark.parametrize(
    ("policy", "tax"), [(INCLUSIVE, 2 * (25 + 205)), (EXCLUSIVE, 0)]
)
def test_every_included_tax_counts_and_no_other(policy: TaxPolicy, tax: int) -> None:
    # Two bottles at 10.00 each, tax on bottle and tax on the tax in it.
    assert included_tax(DRINKS, 2 * 1_230, 2_000_000, policy, EUR) == tax


def test_an_exempt_group_contains_nothing() -> None:
    group = TaxGroup(tax_group_id="exempt", name="", components=())

    assert included_tax(group, 1_000, 1_000_000, INCLUSIVE, EUR) == 0
