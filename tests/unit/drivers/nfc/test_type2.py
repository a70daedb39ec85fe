"""The memory of Type 2 cards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.nfc.card_errors import CardError, CardFormatError, CardFullError
from drivers.nfc.simulated_ntag import SimulatedNtag
from drivers.nfc.type2 import (
    NTAGS,
    Ntag,
    PageWrite,
    ShortMemoryError,
    encode_tlv,
    find_message,
    find_ntag,
    plan_message,
    plan_patch,
    read_capability,
)

_HEAD = bytes.fromhex("04A1B2 9F C3D4E5F6 04 48 0000")


def _card(data: bytes, *, size: int = 0x12, access: int = 0) -> bytes:
    return _HEAD + bytes((0xE1, 0x10, size, access)) + data.ljust(size * 8, b"\0")


def _apply(memory: bytes, writes: tuple[PageWrite, ...]) -> bytes:
    changed = bytearray(memory)
    for write in writes:
        changed[write.page * 4 : write.page * 4 + 4] = write.data
    return bytes(changed)


def _message(memory: bytes) -> bytes:
    area = find_message(memory)
    return memory[area.message_offset : area.message_offset + area.length]


def test_an_example_of_the_data_sheet_reads_as_a_message() -> None:
    card = _card(bytes.fromhex("0103A00C34 0303D00000 FE"))

    assert _message(card) == bytes.fromhex("D00000")


@pytest.mark.parametrize("model", NTAGS, ids=[model.name for model in NTAGS])
def test_the_models_are_told_apart_by_their_version(model: Ntag) -> None:
    assert find_ntag(model.version) is model


def test_the_settings_of_an_ntag213_stand_in_its_last_pages() -> None:
    model = NTAGS[0]

    assert model.version.hex() == "0004040201000f03"
    assert (model.auth0_page, model.password_page) == (41, 43)
    assert find_ntag(b"\0" * 8) is None


@pytest.mark.parametrize(
    ("cc", "words"),
    [
        pytest.param("00101200", "not prepared", id="no magic"),
        pytest.param("E1201200", "version 2", id="later version"),
    ],
)
def test_other_capability_containers_are_refused(cc: str, words: str) -> None:
    with pytest.raises(CardFormatError, match=words):
        read_capability(_HEAD + bytes.fromhex(cc))


def test_a_locked_card_says_so() -> None:
    assert not read_capability(_card(b"", access=0x0F)).is_writable
    assert read_capability(_card(b"")).is_writable


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("03FF0400", id="longer than the card"),
        pytest.param("FD9003", id="unknown TLV over the end"),
        pytest.param("00" * 143 + "03", id="no length"),
        pytest.param("00" * 141 + "03FF01", id="half a length"),
        pytest.param("0203102034", id="reserved in the middle"),
    ],
)
def test_a_truncated_tlv_is_refused(data: str) -> None:
    with pytest.raises(CardFormatError):
        find_message(_card(bytes.fromhex(data)))


def test_what_was_not_read_yet_is_asked_for() -> None:
    card = _card(bytes((3, 40)) + bytes(40))

    with pytest.raises(ShortMemoryError) as caught:
        find_message(card[:32])

    assert caught.value.needed == 16 + 2 + 40


@pytest.mark.parametrize("length", [1, 254, 255, 256, 480])
def test_short_and_long_messages_come_back(length: int) -> None:
    card = _card(bytes.fromhex("0300FE"), size=0x3E)
    message = bytes(index % 251 for index in range(length))

    assert _message(_apply(card, plan_message(card, message))) == message


def test_a_message_that_fills_the_card_has_no_terminator() -> None:
    card = _card(bytes.fromhex("0300FE"))
    message = b"\xaa" * find_message(card).capacity

    filled = _apply(card, plan_message(card, message))

    assert len(message) == 142
    assert _message(filled) == message
    with pytest.raises(CardFullError):
        plan_message(card, message + b"\0")


@pytest.mark.parametrize("old", [b"", b"old", b"\xbb" * 300], ids=len)
@pytest.mark.parametrize("new", [b"new", b"\xcc" * 260], ids=len)
def test_a_write_cut_off_anywhere_leaves_old_or_nothing_or_new(
    old: bytes, new: bytes
) -> None:
    empty = _card(bytes.fromhex("0300FE"), size=0x3E)
    card = _apply(empty, plan_message(empty, old))
    writes = plan_message(card, new)

    for count in range(len(writes) + 1):
        found = _message(_apply(card, writes[:count]))
        assert found in {0: {old}, len(writes): {new}}.get(count, {b""})


def test_a_patch_changes_only_its_pages() -> None:
    empty = _card(bytes.fromhex("0300FE"))
    card = _apply(empty, plan_message(empty, b"0123456789"))

    writes = plan_patch(card, 3, b"xy")

    assert [write.page for write in writes] == [5]
    assert _message(_apply(card, writes)) == b"012xy56789"


@pytest.mark.parametrize(("offset", "data"), [(9, b"xy"), (-1, b"x"), (0, b"")])
def test_a_patch_beside_the_message_is_refused(offset: int, data: bytes) -> None:
    empty = _card(bytes.fromhex("0300FE"))
    card = _apply(empty, plan_message(empty, b"0123456789"))

    with pytest.raises(CardFormatError):
        plan_patch(card, offset, data)


@given(st.binary(max_size=200))
def test_random_memory_is_read_or_refused(memory: bytes) -> None:
    try:
        area = find_message(memory)
    except (CardError, ShortMemoryError):
        return
    assert area.message_offset + area.length <= max(area.end, area.message_offset)
    assert area.capacity >= 0


@given(st.binary(max_size=160), st.integers(0, 0x20))
def test_a_random_data_area_is_read_or_refused(data: bytes, size: int) -> None:
    card = _card(data, size=size)
    try:
        message = _message(card)
    except (CardError, ShortMemoryError):
        return
    assert len(message) <= size * 8


@given(st.binary(max_size=300), st.data())
def test_a_message_cut_off_by_the_end_of_the_card_is_never_read(
    message: bytes, data: st.DataObject
) -> None:
    block = encode_tlv(message)
    size = data.draw(st.integers(0, max(0, (len(block) - 1) // 8)))
    card = _HEAD + bytes((0xE1, 0x10, size, 0)) + block

    if size * 8 < len(block):
        try:
            area = find_message(card)
        except CardFormatError:
            return
        assert area.length == 0


def test_the_simulated_card_starts_empty() -> None:
    assert _message(bytes(SimulatedNtag().memory)) == b""
