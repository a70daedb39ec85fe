"""Over and short are recorded, never forced, for every tender."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.till.denominations import CashCounted
from terminal.domain.till.period_totals import ForeignTender, PeriodTotals
from terminal.domain.till.settlement import (
    SettledTender,
    TillCount,
    require_cash_amount,
    settle,
)
from terminal.domain.till.tender_control import MovementTotal, TenderControlKind

TOTALS = PeriodTotals(
    till_period_id="p",
    loan_minor=10_000,
    currency="EUR",
    tenders_minor=(("cash", 500),),
)


def count(amount_minor: int, **others: int) -> TillCount:
    cash = CashCounted(currency="EUR", amount_minor=amount_minor)
    return TillCount(cash=(cash,), others=tuple(sorted(others.items())))


@pytest.mark.parametrize(
    ("counted", "over_short"), [(10_500, 0), (0, -10_500), (11_000, 500)]
)
def test_counted_cash_is_compared_with_the_expected(
    counted: int, over_short: int
) -> None:
    settlement = settle(
        TOTALS, count(counted), last_z_number=41, perpetual_gross_minor=9
    )

    assert settlement.z_number == 42
    assert settlement.expected_minor == 10_500
    assert settlement.counted_minor == counted
    assert settlement.over_short_minor == over_short
    assert settlement.perpetual_gross_minor == 9


@pytest.mark.parametrize("counted", [-1, AMOUNT_MINOR_MAX + 1])
def test_impossible_count_is_refused(counted: int) -> None:
    with pytest.raises(InvalidAmountError):
        require_cash_amount(counted)


def test_cash_that_nobody_counted_is_short_and_cards_are_as_they_were_booked() -> None:
    totals = PeriodTotals(
        till_period_id="p",
        loan_minor=10_000,
        currency="EUR",
        tenders_minor=(("card", 700), ("cash", 500)),
    )

    settlement = settle(totals, None, last_z_number=0, perpetual_gross_minor=1_200)

    assert settlement.tenders == (
        SettledTender(
            method="card",
            currency="EUR",
            expected_minor=700,
            counted_minor=700,
            over_short_minor=0,
            is_counted=False,
        ),
        SettledTender(
            method="cash",
            currency="EUR",
            expected_minor=10_500,
            counted_minor=0,
            over_short_minor=-10_500,
            is_counted=False,
        ),
    )


def test_what_was_counted_but_never_expected_is_over() -> None:
    settlement = settle(
        TOTALS, count(10_500, voucher=300), last_z_number=0, perpetual_gross_minor=0
    )

    (voucher,) = [t for t in settlement.tenders if t.method == "voucher"]
    assert (voucher.expected_minor, voucher.over_short_minor) == (0, 300)


def test_foreign_cash_is_counted_in_its_own_currency() -> None:
    totals = PeriodTotals(
        till_period_id="p",
        loan_minor=10_000,
        currency="EUR",
        tenders_minor=(("cash", 3_800),),
        foreign=(
            ForeignTender(
                method="cash", currency="USD", amount_minor=5_000, value_minor=4_600
            ),
        ),
    )
    counted = TillCount(
        cash=(
            CashCounted(currency="EUR", amount_minor=9_200),
            CashCounted(currency="USD", amount_minor=4_000),
        )
    )

    settlement = settle(totals, counted, last_z_number=0, perpetual_gross_minor=0)

    assert [
        (t.method, t.currency, t.expected_minor, t.over_short_minor)
        for t in settlement.tenders
    ] == [("cash", "EUR", 9_200, 0), ("cash", "USD", 5_000, -1_000)]


amounts = st.integers(-(10**9), 10**9)


@given(
    loan=st.integers(0, 10**9),
    tenders=st.dictionaries(st.sampled_from(["card", "cash", "voucher"]), amounts),
    moved=st.lists(st.tuples(st.sampled_from(list(TenderControlKind)), amounts)),
    counted=st.none() | st.integers(0, 10**9),
    others=st.dictionaries(st.sampled_from(["card", "voucher"]), st.integers(0, 10**9)),
)
def test_movements_are_the_count_less_over_and_short_for_every_tender(
    loan: int,
    tenders: dict[str, int],
    moved: list[tuple[TenderControlKind, int]],
    counted: int | None,
    others: dict[str, int],
) -> None:
    totals = PeriodTotals(
        till_period_id="p",
        loan_minor=loan,
        currency="EUR",
        tenders_minor=tuple(sorted(tenders.items())),
        movements=tuple(
            MovementTotal(kind=kind, currency="EUR", count=1, amount_minor=amount)
            for kind, amount in moved
        ),
    )

    settlement = settle(
        totals,
        None if counted is None else count(counted, **others),
        last_z_number=0,
        perpetual_gross_minor=0,
    )

    sums = {"cash": loan + sum(amount for _kind, amount in moved)}
    for method, amount in tenders.items():
        sums[method] = sums.get(method, 0) + amount
    for tender in settlement.tenders:
        assert sums.get(tender.method, 0) == (
            tender.counted_minor - tender.over_short_minor
        )
    assert sums.keys() <= {tender.method for tender in settlement.tenders}
