"""A simulated card on nfcpy's UDP link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc import type3
from drivers.nfc.simulator import SimulatedField, new_card


def test_a_card_answers_in_the_words_of_the_link() -> None:
    field = SimulatedField(new_card("2"))

    assert list(field.respond(b"106A 26")) == [b"106A 4400"]
    assert list(field.respond(b"106A 9320")) == [b"106A 8804a1b29f"]


def test_a_felica_card_answers_at_its_own_rate() -> None:
    field = SimulatedField(new_card("3"))
    polling = type3.polling(0xFFFF).hex().encode()

    assert list(field.respond(b"106A 26")) == []
    assert field.respond(b"212F " + polling)[0].startswith(b"212F 1401")


def test_a_field_switched_off_resets_the_card() -> None:
    field = SimulatedField(new_card("2"))
    field.respond(b"106A 26")

    assert list(field.respond(b"RFOFF")) == []
    assert list(field.respond(b"106A 9320")) == []


def test_a_card_is_taken_away_and_put_back() -> None:
    field = SimulatedField(new_card("2"))

    field.change({"card": "away"})
    assert field.state()["card"] == "away"
    assert list(field.respond(b"106A 26")) == []
    field.change({"card": "here"})
    assert list(field.respond(b"106A 26")) == [b"106A 4400"]


def test_a_card_is_torn_away_at_a_write() -> None:
    card = new_card("3")
    field = SimulatedField(card)
    field.change({"tear": 0, "tear_mode": "before"})
    write = type3.write_command(card.uid, [1], bytes(16)).hex().encode()

    assert list(field.respond(b"212F " + write)) == []
    assert field.state()["card"] == "away"
    field.change({"card": "here"})
    assert list(field.respond(b"212F " + write)) != []


@pytest.mark.parametrize(
    "values",
    [{"card": "gone"}, {"tear": -1}, {"tear": "x"}, {"tear_mode2": "x"}],
    ids=str,
)
def test_other_wishes_are_refused(values: dict[str, str | int]) -> None:
    with pytest.raises(ValueError, match=r"card|tear"):
        SimulatedField(new_card("2")).change(values)


def test_there_are_two_types() -> None:
    with pytest.raises(ValueError, match="2, 3"):
        new_card("4")


def test_the_state_does_not_show_the_number_of_the_card() -> None:
    assert "A1B2" not in str(SimulatedField(new_card("2")).state())


@given(st.lists(st.binary(max_size=30), max_size=5))
def test_random_datagrams_never_crash_it(datagrams: list[bytes]) -> None:
    field = SimulatedField(new_card("2"))
    for datagram in datagrams:
        field.respond(datagram)
        field.respond(b"106A " + datagram.hex().encode())
