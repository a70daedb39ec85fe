"""The first tender is chosen before it is taken, where promotions ask for it."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import TenderDependentError
from terminal.domain.pricing.price_quote import OpenBasketPrices
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.promotion.conditions import Conditions
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from tests.fakes.clock import START_MS
from tests.fakes.priced_till import priced_till
from tests.fakes.reference_data import PEN, STORE, MemoryCatalog
from tests.fakes.till import MemoryTill, add, open_memory_till, open_till

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


def happy_hour(open_basket: OpenBasketPrices) -> MemoryTill:
    """Return a till whose pens (1.49) cost half from a minute after the start."""
    pricing = PricingPolicy(open_basket=open_basket)
    till = MemoryTill(msgspec.structs.replace(STORE, pricing=pricing))
    offer = Promotion(
        promotion_id="happy",
        version=1,
        name="Happy hour",
        selects=Selector(items=(PEN.item_id,)),
        reward=PercentOff(percent_ppm=500_000),
        conditions=Conditions(starts_at_ms=START_MS + 60_000),
    )
    till.ledger.catalog = MemoryCatalog(promotions=(offer,))
    open_till(till)
    return till


@pytest.mark.parametrize(
    ("open_basket", "due"),
    [(OpenBasketPrices.CURRENT, 74), (OpenBasketPrices.KEPT, 149)],
)
def test_first_tender_takes_the_promotions_of_now_where_the_shop_says_so(
    open_basket: OpenBasketPrices, due: int
) -> None:
    for take in (
        lambda till: till.use_cases.tender_cash(TenderCash()),
        lambda till: till.use_cases.take_tender(TakeTender(method="card_manual")),
    ):
        till = happy_hour(open_basket)
        assert add(till).totals.total_minor == 149
        till.clock.advance(60_000)

        change = take(till)

        assert change.tenders[0].amount_minor == due
        assert [line.amount_minor for line in change.changed] == (
            [due] if due != 149 else []
        )
        done = till.use_cases.complete_sale(CompleteSale())
        assert done.gross_minor == due


def test_prices_stay_once_a_tender_was_taken() -> None:
    till = happy_hour(OpenBasketPrices.CURRENT)
    add(till)
    till.use_cases.take_tender(TakeTender(method="card_manual", amount_minor=100))
    till.clock.advance(60_000)

    assert till.use_cases.pay_cash_exact(PayCashExact()).gross_minor == 149


def test_any_line_brings_the_promotions_of_now() -> None:
    till = happy_hour(OpenBasketPrices.CURRENT)
    add(till)
    till.clock.advance(60_000)

    change = add(till, APPLES)

    assert change.totals.total_minor == 74 + 299
    assert [line.amount_minor for line in change.changed] == [74]
