"""Every action that has no key of its own."""

from __future__ import annotations

from tests.support.window_under_test import WindowUnderTest


def test_actions_that_do_not_apply_are_listed_with_their_reason(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")

    reasons = {one.name: one.reason for one in selling.flows.actions()}

    # A settlement decides about what is still open.
    assert reasons["Settle the till"] == ""
    assert reasons["No sale"] == "Complete or cancel the sale first."
    assert reasons["Close the day"] == "Settle the till first."
    assert reasons["Cancel the sale"] == ""
