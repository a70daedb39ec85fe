"""Sign the operator off."""

import msgspec


class SignOff(msgspec.Struct, frozen=True, kw_only=True):
    """The operator leaves; an open transaction stays open."""
