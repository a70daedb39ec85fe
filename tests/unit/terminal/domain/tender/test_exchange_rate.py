"""Foreign cash is worth its rate of the day, rounded once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import CurrencyMismatchError, InvalidAmountError
from terminal.domain.money import Currency
from terminal.domain.tender.exchange_rate import (
    ExchangeRate,
    require_exchange_rate,
    take_foreign_cash,
)

EUR = Currency("EUR", 2)
USD = Currency("USD", 2)
JPY = Currency("JPY", 0)
BHD = Currency("BHD", 3)

DOLLARS = ExchangeRate(currency=USD, store_currency=EUR, rate_micro=923_400)
YEN = ExchangeRate(currency=JPY, store_currency=EUR, rate_micro=613_250, per_units=100)
DINARS = ExchangeRate(currency=BHD, store_currency=JPY, rate_micro=401_500_000)


@pytest.mark.parametrize(
    ("rate", "foreign", "worth"),
    [(DOLLARS, 2_000, 1_847), (YEN, 1_000, 613), (DINARS, 1_500, 602)],
)
def test_a_foreign_amount_is_converted_between_any_minor_units(
    rate: ExchangeRate, foreign: int, worth: int
) -> None:
    assert rate.to_store(foreign) == worth


def test_change_is_given_in_the_currency_of_the_store() -> None:
    cash = take_foreign_cash(DOLLARS, USD, 2_000, 1_500)

    assert (cash.given_minor, cash.amount_minor, cash.change_minor) == (
        1_847,
        1_500,
        347,
    )


def test_what_foreign_cash_does_not_pay_stays_due() -> None:
    cash = take_foreign_cash(DOLLARS, USD, 1_000, 1_500)

    assert (cash.amount_minor, cash.change_minor) == (923, 0)


@given(st.integers(1, 10**9), st.sampled_from([DOLLARS, YEN, DINARS]))
def test_what_is_asked_for_pays_what_is_due(due: int, rate: ExchangeRate) -> None:
    asked = rate.to_foreign(due)

    assert rate.to_store(asked) >= due


@given(st.integers(-(10**9), 10**9))
def test_a_refund_mirrors_its_sale(amount: int) -> None:
    assert DOLLARS.to_store(-amount) == -DOLLARS.to_store(amount)


@pytest.mark.parametrize(
    ("foreign", "due"), [(0, 100), (-5, 100), (100, 0), (10**14, 1)]
)
def test_an_impossible_amount_is_refused(foreign: int, due: int) -> None:
    with pytest.raises(InvalidAmountError):
        take_foreign_cash(DOLLARS, USD, foreign, due)


def test_cash_too_small_to_be_worth_anything_is_refused() -> None:
    with pytest.raises(InvalidAmountError):
        take_foreign_cash(
            ExchangeRate(currency=JPY, store_currency=EUR, rate_micro=1), JPY, 1, 100
        )


def test_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyMismatchError):
        take_foreign_cash(DOLLARS, JPY, 1_000, 500)


@pytest.mark.parametrize(
    ("rate_micro", "per_units", "store"),
    [(0, 1, EUR), (-1, 1, EUR), (1, 0, EUR), (10**14, 1, EUR), (1_000_000, 1, USD)],
)
def test_an_impossible_rate_is_refused(
    rate_micro: int, per_units: int, store: Currency
) -> None:
    rate = ExchangeRate(
        currency=USD, store_currency=store, rate_micro=rate_micro, per_units=per_units
    )

    with pytest.raises(InvalidAmountError):
        require_exchange_rate(rate)
    require_exchange_rate(DOLLARS)
