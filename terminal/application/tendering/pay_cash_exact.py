"""Pay exactly what is due in cash and complete, in one unit of work."""

import msgspec


class PayCashExact(msgspec.Struct, frozen=True, kw_only=True):
    """Exact cash, or a refund in cash, and done."""

    source_reference: str | None = None
