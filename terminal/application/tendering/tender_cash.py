"""Take cash for the open transaction, or give it back."""

import msgspec


class TenderCash(msgspec.Struct, frozen=True, kw_only=True):
    """Cash lies on the counter.

    Attributes:
        given_minor: More than due gives change, less leaves a rest. None means
            exactly what is due, and is the only value for a refund.
    """

    given_minor: int | None = None
