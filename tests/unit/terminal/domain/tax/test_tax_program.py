"""Which tax is taken of what, by examples worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind
from terminal.domain.tax.tax_program import program_of


def percent(rate: int, **more: bool | tuple[int, ...] | None) -> TaxComponent:
    return TaxComponent(tax_id="", name="", rate_ppm=rate * 10_000, **more)  # type: ignore[arg-type]  # keywords of the struct


def division(rate: int) -> TaxComponent:
    return TaxComponent(
        tax_id="", name="", kind=TaxKind.DIVISION, rate_ppm=rate * 10_000
    )


def fixed(amount_micro: int, *, raises_base: bool = False) -> TaxComponent:
    return TaxComponent(
        tax_id="",
        name="",
        kind=TaxKind.FIXED,
        amount_micro=amount_micro,
        raises_base=raises_base,
    )


def taxes(
    amount: int, *components: TaxComponent, is_inclusive: bool
) -> list[Fraction | int]:
    group = TaxGroup(tax_group_id="g", name="", components=components)
    # One unit at two decimals.
    per_micro = Fraction(100, 10**6)
    return program_of(group, is_inclusive).taxes_exact(amount, per_micro)


def test_neighbours_are_taken_out_of_a_price_together() -> None:
    assert taxes(11_500, percent(10), percent(5), is_inclusive=True) == [1_000, 500]


def test_a_compound_tax_is_computed_on_price_and_tax() -> None:
    first = percent(10, raises_base=True)

    assert taxes(10_000, first, percent(5), is_inclusive=False) == [1_000, 550]
    assert taxes(11_550, first, percent(5), is_inclusive=True) == [1_000, 550]


def test_a_tax_may_refuse_to_be_raised() -> None:
    first = percent(10, raises_base=True)
    second = percent(5, is_base_raised=False)

    assert taxes(10_000, first, second, is_inclusive=False) == [1_000, 500]


def test_a_division_tax_is_a_share_of_the_gross_amount() -> None:
    assert taxes(10_000, division(20), is_inclusive=True) == [2_000]
    assert taxes(8_000, division(20), is_inclusive=False) == [2_000]
    assert taxes(7_000, division(10), division(20), is_inclusive=False) == [
        1_000,
        2_000,
    ]


def test_a_fixed_tax_may_be_taxed_itself() -> None:
    assert taxes(
        1_000, fixed(1_000_000, raises_base=True), percent(20), is_inclusive=False
    ) == [100, 220]
    assert taxes(
        1_320, fixed(1_000_000, raises_base=True), percent(20), is_inclusive=True
    ) == [100, 220]


def test_a_reverse_charge_is_booked_twice_and_paid_never() -> None:
    charge = percent(20, factors_ppm=(1_000_000, -1_000_000))
    group = TaxGroup(tax_group_id="g", name="", components=(charge,))
    program = program_of(group, True)

    assert program.taxes_rounded(10_000, 1_000_000, 100, 1) == [2_000]
    assert [row.key.rate_ppm for row in program.rows] == [200_000, -200_000]
    assert program.paid(0, 2_000) == 0
    assert program.is_included == (False,)


def test_a_reverse_charge_may_be_a_share_of_the_gross_amount() -> None:
    charge = TaxComponent(
        tax_id="",
        name="",
        kind=TaxKind.DIVISION,
        rate_ppm=200_000,
        factors_ppm=(1_000_000, -1_000_000),
    )

    assert taxes(8_000, charge, is_inclusive=False) == [2_000]


@pytest.mark.parametrize("rate", [-100, 100])
def test_a_tax_that_takes_everything_is_no_accident(rate: int) -> None:
    assert taxes(10_000, division(100), is_inclusive=True) == [10_000]
    assert len(taxes(10_000, percent(rate), is_inclusive=True)) == 1


@given(
    st.lists(st.integers(0, 30), max_size=4),
    st.lists(st.integers(0, 30), max_size=4),
    st.integers(1, 10**6),
)
def test_taxes_put_on_a_price_can_be_taken_out_of_it(
    compound: list[int], plain: list[int], amount: int
) -> None:
    components = [
        *(percent(rate, raises_base=True) for rate in compound),
        *(percent(rate) for rate in plain),
    ]

    added = taxes(amount, *components, is_inclusive=False)
    group = TaxGroup(tax_group_id="g", name="", components=tuple(components))
    contained = program_of(group, True).taxes_exact(amount + sum(added), 0)

    assert contained == added
