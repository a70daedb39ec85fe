"""What all simulated cards have in common: being taken away."""

from __future__ import annotations

import pytest

from drivers.nfc.simulated_card import Tearing, TearMode


@pytest.mark.parametrize(
    ("mode", "left"),
    [
        (TearMode.BEFORE, b"old!"),
        (TearMode.HALF, b"NEd!"),
        (TearMode.GARBLED, bytes(byte ^ 0x5A for byte in b"NEW!")),
        (TearMode.AFTER, b"NEW!"),
    ],
    ids=lambda value: value.value if isinstance(value, TearMode) else "",
)
def test_a_torn_write_leaves_what_its_mode_says(mode: TearMode, left: bytes) -> None:
    memory, tearing = bytearray(b"old!old!"), Tearing()
    tearing.tear_at(1, mode)

    assert tearing.write(memory, 0, b"NEW!")
    assert not tearing.write(memory, 4, b"NEW!")

    assert memory == b"NEW!" + left
    assert tearing.is_torn
    tearing.insert()
    assert tearing.write(memory, 4, b"NEW!")
