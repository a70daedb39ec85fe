"""Notes that shoppers give and change that is handed out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal.ui.support.cash_keys import denominations, hand_out, notes_for


def test_the_next_round_amounts_are_offered() -> None:
    assert notes_for(3194, "EUR", 2) == [3500, 4000, 5000]


def test_what_is_due_is_not_offered_again() -> None:
    assert notes_for(5000, "EUR", 2) == [6000, 10000]


def test_change_is_handed_out_from_the_largest_note_down() -> None:
    assert hand_out(1806, "EUR", 2) == [
        (1, 1000),
        (1, 500),
        (1, 200),
        (1, 100),
        (1, 5),
        (1, 1),
    ]


def test_yen_have_no_fractions() -> None:
    assert min(denominations("JPY", 0)) == 1
    assert notes_for(480, "JPY", 0)[0] == 500


@given(st.integers(0, 1_000_000))
def test_change_is_handed_out_in_full(change: int) -> None:
    assert sum(count * value for count, value in hand_out(change, "EUR", 2)) == change


@given(st.integers(1, 1_000_000), st.sampled_from(["EUR", "GBP", "USD", "XXX"]))
def test_every_offer_covers_what_is_due(due: int, currency: str) -> None:
    offers = notes_for(due, currency, 2)

    assert len(offers) <= 3
    assert all(offer > due for offer in offers)
    assert offers == sorted(set(offers))
