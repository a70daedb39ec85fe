"""Money and quantities as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.ui.support.money_text import (
    currency_symbol,
    format_minor,
    format_quantity,
    format_unit_price,
    minor_to_micro,
    parse_micro,
    parse_minor,
)


@pytest.mark.parametrize(
    ("amount", "exponent", "text"),
    [
        (0, 2, "0.00"),
        (5, 2, "0.05"),
        (-160, 2, "\u22121.60"),
        (999_999, 2, "9999.99"),
        (1_000_000, 2, "10\u2009000.00"),
        (-123_456_789, 2, "\u22121\u2009234\u2009567.89"),
        (1500, 0, "1500"),
        (15_000, 0, "15\u2009000"),
        (1234, 3, "1.234"),
    ],
)
def test_amounts_have_the_currencys_decimals(
    amount: int, exponent: int, text: str
) -> None:
    assert format_minor(amount, exponent) == text


@pytest.mark.parametrize(
    ("micro", "text"),
    [
        (1_950_000, "1.95"),
        (4_500, "0.0045"),
        (2_000_000, "2.00"),
        (-100_000, "\u22120.10"),
    ],
)
def test_unit_prices_show_more_decimals_only_when_needed(micro: int, text: str) -> None:
    assert format_unit_price(micro, 2) == text


@pytest.mark.parametrize(
    ("micro", "unit", "text"),
    [
        (1_000_000, "piece", "1"),
        (-2_000_000, "piece", "\u22122"),
        (1_500_000, "", "1.5"),
        (482_000, "kg", "0.482\u00a0kg"),
        (1_000_000, "kg", "1.000\u00a0kg"),
        (1_234_500, "m", "1.2345\u00a0m"),
    ],
)
def test_a_measure_never_stands_without_its_unit(
    micro: int, unit: str, text: str
) -> None:
    assert format_quantity(micro, unit) == text


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.5", 1250),
        ("12,05", 1205),
        ("7", 700),
        ("-1.00", -100),
        ("1.234", None),
        ("", None),
        ("1.x", None),
        ("٣", None),
        ("1e3", None),
    ],
)
def test_typed_amounts_are_read_exactly_or_not_at_all(
    text: str, amount: int | None
) -> None:
    assert parse_minor(text, 2) == amount


@given(st.integers(-(10**12), 10**12), st.sampled_from([0, 2, 3]))
def test_what_is_shown_reads_back_as_the_same_amount(
    amount: int, exponent: int
) -> None:
    shown = format_minor(amount, exponent).replace("\u2009", "")

    assert parse_minor(shown, exponent) == amount


def test_an_amount_becomes_a_unit_price_in_millionths() -> None:
    assert minor_to_micro(250, 2) == 2_500_000
    assert minor_to_micro(250, 0) == 250_000_000
    assert parse_micro("0.482") == 482_000


def test_a_currency_has_the_sign_of_the_language() -> None:
    assert currency_symbol("EUR", "en") == "€"
    assert currency_symbol("CNY", "zh_CN") == "¥"
