"""Cutting ESC/POS into commands, in pieces of any size."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.commands import (
    Command,
    CommandReader,
    Control,
    Text,
    Token,
)


def _join(tokens: list[Token]) -> list[Token]:
    """Put neighbouring pieces of text together."""
    joined: list[Token] = []
    for token in tokens:
        if isinstance(token, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].data + token.data)
        else:
            joined.append(token)
    return joined


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x1b\x40", "ESC @"),
        (b"\x10\x04\x01", "DLE 04"),
        (b"\x10\x04\x07\x01", "DLE 04"),
        (b"\x10\x05\x02", "DLE 05"),
        (b"\x10\x14\x01\x00\x01", "DLE 14"),
        (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", "DLE 14"),
        (b"\x10\x14\x07\x01", "DLE 14"),
        (b"\x1b\x2a\x21\x02\x00abcdef", "ESC *"),
        (b"\x1b\x2a\x00\x02\x00ab", "ESC *"),
        (b"\x1b\x44\x08\x10\x00", "ESC D"),
        (b"\x1b\x26\x03\x41\x42\x01abc\x02abcdef", "ESC &"),
        (b"\x1b\x70\x00\x19\xfa", "ESC p"),
        (b"\x1c\x26", "FS &"),
        (b"\x1c\x71\x01\x01\x00\x01\x00abcdefgh", "FS q"),
        (b"\x1c\x67\x31\x00aaaa\x02\x00xy", "FS g"),
        (b"\x1c\x67\x32\x00aaaa\x02\x00", "FS g"),
        (b"\x1d\x56\x42\x00", "GS V"),
        (b"\x1d\x56\x01", "GS V"),
        (b"\x1d\x6b\x02123456789012\x00", "GS k"),
        (b"\x1d\x6b\x49\x05{B123", "GS k"),
        (b"\x1d\x28\x6b\x03\x00\x31\x51\x30", "GS ("),
        (b"\x1d\x38\x4c\x02\x00\x00\x00\x30\x32", "GS 8"),
        (b"\x1d\x76\x30\x00\x01\x00\x02\x00ab", "GS v"),
        (b"\x1d\x51\x30\x00\x01\x00\x02\x00ab", "GS Q"),
        (b"\x1d\x2a\x01\x01abcdefgh", "GS *"),
        (b"\x1d\x43\x30\x00\x00", "GS C"),
        (b"\x1d\x43\x3b1;2;3;4;5;", "GS C"),
        (b"\x1d\x72\x01", "GS r"),
    ],
)
def test_each_command_is_taken_whole(data: bytes, name: str) -> None:
    tokens = _join(CommandReader().feed(data + b"A"))

    assert tokens == [Command(name, data[2:]), Text(b"A")]


@pytest.mark.parametrize("length", range(1, 8))
def test_a_command_is_waited_for_until_its_last_byte(length: int) -> None:
    data = b"\x1d\x28\x6b\x03\x00\x31\x51\x30"
    reader = CommandReader()

    assert reader.feed(data[:length]) == []
    assert reader.pending_count == length
    assert reader.feed(data[length:]) == [Command("GS (", data[2:])]


def test_text_and_control_characters_are_told_apart() -> None:
    assert CommandReader().feed(b"ab\ncd\x00") == [
        Text(b"ab"),
        Control(0x0A),
        Text(b"cd"),
        Control(0x00),
    ]


def test_an_unknown_command_costs_its_two_bytes() -> None:
    assert CommandReader().feed(b"\x1b\x7aA") == [
        Command("ESC z", b"", is_known=False),
        Text(b"A"),
    ]


def test_real_time_commands_are_named_as_such() -> None:
    tokens = CommandReader().feed(b"\x10\x04\x01\x1b\x40")

    assert [isinstance(t, Command) and t.is_real_time for t in tokens] == [True, False]


def test_an_endless_command_does_not_fill_the_memory() -> None:
    reader = CommandReader()

    for _ in range(100):
        reader.feed(b"\x1d\x6b\x04" + b"1" * 1000)

    assert reader.pending_count < 2000


def test_a_picture_longer_than_any_paper_is_a_damaged_length() -> None:
    reader = CommandReader()

    tokens = reader.feed(b"\x1d\x38\x4c\xff\xff\xff\xff\x1b\x40")

    assert tokens[-1] == Command("ESC @")
    assert reader.pending_count == 0


def test_a_half_command_can_be_forgotten() -> None:
    reader = CommandReader()
    reader.feed(b"\x1d\x76\x30")

    reader.clear()

    assert reader.feed(b"A") == [Text(b"A")]


@given(st.binary(max_size=600), st.lists(st.integers(min_value=0), max_size=20))
def test_splits_change_nothing_and_no_byte_crashes(
    data: bytes, cuts: list[int]
) -> None:
    whole = CommandReader()
    split = CommandReader()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]

    together = whole.feed(data)
    apart = [
        token for a, b in itertools.pairwise(edges) for token in split.feed(data[a:b])
    ]

    assert _join(apart) == _join(together)
    assert split.pending_count == whole.pending_count
