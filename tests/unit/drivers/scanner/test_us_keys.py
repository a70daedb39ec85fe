"""The places of a US keyboard."""

from __future__ import annotations

import string

import pytest

from drivers.scanner import us_keys


def test_every_character_of_ascii_has_a_key() -> None:
    typed = set(us_keys.PLAIN.values()) | set(us_keys.SHIFTED.values())

    assert set(string.printable) - set("\n\x0b\x0c") <= typed


@pytest.mark.parametrize(
    ("code", "is_shift", "is_control", "character"),
    [
        (2, False, False, "1"),
        (2, True, False, "!"),
        (11, False, False, "0"),
        (16, True, False, "Q"),
        (27, False, False, "]"),
        (27, False, True, "\x1d"),
        (7, True, True, "\x1e"),
        (50, False, True, "\r"),
        (82, False, False, "0"),
        (28, False, False, "\r"),
        (2, False, True, None),
        (59, False, False, None),
    ],
)
def test_keys_type_by_their_place(
    code: int, is_shift: bool, is_control: bool, character: str | None
) -> None:
    typed = us_keys.character_of(code, is_shift=is_shift, is_control=is_control)

    assert typed == character
