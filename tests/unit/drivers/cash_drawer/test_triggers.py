"""What opens drawers, and what they say of themselves."""

from __future__ import annotations

import random

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
_ANSWERS = {
    "glancetron-1": {False: b"\x1b4A", True: b"\x1b4B"},
    "glancetron-2": {False: b"\x1b5A", True: b"\x1b5B"},
    "surepos": {False: b"\x00", True: b"\x40"},
}
_FRAMES_IN_TEST = 10_000


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


def _play(name: str, count: int, seed: int) -> None:
    """Feed *count* damaged answers, each followed by a whole one, which is believed."""
    chance = random.Random(seed)
    trigger = _ASKED[name]()
    for number in range(count):
        is_open = chance.random() < 0.5
        whole = _ANSWERS[name][is_open]
        damaged = bytearray(whole + chance.randbytes(chance.randrange(4)))
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        del damaged[chance.randrange(len(damaged) + 1) :]
        data = bytes(damaged) + whole
        place = chance.randrange(len(data) + 1)

        said = trigger.feed(data[:place]) + trigger.feed(data[place:])

        assert said[-1] is is_open, (name, seed, number, data)


@pytest.mark.parametrize("name", sorted(_ASKED))
def test_after_damage_the_next_whole_answer_is_believed(name: str) -> None:
    _play(name, _FRAMES_IN_TEST, 1)


@pytest.mark.campaign
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", sorted(_ASKED))
def test_a_million_random_answers(name: str) -> None:
    _play(name, 100 * _FRAMES_IN_TEST, 0)
