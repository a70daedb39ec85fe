"""Take up a suspended transaction again."""

import msgspec


class RetrieveTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """The shopper is back."""

    transaction_id: str
