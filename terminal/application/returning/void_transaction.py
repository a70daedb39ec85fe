"""Undo a finished transaction by a voiding one."""

import msgspec


class VoidTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A finished transaction must not count; its tender goes back."""

    series: str
    number: int
    reason: str
