"""A finished transaction was undone by this one."""

from typing import ClassVar

import msgspec

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import TaxSum, Tender, WireInt


class VoidedTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """The finished transaction that is undone."""

    event_id: str
    series: str
    number: WireInt


class TransactionVoided(EventBody, frozen=True, kw_only=True):
    """A voiding transaction: it mirrors the money of the one it voids.

    Attributes:
        voids: The transaction that counts no more.
        taxes: Mirrored.
        tenders: Mirrored.
        gross_minor: Mirrored: negative for a voided sale.
    """

    TYPE: ClassVar[str] = "transaction.voided"
    VERSION: ClassVar[int] = 1

    transaction_id: str
    series: str
    number: WireInt
    voids: VoidedTransaction
    till_period_id: str
    business_day: str
    operator_id: str
    session_id: str
    currency: str
    drawer_opened: bool
    taxes: tuple[TaxSum, ...]
    tenders: tuple[Tender, ...]
    gross_minor: WireInt
    tax_minor: WireInt
    reason: str
    at_ms: WireInt


EVENT = TransactionVoided
