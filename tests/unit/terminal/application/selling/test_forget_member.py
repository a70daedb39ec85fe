"""Nobody to forget is no mistake."""

from __future__ import annotations

from terminal.application.selling.forget_member import ForgetMember
from tests.fakes.shop_floor import shop
from tests.fakes.till import add


def test_transaction_without_a_member_stays_as_it_is() -> None:
    till = shop()
    add(till)

    assert till.use_cases.forget_member(ForgetMember()).totals.total_minor == 149
