"""The daily rate of a foreign currency, as the feed carries it."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

_INTEGER_MAX: Final = 2**63 - 1


class ExchangeRateData(Struct, frozen=True, kw_only=True):
    """What one unit of a foreign currency is worth in the store's currency.

    Attributes:
        currency: ISO 4217 code of the foreign currency.
        rate_ppm: Millionths of the store's major unit for one foreign major unit.
        valid_from: First local day, ``YYYY-MM-DD``; it holds until a later one does.
    """

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    rate_ppm: Annotated[int, Meta(gt=0, le=_INTEGER_MAX)]
    valid_from: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


def rate_key(rate: ExchangeRateData) -> str:
    """Return the key of a rate: a currency has one a day."""
    return f"{rate.currency}@{rate.valid_from}"
