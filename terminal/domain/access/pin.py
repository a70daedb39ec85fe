"""Which PINs an operator may have.

Six digits are few.  Attempts are slowed down, but somebody who stands at the till
for a while still tries the likely ones; those are refused.
"""

from __future__ import annotations

from typing import ClassVar, Final

from terminal.domain.errors import DomainError

PIN_DIGITS: Final = 6
_RISING: Final = "01234567890"
_FALLING: Final = _RISING[::-1]


class WeakPinError(DomainError):
    """The PIN is not six digits, or is one that anybody would try."""

    code: ClassVar[str] = "weak_pin"


def require_good_pin(pin: str) -> None:
    """Refuse a new PIN that is malformed or trivial.

    Raises:
        WeakPinError: It says which; ``details["reason"]`` is ``form``,
            ``repeated`` or ``sequence``.
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise WeakPinError(
            f"a PIN has exactly {PIN_DIGITS} digits; nothing was changed",
            reason="form",
        )
    for length in (1, 2, 3):
        if pin == pin[:length] * (PIN_DIGITS // length):
            raise WeakPinError(
                "a PIN may not repeat itself; nothing was changed. Choose another.",
                reason="repeated",
            )
    if pin in _RISING or pin in _FALLING:
        raise WeakPinError(
            "a PIN may not count up or down; nothing was changed. Choose another.",
            reason="sequence",
        )
