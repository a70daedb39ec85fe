"""Digits shift in from the right."""

from __future__ import annotations

from terminal.ui.screens.cashier.panels.digit_entry import DigitEntry


def test_typing_replaces_the_proposal() -> None:
    entry = DigitEntry(2, proposal=3194)
    assert entry.value == 3194

    entry.type("5")
    entry.type("00")

    assert entry.value == 500
    assert entry.is_typed


def test_erasing_a_proposal_clears_it() -> None:
    entry = DigitEntry(2, proposal=3194)

    entry.erase()

    assert entry.value == 0


def test_erasing_takes_digits_from_the_end() -> None:
    entry = DigitEntry(0)
    entry.type("12")

    entry.erase()
    assert entry.value == 1

    entry.erase()
    assert entry.value == 0


def test_leading_zeros_mean_nothing_and_nine_digits_are_enough() -> None:
    entry = DigitEntry(2, proposal=7)
    entry.type("00")
    assert entry.value == 0

    for _ in range(12):
        entry.type("9")
    assert entry.value == 999_999_999

    entry.reset(3, 5)
    assert (entry.decimals, entry.value) == (3, 5)
