"""Shape of coupon data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.scan_code.gs1.coupon_data import (
    is_coupon_code,
    is_positive_offer,
)

# Prefix 614141, offer 890123, 1 off for 1 piece of family 123.
SHORT = "0" + "614141" + "890123" + "1" + "1" + "1" + "1" + "0" + "123"


@pytest.mark.parametrize(
    "data",
    [
        SHORT,
        SHORT + "3" + "261231",
        SHORT + "3261231" + "4260101" + "5" + "0" + "123456",
        SHORT + "1" + "0" + "1" + "2" + "0" + "456" + "9",
        SHORT + "6" + "1" + "1234567",
        SHORT + "9" + "0" + "0" + "0" + "1",
    ],
)
def test_fields_follow_their_lengths(data: str) -> None:
    assert is_coupon_code(data)


@pytest.mark.parametrize(
    "data",
    [
        "",
        SHORT[:-1],
        SHORT + "7",
        SHORT + "3261301",
        SHORT + "4260101" + "3261231",
        SHORT + "9" + "3" + "0" + "0" + "1",
        "7" + SHORT[1:],
        SHORT.replace("890123", "89012A"),
    ],
)
def test_fields_that_do_not_are_refused(data: str) -> None:
    assert not is_coupon_code(data)


def test_positive_offers_have_a_serial_number() -> None:
    assert is_positive_offer("0" + "0" + "614141" + "890123" + "0" + "123456")
    assert not is_positive_offer("0" + "0" + "614141" + "890123" + "0" + "12345")
    assert not is_positive_offer("2" + "0" + "614141" + "890123" + "0" + "123456")


@given(st.text(max_size=70))
def test_any_text_has_an_answer(data: str) -> None:
    assert is_coupon_code(data) in {True, False}
    assert is_positive_offer(data) in {True, False}
