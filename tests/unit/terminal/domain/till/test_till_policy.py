"""A store's settings about its tills."""

from __future__ import annotations

from terminal.domain.till.till_policy import (
    DEFAULT_TILL_POLICY,
    DrawerLimitPolicy,
    TillPolicy,
    UndecidedPolicy,
)


def test_nothing_is_limited_and_nothing_blocks_unless_the_store_says_so() -> None:
    assert DEFAULT_TILL_POLICY.control_limit_minor("cashier") is None
    assert DEFAULT_TILL_POLICY.undecided is UndecidedPolicy.CARRY_OVER
    assert DEFAULT_TILL_POLICY.drawer_limit_policy is DrawerLimitPolicy.STATE


def test_a_role_has_the_limit_that_is_set_for_it() -> None:
    policy = TillPolicy(control_limits_minor=(("cashier", 5_000),))

    assert policy.control_limit_minor("cashier") == 5_000
    assert policy.control_limit_minor("manager") is None
