"""A number that is typed digit by digit, as on a till: 1, 12, 1.23."""

from __future__ import annotations

from typing import Final

_DIGITS_MAX: Final = 9


class DigitEntry:
    """Digits shift in from the right; the decimal sign has a fixed place.

    Attributes:
        decimals: Digits after the decimal sign.
        proposal: The value as long as nothing is typed.
    """

    def __init__(self, decimals: int, proposal: int = 0) -> None:
        self.decimals = decimals
        self.proposal = proposal
        self._digits = ""

    @property
    def is_typed(self) -> bool:
        """Whether a digit was typed since the last reset."""
        return bool(self._digits)

    @property
    def value(self) -> int:
        """The number in units of its last decimal."""
        return int(self._digits) if self._digits else self.proposal

    def reset(self, decimals: int, proposal: int = 0) -> None:
        """Begin anew."""
        self.decimals = decimals
        self.proposal = proposal
        self._digits = ""

    def type(self, digits: str) -> None:
        """Take one digit, or the two of the key 00."""
        self._digits = (self._digits + digits).lstrip("0")[:_DIGITS_MAX]
        if not self._digits:
            self.proposal = 0

    def erase(self) -> None:
        """Take the last digit away; the first press clears a proposal."""
        if self._digits:
            self._digits = self._digits[:-1]
            if not self._digits:
                self.proposal = 0
        else:
            self.proposal = 0
