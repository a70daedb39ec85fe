"""A manual modifier knows what comes off."""

from __future__ import annotations

import pytest

from terminal.domain.pricing.manual_modifier import ManualModifier


def manual(rate_ppm: int = 0, amount_minor: int = 0) -> ManualModifier:
    return ManualModifier(
        reason_code="damaged",
        label="Damaged",
        rate_ppm=rate_ppm,
        amount_minor=amount_minor,
    )


def test_percent_is_rounded_once_and_mirrors() -> None:
    assert manual(rate_ppm=100_000).reduction_of(1_005) == 101
    assert manual(rate_ppm=100_000).reduction_of(-1_005) == -101


def test_amount_never_takes_more_than_there_is() -> None:
    assert manual(amount_minor=300).reduction_of(1_000) == 300
    assert manual(amount_minor=300).reduction_of(200) == 200
    assert manual(amount_minor=300).reduction_of(-200) == -200
    assert manual(amount_minor=300).reduction_of(0) == 0


@pytest.mark.parametrize(("rate", "amount"), [(0, 0), (1, 1), (1_000_001, 0), (0, -1)])
def test_neither_both_nor_out_of_bounds(rate: int, amount: int) -> None:
    with pytest.raises(AssertionError):
        manual(rate, amount)
