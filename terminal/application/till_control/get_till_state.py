"""Tell where the till stands."""

import msgspec


class GetTillState(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for day, period and session."""
