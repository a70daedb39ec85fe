"""How much cash may lie in the drawer."""

from __future__ import annotations

import pytest

from terminal.domain.errors import DrawerFullError
from terminal.domain.till.drawer_limit import is_lift_due, require_drawer_room
from terminal.domain.till.till_policy import DrawerLimitPolicy, TillPolicy

HARD = TillPolicy(
    drawer_limit_minor=50_000, drawer_limit_policy=DrawerLimitPolicy.REFUSE
)


@pytest.mark.parametrize(
    ("cash", "lift_at", "is_due"),
    [(30_000, 30_000, False), (30_001, 30_000, True), (10**9, 0, False)],
)
def test_a_lift_is_due_above_the_soft_limit(
    cash: int, lift_at: int, is_due: bool
) -> None:
    assert is_lift_due(cash, TillPolicy(lift_at_minor=lift_at)) is is_due


@pytest.mark.parametrize(
    ("cash", "received"), [(49_000, 1_000), (60_000, -5_000), (60_000, 0)]
)
def test_cash_that_fits_or_goes_out_is_taken(cash: int, received: int) -> None:
    require_drawer_room(cash, received, HARD)


def test_cash_above_the_hard_limit_is_refused_where_the_store_says_so() -> None:
    with pytest.raises(DrawerFullError) as caught:
        require_drawer_room(49_000, 1_001, HARD)

    assert caught.value.details == {"limit_minor": 50_000}


@pytest.mark.parametrize(
    "policy",
    [
        TillPolicy(drawer_limit_minor=50_000),
        TillPolicy(drawer_limit_policy=DrawerLimitPolicy.REFUSE),
    ],
)
def test_nothing_is_refused_otherwise(policy: TillPolicy) -> None:
    require_drawer_room(10**9, 10**6, policy)
