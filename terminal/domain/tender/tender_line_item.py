"""Tender given for, or given back by, a retail transaction."""

from typing import Final

import msgspec

CASH: Final = "cash"


class TenderLineItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One tender of a transaction; amount = given less change.

    All amounts are minor units of the transaction's currency but ``foreign_minor``.

    Attributes:
        sequence: From 1, in the order given.
        method: ``cash``, ``card_manual``, ``voucher``, …
        amount_minor: Net and signed: negative when tender goes back.
        given_minor: What was put on the counter; negative for a refund.
        change_minor: Given back in the store's currency, never negative.
        rounding_minor: What the rounding of cash added to the amount due when this
            tender closed the balance; it goes when the tender goes.
        currency: Foreign currency of what was given, or None.
        foreign_minor: What was given, in minor units of that currency.
        foreign_exponent: Decimal places of that currency.
        rate_micro: Millionths of the store's major unit for ``rate_units`` major
            units of that currency.
    """

    sequence: int
    method: str
    amount_minor: int
    given_minor: int
    change_minor: int
    rounding_minor: int = 0
    currency: str | None = None
    foreign_minor: int | None = None
    foreign_exponent: int = 2
    rate_micro: int | None = None
    rate_units: int = 1
