"""Commands of Type 2 cards and their answers."""

from __future__ import annotations

import pytest

from drivers.nfc import type2_commands as commands
from drivers.nfc.card_errors import CardGoneError, CardRefusedError


def test_the_bytes_are_those_of_the_data_sheet() -> None:
    assert commands.read(4).hex() == "3004"
    assert commands.write(4, b"\x01\x02\x03\x04").hex() == "a20401020304"
    assert commands.get_version().hex() == "60"
    assert commands.read_counter().hex() == "3902"
    assert commands.authenticate(b"\xff\xff\xff\xff").hex() == "1bffffffff"


def test_right_answers_are_understood() -> None:
    assert commands.parse_read(bytes(16)) == bytes(16)
    assert commands.parse_counter(b"\x01\x02\x00") == 0x201
    assert commands.parse_pack(b"\x12\x34") == b"\x12\x34"
    commands.parse_ack(b"\x0a")


@pytest.mark.parametrize("nak", [0x00, 0x01, 0x04, 0x05])
def test_a_nak_is_a_refusal(nak: int) -> None:
    for parse in (commands.parse_read, commands.parse_ack, commands.parse_pack):
        with pytest.raises(CardRefusedError):
            parse(bytes((nak,)))


@pytest.mark.parametrize("length", [0, 2, 15, 17])
def test_an_answer_of_a_wrong_length_counts_as_none(length: int) -> None:
    for parse in (commands.parse_read, commands.parse_ack):
        with pytest.raises(CardGoneError):
            parse(bytes(length))
