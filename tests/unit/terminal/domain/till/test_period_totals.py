"""What should lie in the drawer."""

from __future__ import annotations

from terminal.domain.till.period_totals import ForeignTender, PeriodTotals
from terminal.domain.till.tender_control import MovementTotal, TenderControlKind


def test_expected_cash_is_the_loan_and_the_net_cash() -> None:
    totals = PeriodTotals(
        till_period_id="p",
        loan_minor=10_000,
        tenders_minor=(("card", 5_000), ("cash", -250)),
    )

    assert totals.expected_cash_minor == 9_750


def test_without_cash_the_loan_is_expected() -> None:
    assert PeriodTotals(till_period_id="p", loan_minor=7).expected_cash_minor == 7


def test_movements_and_foreign_cash_change_what_is_expected() -> None:
    totals = PeriodTotals(
        till_period_id="p",
        loan_minor=10_000,
        currency="EUR",
        tenders_minor=(("cash", 590),),
        foreign=(
            ForeignTender(
                method="cash", currency="USD", amount_minor=100, value_minor=90
            ),
        ),
        movements=(
            MovementTotal(
                kind=TenderControlKind.PICKUP,
                currency="EUR",
                count=2,
                amount_minor=-11_000,
            ),
            MovementTotal(
                kind=TenderControlKind.PICKUP,
                method="voucher",
                currency="EUR",
                count=1,
                amount_minor=-20,
            ),
        ),
    )

    assert totals.expected_cash_minor == -500
    assert [
        (tender.method, tender.currency, tender.amount_minor)
        for tender in totals.expected()
    ] == [
        ("cash", "EUR", -500),
        ("cash", "USD", 100),
        ("voucher", "EUR", -20),
    ]
