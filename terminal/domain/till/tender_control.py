"""Tender that moves between the till and others, without goods."""

from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.tender.tender_line_item import CASH


class TenderControlKind(StrEnum):
    """Why tender moved; each kind is a sum of its own on the report.

    Members:
        LOAN: From the safe into the till.
        PICKUP: Out of the till, taken to the safe by somebody.
        PAID_IN: Into the till from outside, e.g. found money.
        PAID_OUT: Out of the till to the outside, e.g. the window cleaner.
        SAFE_DROP: Out of the till into the drop safe beside it.
    """

    LOAN = "loan"
    PICKUP = "pickup"
    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    SAFE_DROP = "safe_drop"

    @property
    def is_incoming(self) -> bool:
        """Whether the till holds more afterwards."""
        return self in _INCOMING


_INCOMING: Final = frozenset({TenderControlKind.LOAN, TenderControlKind.PAID_IN})


class TenderControlTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded movement, as projections remember it.

    Attributes:
        amount_minor: Signed change of the till's content, in `currency`.
        reference: Number of the bag or voucher; None for none.
        voids_event_id: The one that this one undoes, or None.
        voided_by: Event that undid it, or None.
    """

    event_id: str
    event_hash: str
    series: str
    number: int
    kind: TenderControlKind
    till_period_id: str
    business_day: str
    operator_id: str
    method: str
    currency: str
    amount_minor: int
    reason: str
    reference: str | None = None
    voids_event_id: str | None = None
    voided_by: str | None = None
    at_ms: int


class MovementTotal(msgspec.Struct, frozen=True, kw_only=True):
    """All movements of one kind, tender and currency in a period.

    Attributes:
        count: Movements that stand; a void takes away what it voids.
        amount_minor: Signed sum in `currency`, voids included.
    """

    kind: TenderControlKind
    method: str = CASH
    currency: str
    count: int
    amount_minor: int


def signed_amount(kind: TenderControlKind, amount_minor: int) -> int:
    """Return by how much the till's content changes.

    Raises:
        InvalidAmountError: nothing, less than nothing or too much.
    """
    if not 0 < amount_minor <= AMOUNT_MINOR_MAX:
        raise InvalidAmountError(
            "key an amount above zero; nothing was recorded",
            amount_minor=amount_minor,
        )
    return amount_minor if kind.is_incoming else -amount_minor
