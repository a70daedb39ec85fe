"""The open transaction explains itself."""

from __future__ import annotations

from terminal.application.selling.get_priced_basket import GetPricedBasket
from tests.fakes.priced_till import priced_till
from tests.fakes.till import add


def test_nothing_open_is_nothing() -> None:
    assert priced_till().use_cases.get_priced_basket(GetPricedBasket()) is None


def test_why_is_told_only_when_asked() -> None:
    till = priced_till()
    add(till, quantity=2)
    add(till, "2000000000077")

    plain = till.use_cases.get_priced_basket(GetPricedBasket())
    explained = till.use_cases.get_priced_basket(GetPricedBasket(explain=True))

    assert plain is not None
    assert explained is not None
    assert [line.why for line in plain.lines] == [None, None]
    assert explained.lines[0].why is not None
    assert [(why.promotion_id, why.version) for why in explained.lines[0].why] == [
        ("half-pens", 3)
    ]
    refused = {why.promotion_id: why.reason for why in explained.lines[1].why or ()}
    assert refused == {"card-apples": "other_tender", "coupon-apples": "coupon_needed"}
    assert plain.total_minor == explained.total_minor == 149 + 299


def test_asking_changes_nothing() -> None:
    till = priced_till()
    add(till, quantity=2)
    lines = dict(next(iter(till.ledger.state.baskets.values())).lines)

    till.use_cases.get_priced_basket(GetPricedBasket(explain=True))

    assert next(iter(till.ledger.state.baskets.values())).lines == lines
