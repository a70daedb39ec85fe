"""What opens drawers, and what they say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cash_drawer.triggers import (
    CHARACTERS,
    NUMBERED,
    ON_PRINTER,
    PROTOCOLS,
    GlancetronTrigger,
    SurePosTrigger,
    Trigger,
)

_ASKED = {
    "glancetron-1": lambda: GlancetronTrigger(1),
    "glancetron-2": lambda: GlancetronTrigger(2),
    "surepos": SurePosTrigger,
}


def test_the_bytes_are_those_of_the_manuals() -> None:
    assert Trigger().kick == b"\x07"
    assert GlancetronTrigger(1).kick == b"\x1b4"
    assert GlancetronTrigger(2).kick == b"\x1b5"
    assert GlancetronTrigger(1).begin() == b"\x1b:"
    assert GlancetronTrigger(2).begin() == b"\x1b;"
    assert NUMBERED["surepos"](1).kick == b"\x07"
    assert NUMBERED["surepos"](2).kick == b"\x1b\x07"
    assert SurePosTrigger().begin() == b"\x06"
    assert PROTOCOLS == (ON_PRINTER, CHARACTERS, "glancetron", "surepos")


def test_a_trigger_that_cannot_be_asked_has_no_question() -> None:
    for trigger in (Trigger(b"[["), NUMBERED["surepos"](2)):
        assert not trigger.can_be_asked
        assert trigger.begin() == b""
        assert trigger.feed(b"\x40\x1b4B") == []


@pytest.mark.parametrize(
    ("drawer", "data", "said"),
    [
        (1, b"\x1b4A", [False]),
        (1, b"\x1b4B", [True]),
        (2, b"\x1b5B", [True]),
        (1, b"\x1b5B", []),
        (1, b"x\x1b\x1b4B4A", [True]),
        (1, b"\x1b4C\x1b4A", [False]),
        (1, b"\x1b4", []),
    ],
    ids=["closed", "open", "second", "other", "noise", "unknown", "half"],
)
def test_a_glancetron_says_whether_its_drawer_is_open(
    drawer: int, data: bytes, said: list[bool]
) -> None:
    assert GlancetronTrigger(drawer).feed(data) == said


def test_a_question_forgets_half_an_answer() -> None:
    trigger = GlancetronTrigger()
    trigger.feed(b"\x1b4")
    trigger.begin()

    assert trigger.feed(b"B") == []


def test_the_second_bit_of_a_surepos_is_open_and_the_first_is_never_set() -> None:
    assert SurePosTrigger().feed(b"\x40\x00\x3f\x7f\xc0") == [True, False, False, True]


@pytest.mark.parametrize("name", sorted(_ASKED))
@given(pieces=st.lists(st.binary(max_size=4), max_size=12))
def test_pieces_say_what_the_whole_says(name: str, pieces: list[bytes]) -> None:
    whole, cut = _ASKED[name](), _ASKED[name]()

    said = [each for piece in pieces for each in cut.feed(piece)]

    assert said == whole.feed(b"".join(pieces))
