"""Show the open transaction, e.g. after a restart."""

import msgspec


class GetOpenSale(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the open transaction with all its lines."""
