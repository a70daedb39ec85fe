"""PINs that anybody would try are refused."""

from __future__ import annotations

import pytest

from terminal.domain.access.pin import WeakPinError, require_good_pin


@pytest.mark.parametrize("pin", ["271828", "314159", "100000", "112233", "123455"])
def test_an_ordinary_pin_is_taken(pin: str) -> None:
    require_good_pin(pin)


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("", "form"),
        ("12345", "form"),
        ("1234567", "form"),
        ("12345a", "form"),
        ("٢٧١٨٢٨", "form"),
        (" 27182", "form"),
        ("000000", "repeated"),
        ("777777", "repeated"),
        ("121212", "repeated"),
        ("123123", "repeated"),
        ("123456", "sequence"),
        ("456789", "sequence"),
        ("567890", "sequence"),
        ("654321", "sequence"),
        ("098765", "sequence"),
    ],
)
def test_a_malformed_or_trivial_pin_is_refused(pin: str, reason: str) -> None:
    with pytest.raises(WeakPinError) as refusal:
        require_good_pin(pin)

    assert refusal.value.details["reason"] == reason
    assert pin == "" or pin not in str(refusal.value)
