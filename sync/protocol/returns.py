"""What workstation and central say about goods that come back.

A receipt is proved by the first digits of its event's hash, which are printed on it:
they show the central that the asker holds the paper, and the asker that the answer
is the event of that paper.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from msgspec import Meta, Struct

from sync.protocol.envelope import HashHex, Name, Natural, Sequence

CODE_PATTERN: Final = re.compile(r"[0-9a-f]{8}", re.ASCII)

CLAIMED_LINES_MAX: Final = 5_000
RELEASES_MAX: Final = 20

EventId = Annotated[str, Meta(min_length=1, max_length=64)]


class LineBack(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What came back of one sold line, or is claimed by another transaction.

    Attributes:
        quantity_micro: Millionths of the line's unit, not negative.
        amount_minor: What was given back for it, signed as sold.
        taxes: Taxes in it, in the order of the line's, signed as sold.
    """

    line_sequence: Sequence
    quantity_micro: Natural
    amount_minor: int = 0
    taxes: tuple[int, ...] = ()


class Refunded(Struct, frozen=True, gc=False):
    """What was given back for one transaction by one tender.

    Attributes:
        amount_minor: Not negative.
    """

    method: str
    amount_minor: int


class FoundReceipt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The transaction of a receipt, with what became of it since.

    Attributes:
        workstation: Who sold it.
        seq: Of the event in its epoch.
        header: Exact text of the event's header.
        body: Exact text of the event's body.
        prev: What the event's hash was made with besides, 64 hex digits.
        hash: 64 hex digits; begins with the digits on the receipt.
        back: Lines of which something came back or is claimed.
        refunds: What was given back for it so far.
        voided_by: Event that voided it.
    """

    workstation: str
    store: str
    seq: Sequence
    header: str
    body: str
    prev: HashHex
    hash: HashHex
    back: tuple[LineBack, ...] = ()
    refunds: tuple[Refunded, ...] = ()
    voided_by: str | None = None


class ClaimedLine(Struct, frozen=True, gc=False):
    """How much of one line is to come back."""

    line_sequence: Sequence
    quantity_micro: Natural


class ReturnClaim(Struct, frozen=True, kw_only=True):
    """A transaction that is still open wants to take goods back.

    Attributes:
        transaction_id: That transaction.
        event_id: The transaction that sold the goods.
        lines: All that it wants of that transaction: a claim replaces the one
            before it, so the same claim twice is one.
        releases: Transactions of this workstation that were given up while nobody
            knew whether their claims had arrived; they claim nothing of it.
    """

    transaction_id: EventId
    event_id: EventId
    lines: Annotated[tuple[ClaimedLine, ...], Meta(max_length=CLAIMED_LINES_MAX)]
    releases: Annotated[tuple[EventId, ...], Meta(max_length=RELEASES_MAX)] = ()


class ClaimReply(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a claim.

    Attributes:
        is_granted: False when more is wanted than is left; then nothing changed.
        back: What came back or is claimed by others, without this claim.
        voided_by: Event that voided the sale; then nothing is granted.
        expires_at_ms: When the claim ends by itself, ms since 1970 UTC.
    """

    is_granted: bool
    back: tuple[LineBack, ...] = ()
    voided_by: str | None = None
    expires_at_ms: Natural = 0


class OverReturn(Struct, frozen=True, kw_only=True):
    """More of a line came back than was sold, found when the event arrived.

    Attributes:
        event_id: Transaction that took too much back.
        original_event_id: Transaction that sold the goods.
        line_sequence: Of that transaction.
        sold_micro: Quantity sold; 0 when the sale was voided.
        returned_micro: Quantity that came back in all.
        sold_minor: What was paid for it.
        returned_minor: What was given back for it in all.
    """

    event_id: str
    workstation: Name
    store: Name
    business_day: str
    original_event_id: str
    line_sequence: int
    sold_micro: int
    returned_micro: int
    sold_minor: int
    returned_minor: int
    flagged_at_ms: int


class OverReturns(Struct, frozen=True, kw_only=True):
    """A list of them, oldest first."""

    over_returns: tuple[OverReturn, ...]
