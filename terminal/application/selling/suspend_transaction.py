"""Put the open transaction aside."""

import msgspec


class SuspendTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """The shopper forgot something; the next one is served first."""
