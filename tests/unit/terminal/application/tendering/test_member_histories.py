"""Whatever is bought, brought back, exchanged and voided, in any order."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.domain.member.points_ledger import NOTHING_BACK, place_of
from terminal.domain.money import share_of
from terminal.domain.promotion.basket import Uses
from tests.fakes.loyal_till import BUDGET, ONCE, PER_MEMBER, balance, give, loyal_till
from tests.fakes.reference_data import GOLD_MEMBER
from tests.support.loyal_histories import STEPS, BringBack, Shopping, Step

START = 10_000
MEMBER = GOLD_MEMBER.member_id


def shop() -> Shopping:
    till = loyal_till(promotions=(ONCE, BUDGET, PER_MEMBER))
    give(till, START)
    return Shopping(till)


def points_by_kind(shopping: Shopping) -> Counter[str]:
    """Return the sum of all entries by kind."""
    moved: Counter[str] = Counter()
    for event in shopping.till.ledger.events:
        if isinstance(event.body, SaleCompleted | TransactionVoided):
            for entry in event.body.points:
                moved[entry.kind] += entry.points
    return moved


def stayed_sold(shopping: Shopping) -> int:
    """Return the points of what finally stayed sold, from the sales alone."""
    total = 0
    for sold in shopping.done:
        sale = shopping.finished(sold)
        if sale.voided_by is not None:
            continue
        with shopping.till.ledger.draft() as uow:
            back = uow.member_ledgers.points_back(sale.event_id)
            uow.commit()
        for entry in sale.points:
            if entry.of_event_id is not None:
                continue
            if entry.line_sequence is None:
                restored = back.get(place_of(entry), NOTHING_BACK)
                kept = entry.amount_minor + restored.amount_minor
                total += -(
                    -entry.points
                    - share_of(
                        -entry.points, entry.amount_minor - kept, entry.amount_minor
                    )
                )
            else:
                line = sale.lines[entry.line_sequence - 1]
                total += entry.points - share_of(
                    entry.points, line.returned_micro, line.quantity_micro
                )
    return total


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_balance_is_what_stayed_sold_and_no_coupon_is_used_twice(
    steps: list[Step],
) -> None:
    shopping = shop()
    for step in steps:
        shopping.play(step)
        assert balance(shopping.till) == stayed_sold(shopping)
        assert START + balance(shopping.till) >= -200
        with shopping.till.ledger.draft() as uow:
            coupon = uow.promotion_uses.of_coupon("SINGLE-0001", MEMBER)
            spent = -uow.promotion_uses.of_promotion("budget", MEMBER).amount_minor
            member = uow.promotion_uses.of_promotion("member", MEMBER).uses
            uow.commit()
        assert 0 <= coupon.total <= 1
        assert 0 <= spent <= 1_000
        assert 0 <= member.member <= 1


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_when_all_came_back_every_ledger_is_as_before(steps: list[Step]) -> None:
    shopping = shop()
    for step in steps:
        shopping.play(step)

    shopping.bring_all_back()

    moved = points_by_kind(shopping)
    assert moved["earn"] + moved["earn_reversed"] == 0
    # Who exchanges goods that points paid for others gets money for those: the
    # points stay burned, and nobody gains any.
    assert moved["burn"] + moved["burn_restored"] <= 0
    if not any(isinstance(step, BringBack) and step.is_exchange for step in steps):
        assert balance(shopping.till) == 0
    with shopping.till.ledger.draft() as uow:
        for promotion in (ONCE, BUDGET, PER_MEMBER):
            used = uow.promotion_uses.of_promotion(promotion.promotion_id, MEMBER)
            assert (used.uses, used.amount_minor) == (Uses(), 0)
        assert uow.promotion_uses.of_coupon("SINGLE-0001", MEMBER) == Uses()
        uow.commit()


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_events_tell_each_restored_coupon_of_a_sale_that_used_it(
    steps: list[Step],
) -> None:
    shopping = shop()
    for step in steps:
        shopping.play(step)
    shopping.bring_all_back()

    used: Counter[str] = Counter()
    restored: Counter[str] = Counter()
    for event in shopping.till.ledger.events:
        if isinstance(event.body, SaleCompleted):
            for promotion in event.body.promotions:
                used[event.event_id] += len(promotion.coupon_codes)
            assert all(back.uses <= 0 for back in event.body.given_back)
        if isinstance(event.body, SaleCompleted | TransactionVoided):
            for back in event.body.given_back:
                restored[back.of_event_id] -= back.uses * len(back.coupon_codes)
    assert all(count <= used[event_id] for event_id, count in restored.items())
