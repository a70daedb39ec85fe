"""Memory and frames of Type 3 cards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc import type3
from drivers.nfc.card_errors import (
    CardError,
    CardFormatError,
    CardFullError,
    CardGoneError,
    CardRefusedError,
)

_ID = bytes.fromhex("02FE0102030405A6")
_ATTRIBUTES = type3.Attributes(
    version=0x10,
    blocks_per_read=4,
    blocks_per_write=1,
    block_count=13,
    is_writing=False,
    is_writable=True,
    length=36,
)

_attributes = st.builds(
    type3.Attributes,
    version=st.integers(0x10, 0x1F),
    blocks_per_read=st.integers(1, 15),
    blocks_per_write=st.integers(1, 13),
    block_count=st.just(0xFFFF),
    is_writing=st.booleans(),
    is_writable=st.booleans(),
    length=st.integers(0, 0xFFFF * 16),
)


def _answer(code: int, rest: bytes, card_id: bytes = _ID) -> bytes:
    body = bytes((code,)) + card_id + rest
    return bytes((len(body) + 1,)) + body


def test_the_attribute_block_ends_with_the_sum_of_the_rest() -> None:
    block = type3.encode_attributes(_ATTRIBUTES)

    assert block.hex() == "100401000d0000000000010000240047"
    assert type3.decode_attributes(block) == _ATTRIBUTES


@given(_attributes)
def test_attributes_come_back(attributes: type3.Attributes) -> None:
    block = type3.encode_attributes(attributes)

    assert type3.decode_attributes(block) == attributes


@given(_attributes, st.integers(0, 15), st.integers(1, 255))
def test_one_wrong_byte_is_found_by_the_checksum(
    attributes: type3.Attributes, index: int, change: int
) -> None:
    block = bytearray(type3.encode_attributes(attributes))
    block[index] ^= change

    with pytest.raises(CardFormatError, match="checksum"):
        type3.decode_attributes(bytes(block))


@given(st.binary(max_size=20))
def test_random_blocks_are_read_or_refused(block: bytes) -> None:
    try:
        attributes = type3.decode_attributes(block)
    except CardFormatError:
        return
    assert attributes.length <= attributes.capacity


@pytest.mark.parametrize("length", [15, 17])
def test_a_block_of_another_size_is_refused(length: int) -> None:
    with pytest.raises(CardFormatError, match="cut off"):
        type3.decode_attributes(bytes(length))


def test_frames_begin_with_their_length() -> None:
    assert type3.polling(0x12FC).hex() == "060012fc0100"
    assert (
        type3.read_command(_ID, [0, 1]).hex() == "1206" + _ID.hex() + "010b000280008001"
    )
    write = type3.write_command(_ID, [300], bytes(16))
    assert write.hex() == "2108" + _ID.hex() + "01090001002c01" + "00" * 16


def test_answers_are_understood() -> None:
    data = bytes(range(16))

    assert type3.parse_read(_answer(7, b"\0\0\x01" + data), _ID, 1) == data
    type3.parse_write(_answer(9, b"\0\0"), _ID)
    polled = _answer(1, bytes(8) + b"\x12\xfc")
    assert type3.parse_polling(polled) == _ID


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(_answer(7, b"\0\0\x01" + bytes(15)), id="short"),
        pytest.param(_answer(7, b"\0\0\x01" + bytes(16))[:-1], id="cut off"),
        pytest.param(_answer(9, b"\0\0"), id="of a write"),
        pytest.param(_answer(7, b"\0\0\x01" + bytes(16), bytes(8)), id="other card"),
        pytest.param(_answer(7, b"\0"), id="no status"),
    ],
)
def test_damaged_and_foreign_answers_count_as_none(frame: bytes) -> None:
    with pytest.raises(CardGoneError):
        type3.parse_read(frame, _ID, 1)


def test_a_status_flag_is_a_refusal() -> None:
    with pytest.raises(CardRefusedError, match="FF A6"):
        type3.parse_write(_answer(9, b"\xff\xa6"), _ID)


@given(st.binary(max_size=60))
def test_random_answers_never_crash(frame: bytes) -> None:
    for parse in (
        lambda: type3.parse_read(frame, _ID, 1),
        lambda: type3.parse_write(frame, _ID),
        lambda: type3.parse_polling(frame),
    ):
        try:
            parse()
        except CardError:
            continue


def test_a_message_is_framed_by_being_written() -> None:
    writes = type3.plan_message(_ATTRIBUTES, b"x" * 20)

    assert [list(write.blocks) for write in writes] == [[0], [1], [2], [0]]
    assert type3.decode_attributes(writes[0].data).is_writing
    last = type3.decode_attributes(writes[-1].data)
    assert (last.is_writing, last.length) == (False, 20)


def test_no_command_carries_more_blocks_than_the_card_takes() -> None:
    many = type3.Attributes(0x10, 15, 13, 60, False, True, 0)

    writes = type3.plan_message(many, b"x" * 16 * 30)

    assert max(len(write.blocks) for write in writes) == 12


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(CardFullError):
        type3.plan_message(_ATTRIBUTES, bytes(13 * 16 + 1))


def test_a_patch_writes_only_its_blocks() -> None:
    message = bytes(range(40))

    writes = type3.plan_patch(_ATTRIBUTES, message, 15, b"\xff\xff")

    assert [list(write.blocks) for write in writes] == [[1], [2]]
    assert writes[0].data == message[:15] + b"\xff"
    with pytest.raises(CardFormatError):
        type3.plan_patch(_ATTRIBUTES, message, 39, b"\xff\xff")
