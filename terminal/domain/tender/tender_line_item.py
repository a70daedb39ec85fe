"""Tender given for, or given back by, a retail transaction."""

from typing import Final

import msgspec

CASH: Final = "cash"


class TenderLineItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One tender of a transaction; amount = given less change.

    Attributes:
        sequence: From 1, in the order given.
        method: ``cash`` today.
        amount_minor: Net and signed: negative when tender goes back.
        given_minor: What was put on the counter; negative for a refund.
        change_minor: Given back, never negative.
    """

    sequence: int
    method: str
    amount_minor: int
    given_minor: int
    change_minor: int
