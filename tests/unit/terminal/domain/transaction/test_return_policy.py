"""What holds in a shop that chose nothing."""

from terminal.domain.transaction.return_policy import (
    DEFAULT_RETURN_POLICY,
    RefundRule,
    ReturnedPrice,
    UnprovedPrice,
)


def test_the_usual_policy_protects_the_shop_and_pays_what_was_paid() -> None:
    policy = DEFAULT_RETURN_POLICY

    assert policy.price is ReturnedPrice.PRICE_PAID
    assert policy.unproved_price is UnprovedPrice.LOWEST_IN_PERIOD
    assert policy.refunds is RefundRule.ORIGINAL_FIRST
