"""Numbers of cards in logs."""

from __future__ import annotations

import pytest

from drivers.nfc.masking import mask, mask_text


def test_two_cards_can_be_told_apart_but_not_copied() -> None:
    assert mask(bytes.fromhex("04A1B2C3D4E5F6")) == "…E5F6 (7 bytes)"


@pytest.mark.parametrize("length", [0, 1, 2])
def test_of_a_very_short_number_nothing_is_shown(length: int) -> None:
    assert mask(bytes(length)) == f"({length} bytes)"


def test_an_identifier_shows_its_last_two_characters() -> None:
    assert mask_text("STAFF0042") == "…42"
    assert mask_text("42") == "…"
