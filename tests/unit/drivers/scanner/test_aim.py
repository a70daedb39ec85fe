"""Labels and their AIM identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner.aim import (
    UNKNOWN,
    Label,
    fits_identifier,
    is_mod_10_right,
    split_aim_identifier,
    symbology_of,
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("]E04006381333931", Label("]E0", "4006381333931")),
        ("]C10195012345678903", Label("]C1", "0195012345678903")),
        ("]d20195012345678903\x1d21A", Label("]d2", "0195012345678903\x1d21A")),
        ("4006381333931", Label("", "4006381333931")),
        ("]E0", Label("", "]E0")),
        ("][abc", Label("", "][abc")),
        ("", Label("", "")),
    ],
)
def test_an_identifier_is_kept_apart(text: str, label: Label) -> None:
    assert split_aim_identifier(text) == label


@given(st.text())
def test_no_character_of_a_label_is_lost(text: str) -> None:
    label = split_aim_identifier(text)

    assert label.aim_id + label.data == text


@pytest.mark.parametrize(
    ("aim_id", "name", "is_gs1", "is_2d"),
    [
        ("]E0", "EAN-13, UPC-A or UPC-E", False, False),
        ("]E1", "two-digit add-on", False, False),
        ("]E2", "five-digit add-on", False, False),
        ("]E3", "EAN-13 with add-on", False, False),
        ("]E4", "EAN-8", False, False),
        ("]C0", "Code 128", False, False),
        ("]C1", "GS1-128", True, False),
        ("]C2", "Code 128", False, False),
        ("]e0", "GS1 DataBar", True, False),
        ("]e1", "GS1 composite", True, True),
        ("]d1", "Data Matrix", False, True),
        ("]d2", "GS1 Data Matrix", True, True),
        ("]Q1", "QR Code", False, True),
        ("]Q3", "GS1 QR Code", True, True),
        ("]A0", "Code 39", False, False),
        ("]A7", "Code 39", False, False),
        ("]I0", "Interleaved 2 of 5", False, False),
        ("]I1", "Interleaved 2 of 5", False, False),
        ("]I3", "Interleaved 2 of 5", False, False),
        ("]F0", "Codabar", False, False),
        ("]L2", "PDF417", False, True),
        ("]z0", "Aztec", False, True),
        ("]X0", "of the vendor", False, False),
        ("]J1", "GS1 DotCode", True, True),
    ],
)
def test_identifiers_name_their_symbols(
    aim_id: str, name: str, is_gs1: bool, is_2d: bool
) -> None:
    symbology = symbology_of(aim_id)

    assert symbology.name == name
    assert symbology.is_gs1 is is_gs1
    assert symbology.is_2d is is_2d


@pytest.mark.parametrize("aim_id", ["", "]", "]W0", "E0", "]E", "]?0"])
def test_what_is_no_identifier_is_unknown(aim_id: str) -> None:
    assert symbology_of(aim_id) is UNKNOWN


@pytest.mark.parametrize(
    ("label", "fits"),
    [
        (Label("]E0", "4006381333931"), True),
        (Label("]E0", "4006381333932"), False),
        (Label("]E0", "400638133393"), False),
        (Label("]E0", "40063813339311"), False),
        (Label("]E0", "400638133393a"), False),
        (Label("]E0", "4006381333931|]e010A"), True),
        (Label("]E3", "977123456789812"), True),
        (Label("]E3", "9771234567898"), False),
        (Label("]E4", "96385074"), True),
        (Label("]E4", "96385075"), False),
        (Label("]E1", "12"), True),
        (Label("]E2", "1"), False),
        (Label("]A0", "ANYTHING"), True),
        (Label("]E9", "6385074"), False),
        (Label("]AE", "04006381333931"), False),
        (Label("]XE", "465304662"), False),
        (Label("]zA", "TICKET"), True),
        (Label("]p7", "noise]E04006381333931"), False),
        (Label("]W0", "4006381333931"), False),
    ],
)
def test_data_fit_their_identifier(label: Label, fits: bool) -> None:
    assert fits_identifier(label) is fits


@given(st.text("0123456789", min_size=1, max_size=17), st.data())
def test_a_changed_digit_is_always_noticed(digits: str, data: st.DataObject) -> None:
    right = next(d for d in "0123456789" if is_mod_10_right(digits + d))
    number = digits + right
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from("0123456789"))
    changed = number[:place] + other + number[place + 1 :]

    assert is_mod_10_right(changed) is (changed == number)
