"""Coupons, uses and budgets come back as the shop says, money always."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.member.coupon_ledger import (
    NOTHING_BACK,
    CouponLedger,
    CouponReturn,
    CouponUse,
    Redemption,
    coupon_uses,
    given_back,
    undone,
)
from terminal.domain.promotion.basket import Uses

USED = Redemption(
    promotion_id="p",
    version=3,
    member_id="m",
    amount_minor=500,
    uses=1,
    coupon_codes=("SAVE", "SAVE"),
)
RESTORE, KEEP = CouponReturn.RESTORE_ON_FULL_RETURN, CouponReturn.KEEP_REDEEMED


def test_part_gives_back_its_money_and_no_coupon() -> None:
    found = given_back(
        USED,
        "sale",
        NOTHING_BACK,
        returned_minor=200,
        is_complete=False,
        policy=RESTORE,
    )

    assert found is not None
    assert (found.amount_minor, found.uses, found.coupon_codes) == (-200, 0, ())
    assert found.of_event_id == "sale"


@pytest.mark.parametrize(("policy", "uses"), [(RESTORE, -1), (KEEP, 0)])
def test_complete_return_restores_coupons_by_policy(
    policy: CouponReturn, uses: int
) -> None:
    found = given_back(
        USED, "sale", NOTHING_BACK, returned_minor=499, is_complete=True, policy=policy
    )

    assert found is not None
    assert (found.amount_minor, found.uses) == (-500, uses)
    assert bool(found.coupon_codes) is bool(uses)


def test_nothing_is_told_where_nothing_is_left() -> None:
    found = given_back(
        msgspec.structs.replace(USED, amount_minor=0),
        "sale",
        NOTHING_BACK,
        returned_minor=5,
        is_complete=False,
        policy=RESTORE,
    )

    assert found is None


def test_coupon_counts_for_every_promotion_that_used_it() -> None:
    other = msgspec.structs.replace(USED, promotion_id="q", coupon_codes=("SAVE",))
    unused = msgspec.structs.replace(USED, uses=0)

    assert coupon_uses((USED, other, unused)) == (
        CouponUse("SAVE", "m", 2),
        CouponUse("SAVE", "m", 1),
    )


def test_strangers_count_for_everybody_only() -> None:
    ledger = CouponLedger()
    ledger.add((USED, msgspec.structs.replace(USED, member_id="")))

    assert ledger.uses("p", "m") == Uses(total=2, member=1)
    assert ledger.uses("p", None) == Uses(total=2, member=0)
    assert ledger.coupon_uses("SAVE", "m") == Uses(total=4, member=2)
    assert ledger.spent_minor("p") == 1_000


@given(
    parts=st.lists(st.integers(min_value=0, max_value=300), min_size=1, max_size=6),
    voided=st.integers(min_value=0, max_value=6),
)
def test_sale_and_its_complete_return_leave_the_ledger_as_before(
    parts: list[int], voided: int
) -> None:
    ledger = CouponLedger()
    ledger.add((USED,))
    # What the lines say may be rounded apart from what the promotion gave.
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        found = given_back(
            USED,
            "sale",
            ledger.back_of("sale").get("p", NOTHING_BACK),
            returned_minor=part,
            is_complete=is_last,
            policy=RESTORE,
        )
        if found is None:
            continue
        ledger.add((found,))
        if index == voided and not is_last:
            ledger.add(undone((found,), f"return-{index}"))
        assert 0 <= ledger.spent_minor("p") <= 500

    assert ledger.spent_minor("p") == 0
    assert ledger.uses("p", "m") == Uses()
    assert ledger.coupon_uses("SAVE", "m") == Uses()


def test_void_of_a_complete_return_redeems_the_coupon_again() -> None:
    ledger = CouponLedger()
    ledger.add((USED,))
    found = given_back(
        USED, "sale", NOTHING_BACK, returned_minor=500, is_complete=True, policy=RESTORE
    )
    assert found is not None
    ledger.add((found,))

    ledger.add(undone((found,), "return"))

    assert ledger.coupon_uses("SAVE", "m") == Uses(total=2, member=2)
    assert ledger.uses("p", "m") == Uses(total=1, member=1)
    assert ledger.back_of("sale")["p"] == NOTHING_BACK
