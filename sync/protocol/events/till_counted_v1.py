"""Somebody counted what is in the till."""

from typing import ClassVar

import msgspec

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class CashCount(msgspec.Struct, frozen=True, kw_only=True):
    """The cash of one currency as it was counted.

    Attributes:
        denominations: (face value in minor units, pieces), largest face first;
            empty when only the sum was keyed.
        amount_minor: The sum in minor units of `currency`.
    """

    currency: str
    denominations: tuple[tuple[WireInt, WireInt], ...] = ()
    amount_minor: WireInt


class TillCounted(EventBody, frozen=True, kw_only=True):
    """A count; blind, so what was expected is not in it.

    A till may be counted again and again: the settlement takes the last count.

    Attributes:
        count_number: Count of this till period, from 1.
        cash: One entry a currency, sorted by currency.
        others: (method, amount in minor units of the store's currency) of every
            other tender that was counted, sorted by method.
    """

    TYPE: ClassVar[str] = "till.counted"
    VERSION: ClassVar[int] = 1

    till_period_id: str
    business_day: str
    count_number: WireInt
    cash: tuple[CashCount, ...]
    others: tuple[tuple[str, WireInt], ...] = ()
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = TillCounted
