"""What should lie in the drawer."""

from __future__ import annotations

from terminal.domain.till.period_totals import PeriodTotals


def test_expected_cash_is_the_loan_and_the_net_cash() -> None:
    totals = PeriodTotals(
        till_period_id="p",
        loan_minor=10_000,
        tenders_minor=(("card", 5_000), ("cash", -250)),
    )

    assert totals.expected_cash_minor == 9_750


def test_without_cash_the_loan_is_expected() -> None:
    assert PeriodTotals(till_period_id="p", loan_minor=7).expected_cash_minor == 7
