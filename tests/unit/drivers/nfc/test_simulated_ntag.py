"""The simulated NTAG, frame by frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc import type2
from drivers.nfc.simulated_card import RATE_A, RATE_F
from drivers.nfc.simulated_ntag import SimulatedNtag


def _ask(card: SimulatedNtag, *frames: str) -> list[str | None]:
    answers = [card.receive(RATE_A, bytes.fromhex(frame)) for frame in frames]
    return [None if answer is None else answer.hex() for answer in answers]


_SELECT = ("26", "9320", "93708804A1B29F", "9520", "9570C3D4E5F604")


def _active(card: SimulatedNtag | None = None) -> SimulatedNtag:
    card = card or SimulatedNtag()
    card.power_off()
    _ask(card, *_SELECT)
    return card


def test_it_is_selected_in_two_cascades() -> None:
    assert _ask(SimulatedNtag(), *_SELECT) == [
        "4400",
        "8804a1b29f",
        "04",
        "c3d4e5f604",
        "00",
    ]


def test_it_reads_its_head_and_says_its_model() -> None:
    card = _active()

    assert _ask(card, "3000", "60") == [
        "04a1b29fc3d4e5f60448000" + "0e1101200",
        "0004040201000f03",
    ]


def test_it_is_mute_after_an_unknown_command_until_it_is_woken() -> None:
    card = _active()

    assert _ask(card, "1A00", "3000") == [None, None]
    assert _ask(card, *_SELECT)[-1] == "00"


def test_it_is_idle_after_a_nak() -> None:
    card = _active()

    assert _ask(card, "30FF", "3000") == ["00", None]


def test_a_halted_card_only_hears_the_loud_call() -> None:
    card = _active()

    assert _ask(card, "5000", "26", "52") == [None, None, "4400"]


def test_a_lost_field_wakes_it_from_anything() -> None:
    card = _active()
    _ask(card, "5000")
    card.power_off()

    assert _ask(card, "26") == ["4400"]


def test_it_writes_pages_and_only_sets_lock_bits() -> None:
    card = _active()

    assert _ask(card, "A2040A0B0C0D", "A20200000100", "A20200000200") == ["0a"] * 3
    assert card.memory[16:20].hex() == "0a0b0c0d"
    assert card.memory[8:12].hex() == "04480300"


def test_the_serial_number_cannot_be_written() -> None:
    assert _ask(_active(), "A20000000000") == ["00"]


def test_a_read_at_the_end_goes_on_at_the_beginning() -> None:
    answer = _ask(_active(), "302C")[0]

    assert answer is not None
    assert answer == "00000000" + "04a1b29fc3d4e5f604480000"


def test_the_password_is_never_read_back() -> None:
    card = _active()
    _ask(card, "A22B01020304", "A22CAABB0000")

    assert _ask(card, "302B")[0] == "0000000000000000" + "04a1b29fc3d4e5f6"
    assert _ask(card, "1B01020304") == ["aabb"]


def test_a_protected_page_asks_for_the_password() -> None:
    card = _active()
    _ask(card, "A22B01020304", "A229000000" + "04")
    assert _ask(card, "A20400000000") == ["0a"]

    _active(card)
    assert _ask(card, "A20400000000") == ["04"]
    _active(card)
    assert _ask(card, "1B01020304", "A2040A0B0C0D") == ["0000", "0a"]
    _active(card)
    assert _ask(card, "A20400000000") == ["04"]


def test_read_protection_and_the_limit_of_tries() -> None:
    card = _active()
    _ask(card, "A22B01020304", "A22A81000000", "A229000000" + "04")
    _active(card)

    assert _ask(card, "3004") == ["00"]
    _active(card)
    assert _ask(card, "1B00000000") == ["04"]
    _active(card)
    assert _ask(card, "1B01020304") == ["04"]


def test_it_counts_its_visits_when_told_to() -> None:
    card = _active()
    assert _ask(card, "3902") == ["00"]
    _active(card)
    _ask(card, "A22A10000000")
    for _ in range(2):
        card.power_off()
        _active(card)
        _ask(card, "3000", "3000")

    assert _ask(card, "3902") == ["020000"]


def test_fast_read_and_signature() -> None:
    card = _active()

    assert _ask(card, "3A0001") == ["04a1b29fc3d4e5f6"]
    assert _ask(card, "3C00") == ["00" * 32]
    assert _ask(card, "3A0500") == ["00"]


@pytest.mark.parametrize("model", type2.NTAGS, ids=[m.name for m in type2.NTAGS])
def test_each_model_takes_a_message(model: type2.Ntag) -> None:
    card = SimulatedNtag(model=model, message=b"hello")

    area = type2.find_message(bytes(card.memory))

    assert card.memory[area.message_offset :][:5] == b"hello"
    assert len(card.memory) == model.page_count * 4


def test_it_does_not_hear_other_rates() -> None:
    assert SimulatedNtag().receive(RATE_F, b"\x26") is None


@given(st.lists(st.binary(max_size=8), max_size=12))
def test_random_frames_never_crash_it(frames: list[bytes]) -> None:
    card = _active()
    for frame in frames:
        answer = card.receive(RATE_A, frame)
        assert answer is None or answer
        _active(card)
