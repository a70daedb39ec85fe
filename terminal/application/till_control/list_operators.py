"""List the operators who may sign on."""

import msgspec


class ListOperators(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the names on the sign-on screen."""
