"""Give up the open transaction."""

import msgspec


class CancelTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """The open transaction ends unpaid; it gets a number and is recorded."""

    reason: str | None = None
