"""A scanner that types, told from a person who types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner.keyboard_wedge import (
    SCAN_CHARACTERS_MAX,
    KeyboardWedge,
    WedgeAction,
    WedgeDecision,
)

EAN = "4006381333931"


def _type(
    wedge: KeyboardWedge, text: str, gap_ms: float, start_ms: float = 0.0
) -> tuple[list[WedgeDecision], float]:
    decisions: list[WedgeDecision] = []
    at_ms = start_ms
    for character in text:
        due_at_ms = wedge.due_at_ms
        if due_at_ms is not None and due_at_ms <= at_ms:
            decisions += wedge.poll(due_at_ms)
        decisions += wedge.feed(character, at_ms)
        at_ms += gap_ms
    return decisions, at_ms


def _final(decisions: list[WedgeDecision]) -> list[WedgeDecision]:
    return [d for d in decisions if d.action is not WedgeAction.HOLD]


def _released(decisions: list[WedgeDecision]) -> str:
    return "".join(d.text for d in decisions if d.action is WedgeAction.RELEASE)


@pytest.mark.parametrize("gap_ms", [0.1, 1.3, 1.9, 3.3, 6.1, 16.0, 29.0])
@pytest.mark.parametrize("terminator", ["\r", "\n", "\t"])
def test_a_burst_with_a_terminator_is_a_scan(gap_ms: float, terminator: str) -> None:
    decisions, _ = _type(KeyboardWedge(), EAN + terminator, gap_ms)

    assert _final(decisions) == [
        WedgeDecision(WedgeAction.SCAN, EAN, key_count=len(EAN) + 1)
    ]


def test_a_burst_without_a_terminator_ends_by_silence() -> None:
    wedge = KeyboardWedge()
    decisions, _ = _type(wedge, EAN, 5.0)

    assert _final(decisions) == []
    assert wedge.due_at_ms == 12 * 5.0 + 100
    assert wedge.poll(12 * 5.0 + 99) == []
    assert wedge.poll(12 * 5.0 + 100) == [
        WedgeDecision(WedgeAction.SCAN, EAN, key_count=len(EAN))
    ]
    assert not wedge.is_holding


def test_silence_is_noticed_even_when_nobody_polled() -> None:
    wedge = KeyboardWedge()
    _type(wedge, EAN, 5.0)

    decisions = wedge.feed("7", 1000.0)

    assert decisions[0] == WedgeDecision(WedgeAction.SCAN, EAN, key_count=len(EAN))
    assert decisions[1].action is WedgeAction.HOLD


@pytest.mark.parametrize("gap_ms", [70.0, 120.0, 400.0])
def test_a_person_gets_every_key_back_in_order(gap_ms: float) -> None:
    wedge = KeyboardWedge()
    decisions, _ = _type(wedge, "12,50\r", gap_ms)
    decisions += wedge.flush()

    assert _released(decisions) == "12,50\r"
    assert all(d.action is not WedgeAction.SCAN for d in decisions)


def test_a_single_key_is_given_back_after_one_gap() -> None:
    wedge = KeyboardWedge()
    wedge.feed("7", 0.0)

    assert wedge.due_at_ms == 60.0
    assert wedge.poll(60.0) == [WedgeDecision(WedgeAction.RELEASE, "7", 1)]


def test_fast_fingers_on_three_keys_are_no_scan() -> None:
    decisions, _ = _type(KeyboardWedge(), "123\r", 20.0)

    assert _final(decisions) == [WedgeDecision(WedgeAction.RELEASE, "123\r", 4)]


def test_a_rolling_typist_is_recognised_at_the_fourth_key() -> None:
    decisions, _ = _type(KeyboardWedge(), "asdf", 45.0)

    assert _final(decisions) == [WedgeDecision(WedgeAction.RELEASE, "asdf", 4)]


def test_a_pause_within_a_burst_makes_it_human() -> None:
    wedge = KeyboardWedge()
    decisions, at_ms = _type(wedge, "12345", 5.0)

    decisions += wedge.feed("6", at_ms + 75.0)

    assert _final(decisions) == [WedgeDecision(WedgeAction.RELEASE, "12345", 5)]
    assert wedge.is_holding


def test_a_pause_within_what_only_a_machine_types_changes_nothing() -> None:
    wedge = KeyboardWedge()
    _, at_ms = _type(wedge, "40063813", 2.0)

    decisions, _ = _type(wedge, "33931\r", 2.0, at_ms + 90.0)

    assert [d.text for d in _final(decisions)] == [EAN]


def test_a_held_key_repeats_and_is_no_scan() -> None:
    wedge = KeyboardWedge()
    decisions = wedge.feed("0", 0.0)

    for number in range(1, 20):
        decisions += wedge.feed("0", 250.0 + number * 25.0, is_repeat=True)

    assert _released(decisions) == "0" * 20
    assert not wedge.is_holding


def test_one_digit_typed_twice_at_once_is_no_held_key() -> None:
    wedge = KeyboardWedge()
    decisions = wedge.feed("4", 0.0)
    decisions += wedge.feed("0", 0.0)
    # On a busy computer the second stroke may come some milliseconds later.
    for at_ms in (0.0, 0.0, 20.0):
        decisions += wedge.feed("0", at_ms, is_repeat=True)
    decisions += wedge.feed("\r", 21.0)

    assert _final(decisions) == [WedgeDecision(WedgeAction.SCAN, "40000", 6)]


def test_only_the_terminators_right_after_a_scan_are_its_own() -> None:
    wedge = KeyboardWedge()
    _type(wedge, EAN + "\r", 1.0)

    decisions, _ = _type(wedge, "12\r", 1.0, 20.0)

    assert _final(decisions) == [WedgeDecision(WedgeAction.RELEASE, "12\r", 3)]


def test_the_separator_of_gs1_elements_is_kept() -> None:
    code = "0109501101530003\x1d10ABC"

    decisions, _ = _type(KeyboardWedge(), code + "\r", 2.0)

    assert _final(decisions)[0].text == code


def test_the_second_terminator_of_a_scan_presses_no_key() -> None:
    decisions, _ = _type(KeyboardWedge(), EAN + "\r\n", 2.0)

    assert [d.action for d in _final(decisions)] == [
        WedgeAction.SCAN,
        WedgeAction.DROP,
    ]


def test_an_enter_pressed_after_a_scan_is_given_back() -> None:
    wedge = KeyboardWedge()
    _, at_ms = _type(wedge, EAN + "\r", 2.0)

    assert wedge.feed("\r", at_ms + 150.0) == [
        WedgeDecision(WedgeAction.RELEASE, "\r", 1)
    ]


def test_two_scans_in_a_row_are_two() -> None:
    wedge = KeyboardWedge()
    first, at_ms = _type(wedge, EAN + "\r", 2.0)
    second, _ = _type(wedge, "96385074\r", 2.0, at_ms)

    assert [d.text for d in _final(first + second)] == [EAN, "96385074"]


def test_a_lone_terminator_is_given_back() -> None:
    assert KeyboardWedge().feed("\r", 0.0) == [
        WedgeDecision(WedgeAction.RELEASE, "\r", 1)
    ]


def test_a_stuck_key_cannot_fill_the_memory() -> None:
    wedge = KeyboardWedge()

    decisions, _ = _type(wedge, "9" * (SCAN_CHARACTERS_MAX + 10), 1.0)

    assert len(_released(decisions)) == SCAN_CHARACTERS_MAX + 1


def test_nothing_is_due_while_nothing_is_held() -> None:
    wedge = KeyboardWedge()

    assert wedge.due_at_ms is None
    assert wedge.poll(1e9) == []
    assert wedge.flush() == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("0123456789abc*\x1d\r\t"),
            st.floats(min_value=0.0, max_value=200.0),
            st.booleans(),
        ),
        max_size=200,
    )
)
def test_every_key_comes_out_exactly_once_and_in_order(
    keys: list[tuple[str, float, bool]],
) -> None:
    wedge = KeyboardWedge()
    decisions: list[WedgeDecision] = []
    at_ms = 0.0
    for character, gap_ms, is_polled in keys:
        at_ms += gap_ms
        if is_polled:
            decisions += wedge.poll(at_ms)
        decisions += wedge.feed(character, at_ms)
    decisions += wedge.flush()

    final = _final(decisions)
    assert sum(d.key_count for d in final) == len(keys)
    typed = "".join(character for character, _, _ in keys)
    position = 0
    for decision in final:
        part = typed[position : position + decision.key_count]
        assert part.startswith(decision.text)
        position += decision.key_count


@given(
    st.text("0123456789", min_size=4, max_size=40),
    st.lists(st.floats(min_value=0.0, max_value=29.0), min_size=40, max_size=40),
)
def test_no_fast_burst_leaks_a_key(code: str, gaps_ms: list[float]) -> None:
    wedge = KeyboardWedge()
    at_ms = 0.0
    decisions: list[WedgeDecision] = []
    for character, gap_ms in zip(code, gaps_ms, strict=False):
        decisions += wedge.feed(character, at_ms)
        at_ms += gap_ms
    decisions += wedge.feed("\r", at_ms)

    assert [d.text for d in _final(decisions)] == [code]


@given(
    st.text("abcdefgh0123456789", min_size=1, max_size=40),
    st.lists(st.floats(min_value=60.5, max_value=300.0), min_size=41, max_size=41),
)
def test_no_human_typing_becomes_a_scan(text: str, gaps_ms: list[float]) -> None:
    wedge = KeyboardWedge()
    at_ms = 0.0
    decisions: list[WedgeDecision] = []
    for character, gap_ms in zip(text + "\r", gaps_ms, strict=False):
        decisions += wedge.feed(character, at_ms)
        at_ms += gap_ms

    assert _released(decisions) == text + "\r"
