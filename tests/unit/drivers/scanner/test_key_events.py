"""Events of an input device, in pieces of any size, and what they type."""

from __future__ import annotations

import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner import us_keys
from drivers.scanner.key_events import (
    EV_KEY,
    EV_SYN,
    EVENT,
    PRESSED,
    RELEASED,
    REPEATED,
    SYN_DROPPED,
    KeyEvent,
    KeyEventDecoder,
    KeyTyper,
)
from tests.support.key_bytes import event_bytes, key_bytes, type_bytes

GS1 = "]d20104006381333931\x1d10aB-7\r"


def _typed(data: bytes) -> str:
    typer = KeyTyper()
    typed = [typer.feed(event) for event in KeyEventDecoder().feed(data)]
    return "".join(t.character for t in typed if t is not None)


def test_the_size_is_that_of_the_kernel() -> None:
    assert EVENT.size in {16, 24}


def test_a_label_is_typed_as_it_was_sent() -> None:
    assert _typed(type_bytes(GS1)) == GS1


def test_times_are_those_of_the_events() -> None:
    events = KeyEventDecoder().feed(type_bytes("12", start_ms=5000.5, gap_ms=2.25))

    assert [event.at_ms for event in events if event.value == PRESSED] == [
        5000.5,
        5002.75,
    ]


@given(
    st.text(string.printable[:95] + "\x1d", max_size=40),
    st.lists(st.integers(0, 5000), max_size=20),
)
def test_no_split_changes_what_was_typed(text: str, cuts: list[int]) -> None:
    data = type_bytes(text)
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    decoder, typer = KeyEventDecoder(), KeyTyper()
    typed = [
        typer.feed(event)
        for a, b in itertools.pairwise(edges)
        for event in decoder.feed(data[a:b])
    ]

    assert "".join(t.character for t in typed if t is not None) == text


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    typer = KeyTyper()
    for event in KeyEventDecoder().feed(noise):
        typed = typer.feed(event)
        assert typed is None or len(typed.character) == 1


@pytest.mark.parametrize("digits", ["029", "29", "0029"])
def test_alt_and_the_keypad_type_a_separator(digits: str) -> None:
    keypad = {character: code for code, character in us_keys.KEYPAD_DIGITS.items()}
    inner = [
        change
        for digit in digits
        for change in ((keypad[digit], PRESSED), (keypad[digit], RELEASED))
    ]
    alt = us_keys.LEFT_ALT

    assert _typed(key_bytes([((alt, PRESSED), *inner, (alt, RELEASED))])) == "\x1d"


def test_alt_alone_types_nothing() -> None:
    alt = us_keys.RIGHT_ALT

    assert _typed(key_bytes([((alt, PRESSED), (alt, RELEASED))])) == ""


def test_f8_is_a_separator() -> None:
    key = ((us_keys.F8, PRESSED), (us_keys.F8, RELEASED))

    assert _typed(key_bytes([key])) == "\x1d"


def test_caps_lock_changes_nothing() -> None:
    caps = ((58, PRESSED), (58, RELEASED))

    assert _typed(key_bytes([caps]) + type_bytes("aB")) == "aB"


def test_a_held_key_says_so() -> None:
    typed = KeyTyper().feed(KeyEvent(1.0, 2, REPEATED))

    assert typed is not None
    assert typed.is_repeat


def test_events_of_other_kinds_are_left_out() -> None:
    data = event_bytes(1.0, 4, 4, 458782) + event_bytes(1.0, EV_KEY, 30, PRESSED)

    assert [event.code for event in KeyEventDecoder().feed(data)] == [30]


def test_lost_events_are_told_and_end_what_was_held() -> None:
    decoder = KeyEventDecoder()
    shift = event_bytes(1.0, EV_KEY, us_keys.LEFT_SHIFT, PRESSED)
    lost = event_bytes(2.0, EV_SYN, SYN_DROPPED, 0)
    void = event_bytes(2.0, EV_KEY, 30, PRESSED) + event_bytes(2.0, EV_SYN, 0, 0)
    after = event_bytes(3.0, EV_KEY, 30, PRESSED)

    events = decoder.feed(shift + lost + void + after)
    typer = KeyTyper()
    typed = [t.character for event in events if (t := typer.feed(event)) is not None]

    assert [event.is_lost for event in events] == [False, True, False]
    assert typed == ["a"]
