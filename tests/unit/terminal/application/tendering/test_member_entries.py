"""Most sales do nothing to points, coupons and budgets, and cost nothing for it."""

from __future__ import annotations

from terminal.application.tendering.member_entries import NO_ENTRIES, has_entries
from terminal.domain.pricing.pricing_policy import PricingPolicy
from tests.fakes.loyal_till import bring_back, loyal_till
from tests.fakes.reference_data import PEN
from tests.fakes.till import MemoryTill, add, open_memory_till, sell


def asks(till: MemoryTill) -> bool:
    with till.ledger.draft() as uow:
        transaction = uow.baskets.open_basket()
        assert transaction is not None
        originals = {
            line.return_of.event_id: sale
            for line in transaction.lines
            if line.return_of is not None
            and (sale := uow.finished.find_by_event_id(line.return_of.event_id))
        }
        found = has_entries(uow, transaction, originals)
        uow.commit()
    return found


def test_plain_sale_asks_nothing() -> None:
    till = open_memory_till()
    add(till)

    assert not asks(till)
    assert not NO_ENTRIES.points
    assert not NO_ENTRIES.given_back


def test_programme_promotions_and_returns_of_them_ask() -> None:
    till = loyal_till(promotions=())
    add(till)
    assert asks(till)
    till = loyal_till(PricingPolicy())
    sold = sell(till, PEN.scan_code)
    bring_back(till, sold)
    assert asks(till)
    add(till)
    assert asks(till)
