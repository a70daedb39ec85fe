"""Money is exact whatever the cashier does: random histories through the use cases.

Proved after every step: lines + tax - discounts = tenders - change; the sum of the
till's movements = counted + over or short; a sale and its complete return leave every
ledger as before; partial returns never give back a cent more than was paid; what is
shown = stored = printed = what the center computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.money.machine import (
    SEEN,
    DiskMoneyHistories,
    MoneyHistories,
)
from tests.support import whole_shop

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

# Histories that are too calm prove nothing.
_SEEN_MIN: Final = {
    "sale.completed": 40,
    "complete returns": 40,
    "sold and all taken back": 8,
    "exchanges": 1,
    "refunds": 15,
    "rounded": 12,
    "manual": 5,
    "transaction.voided": 1,
    "transaction.retrieved": 1,
    "tender_control.recorded": 6,
    "till.counted": 6,
    "till.settled": 6,
}
_ROUNDS_MAX: Final = 5


def _play(
    machine: type[MoneyHistories],
    examples: int,
    steps: int,
    seen_min: Mapping[str, int],
) -> None:
    SEEN.clear()
    for number in range(_ROUNDS_MAX):
        played = type(machine.__name__, (machine,), {})
        if settings.default is not None and settings.default.derandomize:
            # Else every round would play the histories of the first one.
            played = seed(number)(played)
        run_state_machine_as_test(
            played,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow],
            ),
        )
        if all(SEEN[name] >= least for name, least in seen_min.items()):
            return
    calm = {n: SEEN[n] for n, least in seen_min.items() if SEEN[n] < least}
    pytest.fail(f"too calm: {calm}")


def test_random_histories_are_exact_to_the_cent() -> None:
    _play(MoneyHistories, examples=40, steps=30, seen_min=_SEEN_MIN)


def test_random_histories_are_exact_over_a_real_ledger() -> None:
    _play(DiskMoneyHistories, examples=4, steps=25, seen_min={"sale.completed": 1})


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
def test_very_many_histories_meet_every_rule_of_the_shop() -> None:
    rules = {f"promotion {one.promotion_id}": 1 for one in whole_shop.PROMOTIONS}
    more = {"exempt": 10, "foreign": 10, "mixed tenders": 10, "price override": 10}

    _play(MoneyHistories, examples=3_000, steps=60, seen_min=_SEEN_MIN | rules | more)


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
def test_many_histories_are_exact_over_a_real_ledger() -> None:
    _play(DiskMoneyHistories, examples=120, steps=50, seen_min=_SEEN_MIN)
