"""What a shop gets that chose nothing."""

from __future__ import annotations

from terminal.domain.catalog.selling_policy import (
    DEFAULT_SELLING_POLICY,
    BelowCost,
    ExpiryRule,
)


def test_default_sells_on_the_last_day_and_asks_below_cost() -> None:
    assert DEFAULT_SELLING_POLICY.expiry is ExpiryRule.THROUGH_DATE
    assert DEFAULT_SELLING_POLICY.below_cost is BelowCost.PERMISSION
