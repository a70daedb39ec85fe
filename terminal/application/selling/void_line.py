"""Void a line of the open transaction."""

import msgspec


class VoidLine(msgspec.Struct, frozen=True, kw_only=True):
    """The operator voided a line; it stays visible and counts in nothing."""

    line_sequence: int
