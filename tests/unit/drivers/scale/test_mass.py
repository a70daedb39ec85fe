"""Kilograms, grams, pounds and ounces in whole grams."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scale.mass import amount_of, grams_of

_GRAMS = {
    "kg": Fraction(1000),
    "g": Fraction(1),
    "lb": Fraction(45_359_237, 100_000),
    "oz": Fraction(45_359_237, 1_600_000),
}


@pytest.mark.parametrize(
    ("number", "unit", "grams"),
    [
        ("12.345", "kg", 12_345),
        ("0.000", "KG", 0),
        ("100.00", "g", 100),
        ("0.49", "g", 0),
        ("0.5", "g", 1),
        ("1.00", "lb", 454),
        ("10.00", "lb", 4536),
        ("16", "oz", 454),
    ],
)
def test_numbers_become_grams(number: str, unit: str, grams: int) -> None:
    assert grams_of(number, unit) == grams


@pytest.mark.parametrize("number", ["", ".5", "1.", "-1", "1e3", "1,5", "1 2", "٣"])
def test_what_is_no_number_is_none(number: str) -> None:
    assert grams_of(number, "kg") is None


def test_no_counter_scale_weighs_that_much_or_in_that_unit() -> None:
    assert grams_of("10001", "kg") is None
    assert grams_of("1", "st") is None


@given(st.integers(0, 9_999_999), st.integers(0, 6), st.sampled_from(sorted(_GRAMS)))
def test_rounding_is_half_up_and_exact(digits: int, decimals: int, unit: str) -> None:
    text = str(digits).zfill(decimals + 1)
    number = f"{text[: len(text) - decimals]}.{text[len(text) - decimals :]}"
    number = number.rstrip(".")
    exact = Fraction(digits, 10**decimals) * _GRAMS[unit]

    grams = grams_of(number, unit)

    if grams is None:
        assert exact > 9_999_999
    else:
        assert Fraction(-1, 2) < exact - grams + 0 < Fraction(1, 2) or (
            grams - exact == Fraction(1, 2)
        )


@pytest.mark.parametrize(
    ("grams", "price", "amount"), [(570, 1000, 570), (1, 500, 1), (1, 499, 0)]
)
def test_an_amount_is_rounded_half_up(grams: int, price: int, amount: int) -> None:
    assert amount_of(grams, price) == amount
