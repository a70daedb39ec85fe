"""Units in addition are proposed first and reduced once they are in the basket."""

from __future__ import annotations

import pytest

from terminal.domain.money import MICRO, RATE_PPM_ONE
from terminal.domain.promotion.promotion import Combination, Level
from terminal.domain.promotion.result import TrialReason
from terminal.domain.promotion.reward import BuyGet, PercentOff
from terminal.domain.promotion.selector import Selector
from tests.support.promotions import goods, off, offer, price

FREE = BuyGet(buy=3, get=1, percent_ppm=RATE_PPM_ONE, adds_units=True)


@pytest.mark.parametrize(("units", "expected"), [(2, 0), (3, 1), (8, 2), (75, 25)])
def test_every_group_bought_proposes_units(units: int, expected: int) -> None:
    result = price(offer(FREE, ["cabinet"]), [goods("cabinet", 32_000, units)])

    assert sum(free.quantity_micro for free in result.free_units) == expected * MICRO
    assert result.modifiers == {}


def test_a_unit_that_was_added_is_free_and_out_of_reach_for_others() -> None:
    ten = offer(
        PercentOff(percent_ppm=100_000),
        promotion_id="ten",
        level=Level.BASKET,
        combination=Combination.COMPOUND,
    )
    lines = [
        goods("cabinet", 32_000, 3),
        goods("cabinet", 32_000, 2, free_unit_of="p"),
    ]

    result = price([offer(FREE, ["cabinet"]), ten], lines)

    # One unit is granted; the other is paid in full.
    assert off(result, 2) == [9_600, 32_000]
    assert result.free_units == ()


def test_the_proposal_names_what_may_be_added() -> None:
    reward = BuyGet(
        buy=1,
        gets=Selector(items=("cup", "spoon")),
        percent_ppm=RATE_PPM_ONE,
        adds_units=True,
    )

    result = price(
        offer(reward, ["tea"], uses_max_per_transaction=2),
        [goods("tea", 500, 5)],
        explain=True,
    )

    (free,) = result.free_units
    assert free.item_ids == ("cup", "spoon")
    assert free.quantity_micro == 2 * MICRO
    assert result.trials[1][0].reason_code is TrialReason.PROPOSED


def test_too_few_are_a_reason() -> None:
    result = price(offer(FREE), [goods("a", 100, 2)], explain=True)

    trial = result.trials[1][0]
    assert trial.reason_code is TrialReason.QUANTITY_TOO_SMALL
    assert trial.detail == "2/3"
