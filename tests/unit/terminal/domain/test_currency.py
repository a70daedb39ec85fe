"""Currencies have the minor units of ISO 4217 and the coins of CLDR."""

from __future__ import annotations

import subprocess
import sys

import pytest

from terminal.domain.currency import currency_digits, currency_of


@pytest.mark.parametrize(
    ("code", "exponent"),
    [("EUR", 2), ("JPY", 0), ("BHD", 3), ("CLF", 4), ("RSD", 2), ("IQD", 3)],
)
def test_a_currency_has_the_decimals_of_iso_4217(code: str, exponent: int) -> None:
    currency = currency_of(code)

    assert currency is not None
    assert currency.exponent == exponent


@pytest.mark.parametrize("code", ["XAU", "XXX", "QQQ", "eur", ""])
def test_nothing_is_priced_in_gold_or_in_unknown_codes(code: str) -> None:
    assert currency_of(code) is None


@pytest.mark.parametrize(
    ("code", "step"),
    [("CHF", 5), ("DKK", 50), ("EUR", 1), ("JPY", 1), ("SEK", 100), ("HUF", 100)],
)
def test_cash_is_paid_in_steps_of_the_smallest_coin(code: str, step: int) -> None:
    digits = currency_digits(code)

    assert digits is not None
    assert digits.cash_step_minor == step


def test_the_tables_are_not_loaded_with_the_module() -> None:
    program = "import sys, terminal.domain.currency; print('babel' in sys.modules)"

    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "False"
