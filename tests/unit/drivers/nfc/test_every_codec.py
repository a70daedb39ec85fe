"""Random frames for everything that reads bytes of cards, readers and processes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final

import pytest

from drivers.nfc import type2, type2_commands, type3
from drivers.nfc.card_errors import CardError
from drivers.nfc.messages import FrameError, Framer, decode_reply
from drivers.nfc.ndef_message import decode_records, encode_records, text_record
from drivers.nfc.shop_card import (
    CardKeys,
    CardKind,
    decode_shop_card,
    encode_shop_card,
)
from drivers.nfc.simulated_card import RATE_A, RATE_F
from drivers.nfc.simulated_felica import SimulatedFelica
from drivers.nfc.simulated_ntag import SimulatedNtag
from drivers.nfc.simulator import SimulatedField

FRAMES_TOTAL: Final = 1_000_000
"""Of the campaign, for each reader of bytes."""

_KEYS: Final = CardKeys(bytes(range(32)))
_NTAG: Final = SimulatedNtag()
_UID: Final = _NTAG.uid
_CARD: Final = encode_shop_card(CardKind.STORED_VALUE, "SV-1", _UID, _KEYS, counter=7)
_MEMORY: Final = bytes(SimulatedNtag(message=_CARD).memory)
_FELICA: Final = SimulatedFelica(message=_CARD)
_TEXT: Final = encode_records([text_record("STAFF 0042")])


def _felica(command: bytes) -> bytes:
    answer = _FELICA.receive(RATE_F, command)
    assert answer is not None
    return answer


_ANSWER: Final = _felica(type3.read_command(_FELICA.uid, [0, 1]))
_BLOCK: Final = bytes(_FELICA.memory[:16])


def _read_memory(memory: bytes) -> None:
    area = type2.find_message(memory)
    assert area.length <= max(0, area.end - area.message_offset)
    type2.plan_message(memory, b"x" * min(area.capacity, 40))


def _read_answer(answer: bytes) -> None:
    data = type3.parse_read(answer, _FELICA.uid, 2)
    assert len(data) == 32


def _read_block(block: bytes) -> None:
    if type3.decode_attributes(block) != type3.decode_attributes(_BLOCK):
        # Another sum may be right for other bytes; it is never for one changed.
        assert sum(a != b for a, b in zip(block, _BLOCK, strict=True)) > 1


def _read_card(message: bytes) -> None:
    card = decode_shop_card(message, _UID, _KEYS)
    if card is not None and card.is_genuine:
        assert (card.card_id, card.counter, card.kind) == ("SV-1", 7, 3)


def _read_records(message: bytes) -> None:
    decode_records(message)


def _read_frames(data: bytes) -> None:
    for frame in Framer().feed(data):
        decode_reply(frame)


def _ask_ntag(frame: bytes) -> None:
    for command in (b"\x26", b"\x93\x20", frame):
        _NTAG.receive(RATE_A, command)


def _ask_field(datagram: bytes) -> None:
    _FIELD.respond(datagram)


_FIELD: Final = SimulatedField(SimulatedFelica())

_Reader = tuple[bytes, Callable[[bytes], None]]

_READERS: Final[dict[str, _Reader]] = {
    "memory": (_MEMORY, _read_memory),
    "answer": (_ANSWER, _read_answer),
    "attributes": (_BLOCK, _read_block),
    "shop-card": (_CARD, _read_card),
    "records": (_TEXT, _read_records),
    "process": (b"\0\0\0\x05\x91\xa4type", _read_frames),
    "ntag": (type2_commands.write(4, b"1234"), _ask_ntag),
    "felica": (b"212F 060012fc0100", _ask_field),
}


def play(count: int, seed: int, readers: Sequence[_Reader]) -> int:
    """Give *count* damaged frames to *readers*; return how many were read."""
    chance = random.Random(seed)
    read = 0
    for number in range(count):
        good, reader = readers[number % len(readers)]
        try:
            reader(_damaged(good, chance))
        except (CardError, FrameError, type2.ShortMemoryError):
            continue
        read += 1
    return read


def _damaged(good: bytes, chance: random.Random) -> bytes:
    data = bytearray(good)
    match chance.randrange(5):
        case 0:
            return chance.randbytes(chance.randrange(64))
        case 1:
            return bytes(data[: chance.randrange(len(data) + 1)])
        case 2:
            place = chance.randrange(len(data) + 1)
            data[place:place] = chance.randbytes(chance.randrange(1, 8))
        case 3:
            for _ in range(chance.randrange(1, 4)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case _:
            place = chance.randrange(len(data))
            data[place : place + 4] = b"\xff" * chance.randrange(5)
    return bytes(data)


def test_ten_thousand_random_frames() -> None:
    # Some damage is in bytes that do not matter; if nothing were read, the frames
    # would not get past the first check.
    assert 1000 < play(FRAMES_TOTAL // 100, 0, list(_READERS.values())) < 10_000


@pytest.mark.campaign
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", sorted(_READERS))
def test_a_million_random_frames(name: str) -> None:
    play(FRAMES_TOTAL, 1, [_READERS[name]])
