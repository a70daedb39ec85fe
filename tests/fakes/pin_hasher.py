"""A PIN hasher that costs nothing."""

from __future__ import annotations


def plain_hash(pin: str) -> str:
    """Return the hash that PlainPinHasher accepts for *pin*."""
    return f"plain:{pin}"


class PlainPinHasher:
    """Implements the PinHasher port; counts how often it was asked."""

    def __init__(self) -> None:
        self.verified = 0

    def verify(self, pin_hash: str, pin: str) -> bool:
        self.verified += 1
        return pin_hash == plain_hash(pin)
