"""A basket somebody wants priced: what a script, a shop window or a server sends.

Numbers are decimal text, so that no reader turns them into binary floats.
"""

import msgspec


class RequestCustomer(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Who buys; all empty for a stranger.

    Attributes:
        groups: Customer groups that price lists and promotions name.
        tier: Tier of a member.
    """

    member_id: str | None = None
    groups: tuple[str, ...] = ()
    tier: str | None = None


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
    reason: str = "request"


class RequestExemption(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Why no tax is due.

    Attributes:
        certificate: Number of the paper that proves it.
    """

    reason: str
    certificate: str = ""


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
    serial: str | None = None
    lot: str | None = None


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
    channel: str = "store"
    customer: RequestCustomer = RequestCustomer()
    coupons: tuple[str, ...] = ()
    tender: str | None = None
    tax_exemption: RequestExemption | None = None
