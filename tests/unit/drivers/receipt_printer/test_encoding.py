"""Text as the bytes of a given printer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.encoding import (
    CJK,
    Piece,
    count_columns,
    encode_text,
    missing_characters,
    normalize_text,
)
from drivers.receipt_printer.profile import DEFAULT_PROFILE, PROFILES

_WESTERN = PROFILES["western-80"]
_BASIC = PROFILES["basic-58"]


def test_ascii_needs_no_code_page() -> None:
    assert encode_text("Total 9.99", DEFAULT_PROFILE) == [
        Piece("", "Total 9.99", b"Total 9.99", 10)
    ]


def test_the_euro_sign_is_0xd5_in_page_858() -> None:
    assert encode_text("€", DEFAULT_PROFILE) == [Piece("cp858", "€", b"\xd5", 1)]


def test_a_character_of_another_page_switches_only_for_itself() -> None:
    pieces = encode_text("caféЧ", DEFAULT_PROFILE)

    assert [(piece.page, piece.data) for piece in pieces] == [
        ("", b"caf"),
        ("cp858", b"\x82"),
        ("cp866", b"\x97"),
    ]


def test_hanzi_are_double_bytes_of_two_columns() -> None:
    assert encode_text("茶", DEFAULT_PROFILE) == [
        Piece(CJK, "茶", "茶".encode("gb18030"), 2)
    ]
    assert count_columns("茶 500 g", DEFAULT_PROFILE) == 8


def test_the_yen_sign_never_becomes_four_bytes() -> None:
    assert encode_text("¥", DEFAULT_PROFILE) == [Piece("cp858", "¥", b"\xbe", 1)]
    assert "¥".encode("gb18030") == b"\x81\x30\x84\x36"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tea\u2013time", "tea-time"),
        ("2 × 3", "2 x 3"),
        ("Łodź", "Lodz"),
        ("½ lb", "½ lb"),
        ("e\u0301", "é"),
        ("€5", "EUR5"),
        ("a\u200bb", "ab"),
        ("a\u00a0b", "a b"),
    ],
)
def test_what_a_small_printer_lacks_is_spelled_plainly(text: str, shown: str) -> None:
    assert normalize_text(text, _BASIC) == shown


def test_what_has_no_spelling_is_named_as_missing() -> None:
    assert missing_characters("tea 茶 شاي", _WESTERN) == "茶شاي"
    assert missing_characters("tea 茶", DEFAULT_PROFILE) == ""
    assert normalize_text("茶", _WESTERN) == "?"


@given(st.text())
def test_no_text_can_hold_a_command(text: str) -> None:
    for piece in encode_text(text, DEFAULT_PROFILE):
        assert all(byte >= 0x20 and byte != 0x7F for byte in piece.data)


@given(st.text(), st.sampled_from(sorted(PROFILES)))
def test_the_pieces_are_the_normalized_text(text: str, model: str) -> None:
    profile = PROFILES[model]
    pieces = encode_text(text, profile)

    assert "".join(piece.text for piece in pieces) == normalize_text(text, profile)
    for piece in pieces:
        codec = piece.page or "ascii"
        assert piece.data.decode(codec) == piece.text
        assert piece.page in {
            "",
            *profile.code_pages,
            *([CJK] if profile.has_cjk else []),
        }
