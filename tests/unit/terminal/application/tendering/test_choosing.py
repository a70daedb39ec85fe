"""The first tender is chosen before it is taken, where promotions ask for it."""

from __future__ import annotations

import pytest

from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import TenderDependentError
from tests.fakes.priced_till import priced_till
from tests.fakes.till import add, open_memory_till

APPLES = "2000000000077"


def test_taking_the_tender_prices_first() -> None:
    till = priced_till()
    add(till, APPLES)

    change = till.use_cases.take_tender(TakeTender(method="card_manual"))

    assert change.totals.total_minor == change.tenders[0].amount_minor == 269
    assert [line.sequence for line in change.changed] == [1]


def test_price_for_a_tender_holds_for_all_of_it() -> None:
    till = priced_till()
    add(till, APPLES)
    till.use_cases.take_tender(TakeTender(method="card_manual", amount_minor=100))

    with pytest.raises(TenderDependentError):
        till.use_cases.tender_cash(TenderCash())

    change = till.use_cases.remove_tender(RemoveTender(tender_sequence=1))
    assert change.totals.total_minor == 299
    assert till.use_cases.pay_cash_exact(PayCashExact()).gross_minor == 299


def test_nothing_is_chosen_where_no_promotion_asks() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.tender_cash(TenderCash())

    basket = next(iter(till.ledger.state.baskets.values()))
    assert basket.terms.tender is None
    till.use_cases.complete_sale(CompleteSale())
