"""Cash is paid in coins that exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.tender.cash_rounding import CashRounding, CashRoundingMode


@pytest.mark.parametrize(
    ("mode", "step", "amount", "paid"),
    [
        (CashRoundingMode.HALF_UP, 5, 1_572, 1_570),
        (CashRoundingMode.HALF_UP, 5, 1_573, 1_575),
        (CashRoundingMode.HALF_UP, 10, 1_575, 1_580),
        (CashRoundingMode.HALF_DOWN, 10, 1_575, 1_570),
        (CashRoundingMode.HALF_DOWN, 10, 1_576, 1_580),
        (CashRoundingMode.HALF_EVEN, 10, 1_575, 1_580),
        (CashRoundingMode.HALF_EVEN, 10, 1_565, 1_560),
        (CashRoundingMode.UP, 50, 1_501, 1_550),
        (CashRoundingMode.DOWN, 50, 1_549, 1_500),
        (CashRoundingMode.UP, 50, -1_501, -1_550),
    ],
)
def test_the_named_multiple_is_paid(
    mode: CashRoundingMode, step: int, amount: int, paid: int
) -> None:
    rounding = CashRounding(step_minor=step, mode=mode)

    assert rounding.rounded(amount) == paid
    assert rounding.difference(amount) == paid - amount


@given(
    st.integers(-(10**9), 10**9),
    st.integers(1, 1_000),
    st.sampled_from(CashRoundingMode),
)
def test_a_refund_mirrors_its_sale(
    amount: int, step: int, mode: CashRoundingMode
) -> None:
    rounding = CashRounding(step_minor=step, mode=mode)

    assert rounding.rounded(-amount) == -rounding.rounded(amount)
    assert abs(rounding.difference(amount)) < step
