"""Labels and their AIM identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner.scan import Label, split_aim_identifier


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
