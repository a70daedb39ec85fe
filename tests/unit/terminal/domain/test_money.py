"""Money never appears from nowhere and never vanishes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terminal.domain.errors import (
    CurrencyMismatchError,
    InvalidAmountError,
    InvalidPriceError,
)
from terminal.domain.money import (
    AMOUNT_MINOR_MAX,
    UNIT_PRICE_MICRO_MAX,
    Currency,
    Money,
    Rounding,
    allocate,
    allocate_shares,
    divide_rounded,
    format_minor,
    line_amount,
    require_unit_price,
    round_to_step,
    share_of,
    spread_by_size,
    spread_shares,
    tax_of,
)

EUR = Currency("EUR", 2)
JPY = Currency("JPY", 0)
BHD = Currency("BHD", 3)

numbers = st.integers(-(10**18), 10**18)
denominators = st.integers(1, 10**12)
amounts = st.integers(-10_000_000, 10_000_000)
weights = st.lists(st.integers(0, 1_000), min_size=1, max_size=50).filter(any)


def exact_half_away(value: Fraction) -> int:
    """Round by the definition, not by the program's arithmetic."""
    whole, rest = divmod(abs(value), 1)
    rounded = int(whole) + (rest >= Fraction(1, 2))
    return -rounded if value < 0 else rounded


@given(numbers, denominators)
def test_half_is_rounded_away_from_zero(numerator: int, denominator: int) -> None:
    rounded = divide_rounded(numerator, denominator)

    assert rounded == exact_half_away(Fraction(numerator, denominator))


@given(numbers, denominators)
def test_half_even_is_what_python_rounds_fractions_to(
    numerator: int, denominator: int
) -> None:
    rounded = divide_rounded(numerator, denominator, Rounding.HALF_EVEN)

    assert rounded == round(Fraction(numerator, denominator))


@pytest.mark.parametrize(
    ("numerator", "away", "even"),
    [(5, 1, 0), (15, 2, 2), (25, 3, 2), (-5, -1, 0), (-25, -3, -2), (24, 2, 2)],
)
def test_the_policies_differ_only_at_the_half(
    numerator: int, away: int, even: int
) -> None:
    assert divide_rounded(numerator, 10, Rounding.HALF_AWAY_FROM_ZERO) == away
    assert divide_rounded(numerator, 10, Rounding.HALF_EVEN) == even


@pytest.mark.parametrize(
    ("quantity_micro", "unit_price_micro", "currency", "amount"),
    [
        (1_000_000, 1_490_000, EUR, 149),
        (375_000, 2_990_000, EUR, 112),  # 1.12125
        (500_000, 1_990_000, EUR, 100),  # 0.995
        (3_000_000, 333_333, EUR, 100),  # 0.999999
        (1_000_000, 4_999, EUR, 0),
        (1_000_000, 5_000, EUR, 1),
        (2_000_000, 105_400_000, JPY, 211),
        (1_000_000, 1_234_500, BHD, 1_235),
        (-375_000, 2_990_000, EUR, -112),
        (-500_000, 1_990_000, EUR, -100),
    ],
)
def test_line_amount_is_rounded_once(
    quantity_micro: int, unit_price_micro: int, currency: Currency, amount: int
) -> None:
    assert line_amount(quantity_micro, unit_price_micro, currency) == amount


@given(st.integers(0, 10**12), st.integers(0, 10**9), st.sampled_from([EUR, JPY, BHD]))
def test_line_amount_is_the_exact_product_rounded(
    quantity_micro: int, unit_price_micro: int, currency: Currency
) -> None:
    exact = Fraction(quantity_micro, 10**6) * Fraction(unit_price_micro, 10**6)

    amount = line_amount(quantity_micro, unit_price_micro, currency)

    assert amount == exact_half_away(exact * currency.minor_per_major)
    assert line_amount(-quantity_micro, unit_price_micro, currency) == -amount


def test_line_amount_beyond_the_limit_is_refused() -> None:
    with pytest.raises(InvalidAmountError):
        line_amount(10**12, UNIT_PRICE_MICRO_MAX, EUR)

    assert line_amount(10**11, 10**12, EUR) == AMOUNT_MINOR_MAX


@pytest.mark.parametrize("price", [-1, UNIT_PRICE_MICRO_MAX + 1])
def test_impossible_unit_price_is_refused(price: int) -> None:
    with pytest.raises(InvalidPriceError):
        require_unit_price(price)


def test_free_and_dearest_unit_prices_are_allowed() -> None:
    require_unit_price(0)
    require_unit_price(UNIT_PRICE_MICRO_MAX)


@pytest.mark.parametrize(
    ("amount", "rate_ppm", "inclusive", "tax"),
    [
        (120, 200_000, True, 20),
        (100, 200_000, False, 20),
        (149, 200_000, True, 25),
        (-149, 200_000, True, -25),
        (1_000, 55_000, True, 52),
        (333, 0, True, 0),
        (100, 1_000_000, False, 100),
    ],
)
def test_tax_of_an_amount(
    amount: int, rate_ppm: int, inclusive: bool, tax: int
) -> None:
    assert tax_of(amount, rate_ppm, inclusive=inclusive) == tax


@given(amounts, weights)
def test_allocation_adds_up_to_the_amount(amount: int, weights: list[int]) -> None:
    parts = allocate(amount, weights)

    assert sum(parts) == amount


@given(amounts, weights)
def test_each_part_is_within_one_unit_of_its_share(
    amount: int, weights: list[int]
) -> None:
    parts = allocate(amount, weights)

    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1
        assert part == 0 or weight > 0


@given(amounts, weights)
def test_mirrored_amount_is_allocated_in_mirrored_parts(
    amount: int, weights: list[int]
) -> None:
    assert allocate(-amount, weights) == [-part for part in allocate(amount, weights)]


@given(amounts, st.integers(1, 50))
def test_equal_weights_differ_by_at_most_one_minor_unit(
    amount: int, count: int
) -> None:
    parts = allocate(amount, [1] * count)

    assert max(parts) - min(parts) <= 1


def test_left_over_units_go_to_the_largest_remainders_first_come_first_served() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(10, [3, 5, 7]) == [2, 3, 5]
    assert allocate(5, [0, 1, 0, 1]) == [0, 3, 0, 2]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 5]])
def test_allocation_without_sense_is_a_programming_error(weights: list[int]) -> None:
    with pytest.raises(AssertionError):
        allocate(100, weights)


@given(
    st.lists(st.integers(-100_000, 100_000), min_size=1, max_size=40),
    st.integers(1, 1_300_000),
)
@example([5, -5], 10)
@example([-7, 3, 3], 10)
def test_shares_of_both_signs_add_up_to_their_rounded_sum(
    numerators: list[int], denominator: int
) -> None:
    total = divide_rounded(sum(numerators), denominator)

    parts = allocate_shares(total, numerators, denominator)

    assert sum(parts) == total
    for part, numerator in zip(parts, numerators, strict=True):
        assert abs(part - Fraction(numerator, denominator)) <= 1


def test_total_that_is_not_the_sum_is_a_programming_error() -> None:
    with pytest.raises(AssertionError):
        allocate_shares(99, [10, 10], 10)


@given(amounts, st.lists(st.integers(1, 1_000), min_size=1, max_size=20))
def test_cumulative_shares_end_at_the_whole(amount: int, parts: list[int]) -> None:
    assert share_of(amount, sum(parts), sum(parts)) == amount


def test_amounts_of_one_currency_are_added_and_negated() -> None:
    price = Money(149, EUR)

    assert price + price == Money(298, EUR)
    assert price - price == Money.zero(EUR)
    assert -price == Money(-149, EUR)
    assert Money(100, EUR).allocate([1, 1, 1]) == [
        Money(34, EUR),
        Money(33, EUR),
        Money(33, EUR),
    ]


def test_two_currencies_are_never_mixed() -> None:
    with pytest.raises(CurrencyMismatchError) as caught:
        Money(1, EUR) + Money(1, JPY)
    with pytest.raises(CurrencyMismatchError):
        Money(1, EUR) - Money(1, JPY)

    assert caught.value.details == {"expected": "EUR", "found": "JPY"}


def test_currency_with_impossible_decimals_is_a_programming_error() -> None:
    with pytest.raises(AssertionError):
        Currency("XXX", 5)


@pytest.mark.parametrize(
    ("amount", "exponent", "mark", "text"),
    [
        (149, 2, ".", "1.49"),
        (-5, 2, ".", "-0.05"),
        (0, 2, ",", "0,00"),
        (1_234_567, 3, ".", "1234.567"),
        (-42, 0, ".", "-42"),
    ],
)
def test_amounts_are_written_exactly(
    amount: int, exponent: int, mark: str, text: str
) -> None:
    assert format_minor(amount, exponent, mark) == text


@pytest.mark.parametrize(
    ("rounding", "halves", "others"),
    [
        (Rounding.HALF_AWAY_FROM_ZERO, [1, 2, -1, -2], [0, 1, 0, -1]),
        (Rounding.HALF_TOWARDS_ZERO, [0, 1, 0, -1], [0, 1, 0, -1]),
        (Rounding.HALF_EVEN, [0, 2, 0, -2], [0, 1, 0, -1]),
        (Rounding.AWAY_FROM_ZERO, [1, 2, -1, -2], [1, 1, -1, -1]),
        (Rounding.TOWARDS_ZERO, [0, 1, 0, -1], [0, 0, 0, 0]),
    ],
)
def test_each_rounding_does_what_its_name_says(
    rounding: Rounding, halves: list[int], others: list[int]
) -> None:
    assert [divide_rounded(n, 10, rounding) for n in (5, 15, -5, -15)] == halves
    assert [divide_rounded(n, 10, rounding) for n in (4, 6, -4, -6)] == others


@given(amounts, st.integers(1, 1_000), st.sampled_from(Rounding))
def test_a_step_is_reached_from_less_than_a_step_away(
    amount: int, step: int, rounding: Rounding
) -> None:
    rounded = round_to_step(amount, step, rounding)

    assert rounded % step == 0
    assert abs(rounded - amount) < step


@given(amounts, st.lists(amounts, max_size=20), st.integers(1, 10**6))
def test_any_total_is_spread_over_shares_without_loss(
    total: int, numerators: list[int], denominator: int
) -> None:
    parts = spread_shares(total, numerators, denominator)

    assert sum(parts) == (total if numerators else 0)
    assert spread_shares(-total, [-n for n in numerators], denominator) == [
        -part for part in parts
    ]


fractions = st.builds(Fraction, st.integers(-(10**6), 10**6), st.integers(1, 10**6))


@given(amounts, st.lists(fractions, max_size=20))
def test_any_total_is_spread_by_size_without_loss(
    total: int, sizes: list[Fraction]
) -> None:
    parts = spread_by_size(total, sizes)

    assert sum(parts) == (total if sizes else 0)
    assert all(part == 0 or (part > 0) == (total > 0) for part in parts)


def test_odd_units_go_to_the_largest_first() -> None:
    sizes = [Fraction(3), Fraction(4), Fraction(3)]

    assert spread_by_size(30, sizes) == [9, 12, 9]
    assert spread_by_size(-2, sizes) == [-1, -1, 0]
    assert spread_by_size(3, [Fraction(0)] * 2) == [2, 1]
