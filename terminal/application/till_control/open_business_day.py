"""Open the business day."""

import msgspec


class OpenBusinessDay(msgspec.Struct, frozen=True, kw_only=True):
    """The accounting day begins.

    Attributes:
        business_day: ISO date; None proposes one from the clock, the store's time
            zone and day cut-over.
    """

    business_day: str | None = None
