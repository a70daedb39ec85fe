"""A basket somebody wants priced: what a script, a shop window or a server sends.

Numbers are decimal text, so that no reader turns them into binary floats.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

# As long as a till takes them; without control characters, as at a till.
_PLAIN: Final = r"^[^\x00-\x1f\x7f-\x9f]*\Z"
_GROUPS_MAX: Final = 64

Code = Annotated[str, Meta(min_length=1, max_length=80, pattern=_PLAIN)]
Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=_PLAIN)]
Mark = Annotated[str, Meta(min_length=1, max_length=40, pattern=_PLAIN)]
Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=_PLAIN)]
Paper = Annotated[str, Meta(max_length=200, pattern=_PLAIN)]
Method = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}\Z")]


class RequestCustomer(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Who buys; all empty for a stranger.

    Attributes:
        groups: Customer groups that price lists and promotions name.
        tier: Tier of a member.
    """

    member_id: Name | None = None
    groups: Annotated[tuple[Name, ...], Meta(max_length=_GROUPS_MAX)] = ()
    tier: Name | None = None


class RequestDiscount(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A manual discount of a line; exactly one of percent and amount.

    Attributes:
        percent: Decimal text, e.g. ``"10"`` for 10 %.
        amount: Decimal text in major units, off the whole line.
        reason: Reason code.
    """

    percent: str | None = None
    amount: str | None = None
    reason: Reason = "request"


class RequestExemption(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Why no tax is due.

    Attributes:
        certificate: Number of the paper that proves it.
    """

    reason: Reason
    certificate: Paper = ""


class RequestLine(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """One line as it would be scanned.

    Attributes:
        scan_code: As read; a PLU when no identity has it.
        quantity: Decimal text, above zero.
        keyed_price: Unit price in major units, decimal text.
    """

    scan_code: str
    quantity: str = "1"
    keyed_price: str | None = None
    discount: RequestDiscount | None = None
    serial: Mark | None = None
    lot: Mark | None = None


class PriceRequest(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A basket to price.

    Attributes:
        at: RFC 3339 with offset; the offset makes the local day and minute.
        channel: Sales channel that price lists and promotions name.
        tender: Method that will pay, or None while nobody knows.
    """

    at: str
    lines: tuple[RequestLine, ...]
    channel: Name = "store"
    customer: RequestCustomer = RequestCustomer()
    coupons: tuple[Code, ...] = ()
    tender: Method | None = None
    tax_exemption: RequestExemption | None = None
