"""Check digits of numbers and of the prices inside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.scan_code.check_digit import (
    check_digit,
    is_check_digit_right,
    price_check_digit,
)


# The examples of the GS1 General Specifications, 7.9.
@pytest.mark.parametrize(
    ("price", "digit"), [("2875", "9"), ("14685", "6"), ("0000", "0"), ("00000", "0")]
)
def test_price_check_digit_of_the_standard(price: str, digit: str) -> None:
    assert price_check_digit(price) == digit


@pytest.mark.parametrize("price", ["", "123", "123456"])
def test_only_four_and_five_digits_have_a_price_check_digit(price: str) -> None:
    with pytest.raises(ValueError, match="four or five"):
        price_check_digit(price)


@given(st.from_regex(r"[0-9]{4,5}", fullmatch=True), st.integers(0, 4))
def test_price_check_digit_notices_every_single_mistake(price: str, at: int) -> None:
    place = at % len(price)
    others = [
        price[:place] + digit + price[place + 1 :]
        for digit in "0123456789"
        if digit != price[place]
    ]

    assert price_check_digit(price) not in {price_check_digit(o) for o in others}


@given(st.from_regex(r"[0-9]{1,17}", fullmatch=True))
def test_number_with_its_check_digit_is_right(body: str) -> None:
    assert is_check_digit_right(body + check_digit(body))
