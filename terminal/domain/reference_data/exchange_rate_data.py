"""The daily rate of a foreign currency, as the feed carries it."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from terminal.domain.tender.exchange_rate import RATE_MICRO_MAX

PER_UNITS_MAX: Final = 1_000_000


class ExchangeRateData(Struct, frozen=True, kw_only=True):
    """What one unit of a foreign currency is worth in the store's currency.

    Attributes:
        currency: ISO 4217 code of the foreign currency.
        rate_micro: Millionths of the store's major unit for *per_units* foreign ones.
        per_units: 100 for the yen, so that a small rate keeps its digits.
        valid_from: First local day, ``YYYY-MM-DD``; it holds until a later one does.
    """

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    rate_micro: Annotated[int, Meta(gt=0, le=RATE_MICRO_MAX)]
    per_units: Annotated[int, Meta(gt=0, le=PER_UNITS_MAX)] = 1
    valid_from: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


def rate_key(rate: ExchangeRateData) -> str:
    """Return the key of a rate: a currency has one a day."""
    return f"{rate.currency}@{rate.valid_from}"
