"""Notes and coins, and what a count of them comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.till.denominations import (
    PIECES_MAX,
    count_cash,
    currency_exponent,
    faces,
)

LISTED = ("EUR", "USD", "GBP", "CHF", "CNY", "JPY", "TWD", "ILS", "HKD", "SGD")


@pytest.mark.parametrize("currency", LISTED)
def test_faces_are_different_and_largest_first(currency: str) -> None:
    found = faces(currency, currency_exponent(currency))

    assert len(found) >= 8
    assert list(found) == sorted(set(found), reverse=True)
    assert found[-1] > 0


def test_faces_follow_the_decimal_places_that_the_store_keeps() -> None:
    assert faces("TWD", 2)[0] == 200_000
    assert faces("TWD", 0) == (2000, 1000, 500, 200, 100, 50, 10, 5, 1)
    # Without cents the coins of cents are no faces.
    assert faces("EUR", 0) == (500, 200, 100, 50, 20, 10, 5, 2, 1)
    assert faces("JPY", 2)[-1] == 100
    assert faces("XXX", 2) == ()


def test_pieces_are_summed_and_faces_without_any_left_out() -> None:
    counted = count_cash("EUR", {50: 3, 5_000: 1, 2: 0, 7: 1})

    assert counted.denominations == ((5_000, 1), (50, 3), (7, 1))
    assert counted.amount_minor == 5_157


@pytest.mark.parametrize(
    "pieces",
    [
        {0: 1},
        {-5: 1},
        {5: -1},
        {5: PIECES_MAX + 1},
        {AMOUNT_MINOR_MAX + 1: 1},
        {AMOUNT_MINOR_MAX: 2},
    ],
)
def test_an_impossible_count_is_refused(pieces: dict[int, int]) -> None:
    with pytest.raises(InvalidAmountError):
        count_cash("EUR", pieces)


@given(st.dictionaries(st.integers(1, 10**5), st.integers(0, 1_000), max_size=20))
def test_the_sum_is_that_of_the_pieces(pieces: dict[int, int]) -> None:
    counted = count_cash("EUR", pieces)

    assert counted.amount_minor == sum(face * n for face, n in pieces.items())
    assert sum(face * n for face, n in counted.denominations) == counted.amount_minor


def test_foreign_amounts_have_the_places_of_their_currency() -> None:
    assert [currency_exponent(code) for code in ("JPY", "KWD", "USD", "QQQ")] == [
        0,
        3,
        2,
        2,
    ]
