"""Foreign cash is worth its rate of the day; change is the store's money."""

from __future__ import annotations

import pytest

from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.tendering.tender_foreign_cash import TenderForeignCash
from terminal.domain.errors import InvalidAmountError
from tests.fakes.priced_till import priced_till
from tests.fakes.till import LOAN_MINOR, add
from tests.support.receipt_text import to_text


def test_change_is_given_in_the_store_s_currency() -> None:
    till = priced_till()
    add(till, "BOTTLE")

    change = till.use_cases.tender_foreign_cash(
        TenderForeignCash(currency="USD", foreign_minor=500)
    )
    completed = till.use_cases.complete_sale(CompleteSale())

    (tender,) = change.tenders
    assert (tender.given_minor, tender.change_minor, tender.amount_minor) == (
        450,
        325,
        125,
    )
    assert (tender.currency, tender.foreign_minor, tender.rate_micro) == (
        "USD",
        500,
        900_000,
    )
    assert tender.rounding_minor == 1
    assert completed.finished.tenders == (tender,)
    text = to_text(completed.document, 42)
    assert "USD 5.00 (USD = 0.9)" in text
    with till.ledger.draft() as uow:
        state = uow.till.state()
        assert state.period is not None
        totals = uow.till.totals(state.period.till_period_id)
    assert totals.expected_cash_minor == LOAN_MINOR - 325
    assert [(t.currency, t.amount_minor) for t in totals.foreign] == [("USD", 500)]


def test_too_little_leaves_a_rest_for_another_tender() -> None:
    till = priced_till()
    add(till, "BOTTLE")

    till.use_cases.tender_foreign_cash(
        TenderForeignCash(currency="JPY", foreign_minor=100)
    )
    change = till.use_cases.tender_cash(TenderCash(given_minor=100))

    assert [t.amount_minor for t in change.tenders] == [62, 60]
    assert change.totals.rounding_minor == -2
    assert change.totals.due_minor == 0
    completed = till.use_cases.complete_sale(CompleteSale())
    assert "JPY 100 (100 JPY = 0.62)" in to_text(completed.document, 42)


@pytest.mark.parametrize("currency", ["CHF", "EUR", "XXX", "?"])
def test_currency_without_a_rate_is_refused(currency: str) -> None:
    till = priced_till()
    add(till, "BOTTLE")

    with pytest.raises(InvalidAmountError):
        till.use_cases.tender_foreign_cash(
            TenderForeignCash(currency=currency, foreign_minor=100)
        )
