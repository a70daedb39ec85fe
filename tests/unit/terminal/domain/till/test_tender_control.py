"""Tender moves one way or the other, never by nothing."""

from __future__ import annotations

import pytest

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.till.tender_control import TenderControlKind, signed_amount


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (TenderControlKind.LOAN, 1),
        (TenderControlKind.PAID_IN, 1),
        (TenderControlKind.PICKUP, -1),
        (TenderControlKind.PAID_OUT, -1),
        (TenderControlKind.SAFE_DROP, -1),
    ],
)
def test_the_kind_says_which_way_it_goes(kind: TenderControlKind, sign: int) -> None:
    assert signed_amount(kind, 700) == sign * 700


@pytest.mark.parametrize("amount", [0, -1, AMOUNT_MINOR_MAX + 1])
def test_an_amount_above_zero_is_wanted(amount: int) -> None:
    with pytest.raises(InvalidAmountError):
        signed_amount(TenderControlKind.LOAN, amount)
