"""The rate of a day is the last one that was in force by then."""

from __future__ import annotations

import pytest

from terminal.application.tendering.rate_of_day import rate_of_day
from terminal.domain.errors import InvalidAmountError
from tests.fakes.priced_till import priced_till


def test_the_last_rate_that_is_in_force() -> None:
    with priced_till().ledger.draft() as uow:
        rates = [
            rate_of_day(uow, "USD", day).rate_micro
            for day in ("2030-01-01", "2030-12-31", "2031-01-01")
        ]
        yen = rate_of_day(uow, "JPY", "2030-05-05")

    assert rates == [900_000, 900_000, 999_000]
    assert yen.to_store(1_000) == 620


@pytest.mark.parametrize(
    ("currency", "day"), [("USD", "2029-12-31"), ("CHF", "2030-05-05"), ("zz", "2031")]
)
def test_no_rate_is_refused_by_name(currency: str, day: str) -> None:
    with (
        priced_till().ledger.draft() as uow,
        pytest.raises(InvalidAmountError, match=f"no rate for {currency}") as refused,
    ):
        rate_of_day(uow, currency, day)

    assert refused.value.details == {"currency": currency, "reason": "no_rate"}
