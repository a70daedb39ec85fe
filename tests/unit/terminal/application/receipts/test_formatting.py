"""Numbers and times on paper are exact and local."""

from __future__ import annotations

from datetime import UTC

import pytest

from terminal.application.receipts.formatting import (
    format_instant,
    format_rate,
    format_unit_price,
    zone,
)


@pytest.mark.parametrize(
    ("price_micro", "exponent", "text"),
    [
        (1_490_000, 2, "1.49"),
        (1_000_000, 2, "1.00"),
        (333_333, 2, "0.333333"),
        (1_505_000, 2, "1.505"),
        (105_000_000, 0, "105"),
        (105_400_000, 0, "105.4"),
        (1_234_000, 3, "1.234"),
    ],
)
def test_unit_price_shows_the_currency_s_decimals_and_no_more_than_needed(
    price_micro: int, exponent: int, text: str
) -> None:
    assert format_unit_price(price_micro, exponent, ".") == text


@pytest.mark.parametrize(
    ("rate_ppm", "text"),
    [(200_000, "20 %"), (55_000, "5,5 %"), (0, "0 %"), (77, "0,0077 %")],
)
def test_rate_is_in_percent(rate_ppm: int, text: str) -> None:
    assert format_rate(rate_ppm, ",") == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("UTC", "2030-03-17 17:46"),
        ("Asia/Shanghai", "2030-03-18 01:46"),
        ("Europe/Paris", "2030-03-17 18:46"),
    ],
)
def test_instant_is_local(name: str, text: str) -> None:
    assert format_instant(1_900_000_000_000, name) == text


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "\x00"])
def test_zone_that_is_gone_costs_no_paper(name: str) -> None:
    assert zone(name) is UTC
