"""Points pay what the member has, and go back only as points."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.selling.identify_member import IdentifyMember
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.take_tender import TakeTender
from terminal.domain.errors import NothingDueError, PointsRefusedError
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.transaction.return_policy import RefundRule, ReturnPolicy
from tests.fakes.loyal_till import (
    LAMP,
    RULE,
    balance,
    bring_back,
    give,
    identify,
    last_sale,
    loyal_till,
    pay,
    void,
)
from tests.fakes.reference_data import GOLD_MEMBER, MemoryMembers
from tests.fakes.till import MemoryTill, add

POINTS = TakeTender(method="points")


def till_with_points(points: int = 1_000, **rule: int) -> MemoryTill:
    till = loyal_till(PricingPolicy(points=msgspec.structs.replace(RULE, **rule)))
    give(till, points)
    add(till, LAMP.scan_code)
    identify(till)
    return till


def test_points_pay_as_much_as_there_are() -> None:
    till = till_with_points(1_001)

    change = till.use_cases.take_tender(POINTS)
    pay(till)

    # Two points are a cent: 500 of 3,333; the odd point stays.
    assert change.totals.tendered_minor == 500
    burned = last_sale(till).points[0]
    assert (burned.kind, burned.points, burned.amount_minor) == ("burn", -1_000, 500)
    assert burned.tender_sequence == 1
    # The rest of 28.33 earned.
    assert balance(till) == -1_000 + 28
    assert last_sale(till).points_balance == 29


def test_points_pay_no_more_than_is_due() -> None:
    till = till_with_points(100_000)

    till.use_cases.take_tender(POINTS)
    till.use_cases.complete_sale(CompleteSale())

    assert [entry.points for entry in last_sale(till).points] == [-6_666]


@pytest.mark.parametrize(
    ("amount", "reason"), [(501, "balance"), (4, "too_few"), (400, "too_many")]
)
def test_points_beyond_balance_and_bounds_are_refused(amount: int, reason: str) -> None:
    till = till_with_points(1_000, burn_max_points=700)
    if reason == "balance":
        till = till_with_points(1_000)

    with pytest.raises(PointsRefusedError) as refused:
        till.use_cases.take_tender(TakeTender(method="points", amount_minor=amount))

    assert refused.value.details["reason"] == reason


def test_second_tender_sees_the_points_of_the_first() -> None:
    till = till_with_points(100)
    till.use_cases.take_tender(TakeTender(method="points", amount_minor=40))

    with pytest.raises(PointsRefusedError):
        till.use_cases.take_tender(TakeTender(method="points", amount_minor=11))
    till.use_cases.take_tender(TakeTender(method="points", amount_minor=10))

    with pytest.raises(PointsRefusedError):
        till.use_cases.take_tender(POINTS)
    till.use_cases.remove_tender(RemoveTender(tender_sequence=1))
    assert till.use_cases.take_tender(POINTS).totals.tendered_minor == 50


def test_stranger_and_shop_where_points_pay_nothing_are_refused() -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)
    with pytest.raises(PointsRefusedError, match="scan the member's card"):
        till.use_cases.take_tender(POINTS)
    till = till_with_points(1_000, burn_points=0)
    with pytest.raises(PointsRefusedError, match="pay nothing"):
        till.use_cases.take_tender(POINTS)


def test_nothing_due_takes_no_points() -> None:
    till = till_with_points(100_000)
    till.use_cases.take_tender(POINTS)

    with pytest.raises(NothingDueError):
        till.use_cases.take_tender(POINTS)


def test_without_a_programme_points_are_a_tender_like_any_other() -> None:
    till = loyal_till(PricingPolicy())
    add(till, LAMP.scan_code)

    till.use_cases.take_tender(POINTS)
    till.use_cases.complete_sale(CompleteSale())

    assert last_sale(till).points == ()


def test_balance_of_the_center_counts_from_its_position_on() -> None:
    till = till_with_points(0)
    pay(till)
    assert balance(till) == 33
    last = till.ledger.events[-1].seq
    for seq, known in ((last, 33), (last - 1, 66)):
        till.ledger.members = MemoryMembers(
            (
                msgspec.structs.replace(
                    GOLD_MEMBER, points_balance=33, points_as_of={"e" * 16: seq}
                ),
            )
        )
        add(till, LAMP.scan_code)
        till.use_cases.identify_member(IdentifyMember(code=GOLD_MEMBER.code))
        with pytest.raises(PointsRefusedError) as refused:
            till.use_cases.take_tender(TakeTender(method="points", amount_minor=999))
        assert refused.value.details["points"] == known


def test_refund_restores_points_in_parts_exactly_and_no_more() -> None:
    till = till_with_points(100_000)
    add(till, LAMP.scan_code, 2)
    till.use_cases.take_tender(POINTS)
    sold = till.use_cases.complete_sale(CompleteSale())
    spent = balance(till)
    assert spent == -19_998

    for _ in range(2):
        bring_back(till, sold, line=2)
        till.use_cases.take_tender(POINTS)
        till.use_cases.complete_sale(CompleteSale())
        assert last_sale(till).points[0].kind == "burn_restored"
    bring_back(till, sold, line=1)
    till.use_cases.take_tender(POINTS)
    till.use_cases.complete_sale(CompleteSale())

    assert balance(till) == 0


def test_points_go_back_only_for_what_points_paid() -> None:
    till = till_with_points(1_000)
    till.ledger.store = msgspec.structs.replace(
        till.ledger.store, returns=ReturnPolicy(refunds=RefundRule.FREE)
    )
    till.use_cases.take_tender(TakeTender(method="points", amount_minor=100))
    sold = pay(till)
    bring_back(till, sold)

    with pytest.raises(PointsRefusedError) as refused:
        till.use_cases.take_tender(TakeTender(method="points", amount_minor=-101))

    assert refused.value.details["reason"] == "refund"
    till.use_cases.take_tender(TakeTender(method="points", amount_minor=-100))
    pay(till)
    assert balance(till) == 0


def test_void_restores_burned_points() -> None:
    till = till_with_points(1_000)
    till.use_cases.take_tender(POINTS)
    sold = pay(till)

    void(till, sold)

    assert balance(till) == 0
