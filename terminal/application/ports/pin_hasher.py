"""Checks PINs against their stored hashes."""

from typing import Protocol


class PinHasher(Protocol):
    """Verifies a PIN; slow on purpose (50-100 ms with argon2id)."""

    def verify(self, pin_hash: str, pin: str) -> bool:
        """Return whether *pin* belongs to *pin_hash*; False when it is no hash."""
