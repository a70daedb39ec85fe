"""A retail transaction was paid and its number is final; with what its price is."""

from typing import ClassVar, Final, Literal

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt
from sync.protocol.events.sale_parts_v2 import (
    Exemption,
    Points,
    Policy,
    Promotion,
    Redemption,
    SaleLine,
    TaxSum,
    Tender,
)

USUAL_POLICY: Final = Policy()


class SaleCompleted(EventBody, frozen=True, kw_only=True, omit_defaults=True):
    """A sale, a return or both; its event id is the transaction id.

    The line amounts and the taxes that they do not contain add up to
    ``gross_minor``; ``gross_minor`` and ``rounding_minor`` to the tenders.

    Attributes:
        tax_mode: Whether line amounts contain taxes that do not say otherwise.
        source_reference: Id given by an outside log.
        drawer_opened: Whether completing it opened the cash drawer.
        lines: In sequence; voided lines are here but count in nothing.
        promotions: In the order applied.
        is_optimal: Whether no better combination of promotions exists.
        price_book: Version of the reference data that priced it.
        gross_minor: Signed total, tax included.
        tax_minor: Signed sum of the taxes.
        rounding_minor: Rounding of the part paid in cash.
        points: Movements of members' points, in the order they were made.
        points_balance: The member's points after it, as the till knew them.
        unearning_minor: What of the goods sold was paid by tenders that earn no
            points.
        given_back: What promotions of earlier transactions get back.
    """

    TYPE: ClassVar[str] = "sale.completed"
    VERSION: ClassVar[int] = 2

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
    channel: str = "store"
    source_reference: str | None = None
    member_id: str | None = None
    exemption: Exemption | None = None
    drawer_opened: bool = False
    lines: tuple[SaleLine, ...]
    taxes: tuple[TaxSum, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    is_optimal: bool = True
    price_book: str = ""
    policy: Policy = USUAL_POLICY
    points: tuple[Points, ...] = ()
    points_balance: WireInt | None = None
    unearning_minor: WireInt = 0
    given_back: tuple[Redemption, ...] = ()
    tenders: tuple[Tender, ...] = ()
    gross_minor: WireInt
    tax_minor: WireInt = 0
    rounding_minor: WireInt = 0


EVENT = SaleCompleted
