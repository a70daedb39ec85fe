"""What the pricer tells the transaction about one line."""

import msgspec

from terminal.domain.pricing.price_modifier import NO_MODIFIERS, PriceModifier
from terminal.domain.pricing.price_quote import PriceQuote


class LinePricing(msgspec.Struct, frozen=True, kw_only=True):
    """The new price of one line.

    Attributes:
        quote: Unit price that replaces the line's; None keeps it.
        modifiers: All modifiers of the line; those it had are forgotten.
    """

    quote: PriceQuote | None = None
    modifiers: tuple[PriceModifier, ...] = NO_MODIFIERS
