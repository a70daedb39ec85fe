"""Star Line mode as others write it, cut into commands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.commands import Command, Control, Text, Token
from drivers.receipt_printer.star_commands import StarReader


def _read(data: str) -> list[Token]:
    return StarReader().feed(bytes.fromhex(data))


@pytest.mark.parametrize(
    ("data", "token"),
    [
        ("1b0601", Command("DLE 06", b"\x01")),
        ("17", Command("ETB")),
        ("1b1e4500", Command("ETB 0")),
        ("1b1e6101", Command("GS a", b"\xff")),
        ("1b6433", Command("GS V", b"\x42\x00")),
        ("1b6400", Command("GS V", b"\x00")),
        ("1b1d7420", Command("ESC t", b"\x10")),
        ("1b1d7463", Command("ESC t", b"\xff")),
        ("1b5238", Command("ESC R", b"\x08")),
        ("1b5244", Command("ESC R", b"\x0d")),
        ("1b2431", Command("FS C", b"\x01")),
        ("1b34", Command("GS B", b"\x01")),
        ("1b35", Command("GS B", b"\x00")),
        ("1b2d31", Command("ESC -", b"1")),
        ("1b5731", Command("GS !", b"\x10")),
        ("1b6832", Command("GS !", b"\x02")),
        ("1b4a08", Command("ESC J", b"\x10")),
        ("1b1d410102", Command("ESC $", b"\x01\x02")),
        ("1b1d520102", Command("ESC \\", b"\x01\x02")),
        ("1b1d53010100020000aabb", Command("GS v", b"0\x00\x01\x00\x02\x00\xaa\xbb")),
        ("18", Command("ESC @")),
        ("0e", Command("GS !", b"\x10")),
        ("14", Command("GS !", b"\x00")),
        ("0a", Control(0x0A)),
        ("4142", Text(b"AB")),
    ],
    ids=str,
)
def test_commands_have_an_equivalent(data: str, token: Token) -> None:
    assert _read(data) == [token]


@pytest.mark.parametrize(
    "data",
    ["1b1d0301000004", "1b2030", "1b733030", "1b7a31", "1b30", "1b1e4600", "0f",
     "1b4b0200aabb", "1b580100aabbcc", "1b23303000", "1b440800", "12"],
    ids=str,
)  # fmt: skip
def test_settings_without_a_mark_disappear_whole(data: str) -> None:
    assert _read(data + "41") == [Text(b"A")]


def test_an_unknown_barcode_prints_nothing() -> None:
    assert _read("1b62 5a 31 31 40 41 1e 41") == [Text(b"A")]


@given(st.binary(max_size=200), st.lists(st.integers(1, 9), max_size=40))
def test_splits_change_nothing(data: bytes, sizes: list[int]) -> None:
    whole = StarReader()
    expected = _joined(whole.feed(data))

    reader = StarReader()
    tokens: list[Token] = []
    rest = data
    for size in sizes:
        tokens += reader.feed(rest[:size])
        rest = rest[size:]
    tokens += reader.feed(rest)

    assert _joined(tokens) == expected
    assert reader.pending_count == whole.pending_count
    reader.clear()
    assert reader.pending_count == 0


def _joined(tokens: list[Token]) -> list[Token]:
    """Join neighbouring pieces of text: where they part is of no meaning."""
    out: list[Token] = []
    for token in tokens:
        if out and isinstance(token, Text) and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].data + token.data)
        else:
            out.append(token)
    return out
