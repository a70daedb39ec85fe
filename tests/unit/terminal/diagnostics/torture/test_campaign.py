"""Cuts of power are chosen evenly and told apart."""

from __future__ import annotations

from collections import Counter
from typing import Final

from terminal.diagnostics.torture.campaign import choose_states
from terminal.diagnostics.torture.disk import (
    Call,
    Loss,
    Opened,
    Said,
    Synced,
    Tree,
    Wrote,
)
from terminal.diagnostics.torture.recording import Recording

_CALLS: Final[list[Call]] = [
    Opened("f"),
    Wrote("f", 0, b"one"),
    Synced("f"),
    Synced(""),
    Said(b"told"),
    Wrote("f", 0, b"two"),
]
_FLOWS: Final = ["sale", "sale", "sale", "sale", "sale", "checkpoint"]


def recording() -> Recording:
    return Recording(
        name="day",
        home="till",
        base=Tree(("",), {}),
        calls=_CALLS,
        flows=_FLOWS,
        acknowledged=[0, 0, 0, 0, 1, 1],
        hashes=[b"h"],
        epochs=1,
    )


def test_every_state_comes_once_before_any_comes_again() -> None:
    chosen = choose_states([recording()], 22, seed=1)

    # Three calls leave something uncertain before the folder is synced; two do not.
    sales = [(one.call, one.loss) for one in chosen if one.call < 5]
    first = {(call, loss.name) for call in range(3) for loss in Loss}
    first |= {(3, "NONE"), (4, "NONE")}
    assert len(sales) == 22 - 11
    assert set(sales) <= first
    assert len(set(sales)) == len(sales)


def test_flows_get_equal_shares_however_many_calls_they_have() -> None:
    chosen = choose_states([recording()], 20, seed=1)

    by_flow = Counter(_FLOWS[one.call] for one in chosen)

    assert by_flow == {"sale": 10, "checkpoint": 10}


def test_states_that_come_again_have_other_chances() -> None:
    chosen = choose_states([recording()], 60, seed=1)

    assert len(chosen) == 60
    again = [one for one in chosen if one.call == 5]
    assert len({(one.loss, one.seed) for one in again}) == len(again)
    assert len(again) == 30


def test_flow_that_has_nothing_uncertain_ends() -> None:
    calm = Recording(
        name="calm",
        home="till",
        base=Tree(("",), {}),
        calls=[Said(b"x")],
        flows=["sale"],
        acknowledged=[0],
        hashes=[],
        epochs=0,
    )

    chosen = choose_states([calm], 50, seed=1)

    assert [(one.call, one.loss) for one in chosen] == [(0, "NONE")]


def test_seed_repeats_the_choice() -> None:
    assert choose_states([recording()], 40, 7) == choose_states([recording()], 40, 7)
    assert choose_states([recording()], 40, 7) != choose_states([recording()], 40, 8)


def test_every_other_state_falls_just_after_an_answer() -> None:
    told = Recording(
        name="told",
        home="till",
        base=Tree(("",), {"f": b""}),
        calls=[*(Wrote("f", n, b"x") for n in range(100)), Said(b"done")],
        flows=["sale"] * 101,
        acknowledged=[0] * 100 + [1],
        hashes=[b"h"],
        epochs=1,
    )

    chosen = choose_states([told], 10, seed=1)

    assert sum(one.call == 100 for one in chosen) == 5
