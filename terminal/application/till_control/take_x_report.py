"""Take an X report."""

import msgspec


class TakeXReport(msgspec.Struct, frozen=True, kw_only=True):
    """Ask what the running period came to; nothing is reset."""
