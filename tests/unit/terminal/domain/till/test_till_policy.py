"""A store's settings about its tills."""

from __future__ import annotations

from terminal.domain.till.till_policy import (
    DEFAULT_TILL_POLICY,
    DrawerLimitPolicy,
    TillPolicy,
    UndecidedPolicy,
)


def test_nothing_is_limited_and_nothing_blocks_unless_the_store_says_so() -> None:
    assert TillPolicy() == DEFAULT_TILL_POLICY
    assert DEFAULT_TILL_POLICY.lift_at_minor == 0
    assert DEFAULT_TILL_POLICY.undecided is UndecidedPolicy.CARRY_OVER
    assert DEFAULT_TILL_POLICY.drawer_limit_policy is DrawerLimitPolicy.STATE
