"""Numbers of countries and currencies."""

from __future__ import annotations

from babel import Locale

from terminal.domain.scan_code.gs1.code_lists import (
    COUNTRY_LETTERS,
    COUNTRY_NUMBERS,
    CURRENCY_LETTERS,
)


def test_every_country_has_a_number_of_its_own() -> None:
    assert len(COUNTRY_LETTERS) == len(COUNTRY_NUMBERS) == 249
    assert set(Locale("en").territories) >= COUNTRY_LETTERS


def test_currencies_are_known_by_their_numbers() -> None:
    assert CURRENCY_LETTERS["978"] == "EUR"
    assert CURRENCY_LETTERS["156"] == "CNY"
    assert len(set(CURRENCY_LETTERS.values())) == len(CURRENCY_LETTERS)
