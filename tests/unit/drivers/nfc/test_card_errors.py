"""A card that fails is not a reader that fails."""

from __future__ import annotations

import pytest

from drivers.errors import DeviceError
from drivers.nfc import card_errors


@pytest.mark.parametrize(
    "name", ["CardGoneError", "CardRefusedError", "CardFormatError", "CardFullError"]
)
def test_a_failing_card_never_counts_as_a_failing_reader(name: str) -> None:
    error = getattr(card_errors, name)

    assert issubclass(error, card_errors.CardError)
    assert not issubclass(error, DeviceError)
