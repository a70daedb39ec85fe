"""A retail transaction was paid and its number is final."""

from typing import ClassVar, Literal

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import SaleLine, TaxSum, Tender, WireInt


class SaleCompleted(EventBody, frozen=True, kw_only=True):
    """A sale, a return or both; its event id is the transaction id.

    Attributes:
        tax_mode: Whether line amounts include tax.
        source_reference: Id given by an outside log, else null.
        drawer_opened: Whether completing it opened the cash drawer.
        lines: In sequence; voided lines are here but count in nothing.
        gross_minor: Signed total, tax included; the sum of the tenders.
        tax_minor: Signed sum of the taxes.
    """

    TYPE: ClassVar[str] = "sale.completed"
    VERSION: ClassVar[int] = 1

    transaction_id: str
    series: str
    number: WireInt
    operator_id: str
    session_id: str
    till_period_id: str
    business_day: str
    opened_at_ms: WireInt
    completed_at_ms: WireInt
    currency: str
    tax_mode: Literal["inclusive", "exclusive"]
    source_reference: str | None = None
    drawer_opened: bool
    lines: tuple[SaleLine, ...]
    taxes: tuple[TaxSum, ...]
    tenders: tuple[Tender, ...]
    gross_minor: WireInt
    tax_minor: WireInt


EVENT = SaleCompleted
