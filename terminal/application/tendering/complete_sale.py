"""Complete the open transaction once it balances."""

import msgspec


class CompleteSale(msgspec.Struct, frozen=True, kw_only=True):
    """Everything is paid: number it, record it, print it.

    Attributes:
        source_reference: Id given by an outside log; must agree with the one the
            transaction was opened with, if any.
    """

    source_reference: str | None = None
