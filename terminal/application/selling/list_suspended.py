"""List the suspended transactions."""

import msgspec


class ListSuspended(msgspec.Struct, frozen=True, kw_only=True):
    """Ask which transactions wait to be retrieved, oldest first."""
