"""Parts of the version 2 bodies of retail transactions; no event itself.

Amounts are minor units of the body's currency, quantities and unit prices are
millionths (of the named unit, of the major unit). Goods that come back have
negative quantities and amounts. Fields with their default are left out.
"""

from typing import Annotated, Literal

import msgspec

from sync.protocol.events.sale_parts_v1 import ReturnOf, Sequence, WireInt

# Taxes that are withheld have negative rates.
SignedRatePpm = Annotated[int, msgspec.Meta(ge=-10_000_000, le=10_000_000)]

TaxKindName = Literal["percent", "division", "fixed"]


class Modifier(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A change of a line's amount with its cause.

    Attributes:
        kind: ``exemption`` is tax in the price that an exempt customer did not pay.
        rule_id: Promotion, or reason code of a manual modifier.
        amount_minor: Signed: negative lowers a sale.
        authorised_by: Operator who allowed it, if it needed someone else.
    """

    kind: Literal["promotion", "manual", "rounding", "exemption"]
    rule_id: str
    rule_version: WireInt = 0
    label: str
    amount_minor: WireInt
    coupon_code: str | None = None
    reason: str | None = None
    authorised_by: str | None = None


class LineTax(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One tax of one line.

    Attributes:
        is_included: Whether the line's amount contains it; left out when it does
            as the body's tax mode says.
        taxable_minor: Signed amount the tax was computed on.
        tax_minor: Signed.
    """

    tax_id: str
    kind: TaxKindName = "percent"
    rate_ppm: SignedRatePpm
    is_included: bool | None = None
    taxable_minor: WireInt
    tax_minor: WireInt


class SaleLine(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One line of a completed transaction; voided lines count in nothing.

    Attributes:
        sequence: Position in the transaction, from 1, never reused.
        quantity_micro: Negative for goods that come back.
        price_source: Where the unit price came from; ``receipt`` means that the
            amount is a share of what was paid, not quantity × price.
        extended_minor: Signed, before modifiers; left out when it is the amount.
        amount_minor: Signed, what was paid; contains the included taxes.
        taxes: Signed shares of the document's taxes; none for a voided line.
        base_quantity_micro: Base units in one unit; left out for one.
        regular_price_micro: The item's own price, left out when it is the price.
        price_reason: Why the price was overridden.
        age_checked: Years that the customer was checked to have; 0 for not asked.
        is_weight_keyed: A person keyed the weight in place of a scale.
        reason: Why goods were taken back without a receipt.
        expires_on: ISO date from the label.
        linked_to: Line that this one followed.
        named_receipt: Receipt that the customer named but nobody could look up.
    """

    sequence: Sequence
    kind: Literal["sale", "return"] = "sale"
    item_id: str
    scan_code: str
    description: str
    quantity_micro: WireInt
    unit: str
    unit_price_micro: WireInt
    price_source: Literal[
        "catalog", "price_list", "label", "keyed", "override", "receipt"
    ] = "catalog"
    price_list_id: str | None = None
    regular_price_micro: WireInt | None = None
    price_reason: str | None = None
    price_authorised_by: str | None = None
    age_checked: WireInt = 0
    is_weight_keyed: bool = False
    extended_minor: WireInt | None = None
    modifiers: tuple[Modifier, ...] = ()
    amount_minor: WireInt
    tax_group_id: str
    taxes: tuple[LineTax, ...] = ()
    base_quantity_micro: WireInt | None = None
    category: str | None = None
    serial: str | None = None
    lot: str | None = None
    expires_on: str | None = None
    linked_to: Sequence | None = None
    is_voided: bool = False
    reason: str | None = None
    return_of: ReturnOf | None = None
    named_receipt: str | None = None

    @property
    def tax_minor(self) -> int:
        """Signed sum of the line's taxes."""
        return sum(tax.tax_minor for tax in self.taxes)


class TaxSum(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One tax over the whole document.

    Attributes:
        taxable_minor: Signed amount the tax was computed on.
        tax_minor: Signed.
    """

    tax_id: str
    name: str = ""
    kind: TaxKindName = "percent"
    rate_ppm: SignedRatePpm
    taxable_minor: WireInt
    tax_minor: WireInt


class Tender(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What was given for the transaction; amount = given less change.

    Attributes:
        amount_minor: Net and signed: negative when tender goes back.
        given_minor: What was put on the counter, in the body's currency.
        change_minor: Given back in the body's currency, never negative.
        rounding_minor: Rounding of cash that this tender brought.
        currency: Foreign currency of what was given.
        foreign_minor: What was given, in minor units of that currency.
        foreign_exponent: Decimal places of that currency.
        rate_micro: Millionths of the body's major unit for ``rate_units`` major
            units of that currency.
    """

    sequence: Sequence
    method: str
    amount_minor: WireInt
    given_minor: WireInt
    change_minor: WireInt = 0
    rounding_minor: WireInt = 0
    currency: str | None = None
    foreign_minor: WireInt | None = None
    foreign_exponent: WireInt = 2
    rate_micro: WireInt | None = None
    rate_units: WireInt = 1


class Promotion(
    msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True
):
    """A promotion that changed the transaction.

    Attributes:
        amount_minor: Signed sum of its modifiers.
        coupon_codes: Coupons it used up, one entry a use.
    """

    promotion_id: str
    version: WireInt
    label: str
    times: WireInt = 1
    amount_minor: WireInt
    coupon_codes: tuple[str, ...] = ()


class Points(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A movement of a member's points.

    Attributes:
        points: Signed: positive when earned, negative when burned; mirrored when
            goods come back.
        rule_id: What gave or took them.
        amount_minor: What points paid, signed like the tender.
        line_sequence: Line that earned.
        tender_sequence: Tender that burned.
        of_event_id: Transaction that line and tender are of, when this mirrors an
            earlier one.
    """

    member_id: str
    kind: Literal["earn", "burn", "earn_reversed", "burn_restored"] = "earn"
    points: WireInt
    rule_id: str = ""
    amount_minor: WireInt = 0
    line_sequence: Sequence | None = None
    tender_sequence: Sequence | None = None
    of_event_id: str | None = None


class Redemption(
    msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True
):
    """What of a promotion of an earlier transaction is given back, or used again.

    Attributes:
        of_event_id: The transaction that used it.
        member_id: Who used it; left out for a stranger.
        amount_minor: What its budget spent; negative when it gets it back.
        uses: -1 when the use is given back, 1 when it is used again.
        coupon_codes: Coupons that are restored, or redeemed again.
    """

    of_event_id: str
    promotion_id: str
    version: WireInt = 0
    member_id: str = ""
    amount_minor: WireInt = 0
    uses: WireInt = 0
    coupon_codes: tuple[str, ...] = ()


class Exemption(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why no tax was due.

    Attributes:
        price: Whether the included tax left the price.
    """

    reason: str
    certificate: str = ""
    price: Literal["price_net", "price_kept"] = "price_net"


class Policy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The named choices of the shop that are not the usual ones.

    Attributes:
        promotion: Choices of the promotion engine by name.
    """

    tax_rounding: str = "per_document"
    tax_step_minor: WireInt = 1
    tax_halves: str = "half_away_from_zero"
    price_choice: str = "priority"
    open_basket: str = "kept"
    manual: str = "after_promotions"
    cash_step_minor: WireInt = 1
    cash_rounding: str = "half_up"
    promotion: dict[str, str] = {}
