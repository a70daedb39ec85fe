"""What the demo shop says before its window opens."""

from __future__ import annotations

from terminal.diagnostics.demo import sign_on_hint


def test_both_operators_and_their_pins_are_told_in_one_line() -> None:
    assert sign_on_hint() == (
        "Sign on as Anna (manager) with PIN 471936 or as Ben (cashier) with PIN 205814"
    )
