"""Parts shared by the version 1 bodies of retail transactions; no event itself.

Amounts are minor units of the body's currency, quantities and unit prices are
millionths (of the named unit, of the major unit). Goods that come back have
negative quantities and amounts.
"""

from typing import Annotated, Literal

import msgspec

# JSON readers in other languages hold integers exactly only below 2^53.
WireInt = Annotated[int, msgspec.Meta(gt=-(2**53), lt=2**53)]
Sequence = Annotated[int, msgspec.Meta(ge=1, lt=2**31, description="From 1.")]
RatePpm = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]


class ReturnOf(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The line of an earlier sale whose goods come back.

    Attributes:
        event_id: Event of the original ``sale.completed``.
        line_sequence: Line of that sale.
    """

    event_id: str
    line_sequence: Sequence


class SaleLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of a completed transaction; voided lines count in nothing.

    Attributes:
        sequence: Position in the transaction, from 1, never reused.
        quantity_micro: Negative for goods that come back.
        price_source: Where the unit price came from; ``receipt`` means that the
            amount is a share of what was paid, not quantity × price.
        amount_minor: Signed; includes tax when the body's tax mode is inclusive.
        tax_minor: Signed share of the document's tax of this rate.
        reason: Why goods were taken back without a receipt, else null.
    """

    sequence: Sequence
    kind: Literal["sale", "return"]
    item_id: str
    scan_code: str
    description: str
    quantity_micro: WireInt
    unit: str
    unit_price_micro: WireInt
    price_source: Literal["catalog", "keyed", "receipt"]
    amount_minor: WireInt
    tax_rate_id: str
    tax_rate_ppm: RatePpm
    tax_minor: WireInt
    is_voided: bool
    reason: str | None = None
    return_of: ReturnOf | None = None


class TaxSum(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Tax of one rate over the whole document.

    Attributes:
        taxable_minor: Signed amount without the tax.
        tax_minor: Signed tax, rounded once for the document.
    """

    tax_rate_id: str
    tax_rate_ppm: RatePpm
    taxable_minor: WireInt
    tax_minor: WireInt


class Tender(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What was given for the transaction; amount = given less change.

    Attributes:
        amount_minor: Net and signed: negative when tender goes back.
        given_minor: What was put on the counter; negative for a refund.
        change_minor: Given back, never negative.
    """

    sequence: Sequence
    method: str
    amount_minor: WireInt
    given_minor: WireInt
    change_minor: WireInt
