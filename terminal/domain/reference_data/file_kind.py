"""Which kind of reference data a file holds."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class FileKind(StrEnum):
    """What is in a file to import; also what the file is called by.

    Attributes:
        TAXES: JSON lines, each a tax group.
        PROMOTIONS: JSON lines, each a promotion.
        MEMBERS: CSV, as all others.
    """

    ITEMS = "items"
    PRICES = "prices"
    PRICE_LISTS = "price-lists"
    TAXES = "taxes"
    PROMOTIONS = "promotions"
    MEMBERS = "members"
    EXCHANGE_RATES = "exchange-rates"


_WORDS: Final = frozenset(kind.value for kind in FileKind)


def kind_of_file(name: str) -> FileKind:
    """Return the kind that a file's name tells: ``summer.prices.csv`` holds prices.

    The last known word between the dots counts; without one it holds items.
    """
    for word in reversed(name.lower().replace("_", "-").split(".")):
        if word in _WORDS:
            return FileKind(word)
    return FileKind.ITEMS
