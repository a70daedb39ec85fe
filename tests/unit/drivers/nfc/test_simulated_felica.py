"""The simulated FeliCa card, frame by frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc import type3
from drivers.nfc.card_errors import CardRefusedError
from drivers.nfc.simulated_card import RATE_A, RATE_F
from drivers.nfc.simulated_felica import SimulatedFelica


def _ask(card: SimulatedFelica, frame: bytes) -> bytes:
    answer = card.receive(RATE_F, frame)
    assert answer is not None
    return answer


@pytest.mark.parametrize("system", [0x12FC, 0xFFFF, 0x12FF, 0xFFFC])
def test_it_shows_itself_to_its_system_and_to_all(system: int) -> None:
    card = SimulatedFelica()

    answer = _ask(card, type3.polling(system))

    assert type3.parse_polling(answer) == card.uid
    assert answer[-2:] == b"\x12\xfc"


def test_it_keeps_silent_for_other_systems_cards_and_rates() -> None:
    card = SimulatedFelica()

    assert card.receive(RATE_F, type3.polling(0x0003)) is None
    assert card.receive(RATE_F, type3.read_command(bytes(8), [0])) is None
    assert card.receive(RATE_A, type3.polling(0x12FC)) is None
    assert card.receive(RATE_F, b"\x05\x00") is None


def test_blocks_are_read_and_written() -> None:
    card = SimulatedFelica(message=b"hello")
    data = bytes(range(16))

    written = _ask(card, type3.write_command(card.uid, [2], data))
    type3.parse_write(written, card.uid)

    answer = _ask(card, type3.read_command(card.uid, [1, 2]))
    assert type3.parse_read(answer, card.uid, 2) == b"hello".ljust(16, b"\0") + data


@pytest.mark.parametrize("blocks", [[14], [0, 1, 2, 3, 4]], ids=["beyond", "too many"])
def test_what_it_does_not_have_is_refused(blocks: list[int]) -> None:
    card = SimulatedFelica()
    answer = _ask(card, type3.read_command(card.uid, blocks))

    with pytest.raises(CardRefusedError):
        type3.parse_read(answer, card.uid, len(blocks))


def test_it_answers_the_small_questions() -> None:
    card = SimulatedFelica()

    for code, rest in ((4, b"\0"), (12, b"\x01\x12\xfc")):
        answer = _ask(card, bytes((10, code)) + card.uid)
        assert answer[1:] == bytes((code + 1,)) + card.uid + rest


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_random_frames_never_crash_it(bodies: list[bytes]) -> None:
    card = SimulatedFelica()
    for body in bodies:
        for rest in (body, b"\x06" + card.uid + body, b"\x08" + card.uid + body):
            answer = card.receive(RATE_F, bytes((len(rest) + 1,)) + rest)
            assert answer is None or answer[0] == len(answer)
