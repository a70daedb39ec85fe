"""Over and short are recorded, never forced."""

from __future__ import annotations

import pytest

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import settle

TOTALS = PeriodTotals(
    till_period_id="p", loan_minor=10_000, tenders_minor=(("cash", 500),)
)


@pytest.mark.parametrize(
    ("counted", "over_short"), [(10_500, 0), (0, -10_500), (11_000, 500)]
)
def test_counted_cash_is_compared_with_the_expected(
    counted: int, over_short: int
) -> None:
    settlement = settle(TOTALS, counted, last_z_number=41, perpetual_gross_minor=9)

    assert settlement.z_number == 42
    assert settlement.expected_minor == 10_500
    assert settlement.counted_minor == counted
    assert settlement.over_short_minor == over_short
    assert settlement.perpetual_gross_minor == 9


@pytest.mark.parametrize("counted", [-1, AMOUNT_MINOR_MAX + 1])
def test_impossible_count_is_refused(counted: int) -> None:
    with pytest.raises(InvalidAmountError):
        settle(TOTALS, counted, last_z_number=0, perpetual_gross_minor=0)
