"""A priced basket as bytes: the same from a till, the command line and the center.

It says nothing of who asked or where it is kept, only what is in the basket, what it
costs and by which rules; so equal baskets under equal rules are equal bytes.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from terminal.domain.pricing.points_earned import LineTaxes, points_by_line
from terminal.domain.pricing.price_modifier import PriceModifier, discount_of
from terminal.domain.pricing.pricer import ENGINE_VERSION
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.promotion.result import PromotionResult
from terminal.domain.tax.tax_line_item import LineTax, TaxLineItem
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.terms import PromotionUse, Proposal, RefusedCoupon


class Why(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One promotion that was tried on a line.

    Attributes:
        outcome: ``applied`` or ``refused``.
        reason: Stable code of the cause.
        detail: The figure behind the reason.
        amount_minor: Signed change of the line; 0 unless applied.
    """

    promotion_id: str
    version: int
    label: str
    outcome: str
    reason: str
    detail: str = ""
    amount_minor: int = 0


class PricedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line that counts.

    Attributes:
        sequence: From 1, without gaps.
        quantity_micro: Millionths of ``unit``; negative for goods that come back.
        unit_price_micro: Millionths of the major unit.
        price_source: Where the unit price came from.
        extended_minor: Before modifiers.
        amount_minor: What is paid for it; contains the included taxes.
        why: What was tried on it; None when nobody asked.
    """

    sequence: int
    item_id: str
    scan_code: str
    description: str
    quantity_micro: int
    unit: str
    unit_price_micro: int
    price_source: str
    price_list_id: str | None
    extended_minor: int
    modifiers: tuple[PriceModifier, ...]
    amount_minor: int
    tax_group_id: str
    taxes: tuple[LineTax, ...]
    linked_to: int | None
    why: tuple[Why, ...] | None


class PolicyNames(msgspec.Struct, frozen=True, kw_only=True):
    """The named choices that led to the prices."""

    tax_mode: str
    tax_rounding: str
    tax_step_minor: int
    tax_halves: str
    price_choice: str
    open_basket: str
    manual: str
    promotion: Mapping[str, str]


class PricedBasket(msgspec.Struct, frozen=True, kw_only=True):
    """What a basket costs and why.

    Amounts are minor units of ``currency``.

    Attributes:
        at_ms: Instant (UTC) it is priced for.
        subtotal_minor: Sum of the line amounts.
        discount_minor: Sum of promotions and manual modifiers; negative when given.
        added_tax_minor: Taxes on top of the line amounts.
        total_minor: What is to be paid before any rounding of cash.
        is_optimal: Whether no better combination of promotions exists.
        price_book: Version of the reference data.
        points_earned: Points that the member would earn, all of it paid by tenders
            that earn; 0 for a stranger and without a programme.
        proposals: What may be added and is then free or reduced.
        engine: Version of the pricer.
    """

    at_ms: int
    currency: str
    exponent: int
    store: str
    channel: str
    member_id: str | None
    tender: str | None
    tax_exemption: str | None
    lines: tuple[PricedLine, ...]
    subtotal_minor: int
    discount_minor: int
    added_tax_minor: int
    tax_minor: int
    total_minor: int
    taxes: tuple[TaxLineItem, ...]
    promotions: tuple[PromotionUse, ...]
    refused_coupons: tuple[RefusedCoupon, ...]
    proposals: tuple[Proposal, ...]
    points_earned: int
    is_optimal: bool
    policy: PolicyNames
    price_book: str
    engine: str


_encoder: Final = msgspec.json.Encoder(order="deterministic")


def encode(basket: PricedBasket) -> bytes:
    """Return the exact bytes of a priced basket: JSON without white space."""
    return _encoder.encode(basket)


def priced_basket(
    transaction: RetailTransaction,
    policy: PricingPolicy,
    price_book: str,
    explained: PromotionResult | None = None,
) -> PricedBasket:
    """Return the priced basket of a transaction that the pricer has priced.

    Args:
        transaction: Open; its voided lines are left out.
        policy: What it was priced by.
        price_book: Version of the reference data in force.
        explained: What was tried, when somebody asked.
    """
    header, terms = transaction.header, transaction.terms
    counting = transaction.counting_lines()
    completion = transaction.taxes()
    places = {line.sequence: place for place, line in enumerate(counting, start=1)}
    return PricedBasket(
        at_ms=header.opened_at_ms,
        currency=header.currency.code,
        exponent=header.currency.exponent,
        store=header.store,
        channel=header.channel,
        member_id=(None if terms.member is None else terms.member.member_id or None),
        tender=terms.tender,
        tax_exemption=None if terms.exemption is None else terms.exemption.reason,
        lines=tuple(
            _line(
                line,
                places,
                completion.line_taxes[line.sequence - 1],
                _why(line, explained),
            )
            for line in counting
        ),
        subtotal_minor=transaction.subtotal_minor,
        discount_minor=sum(discount_of(line.modifiers) for line in counting),
        added_tax_minor=transaction.total_minor - transaction.subtotal_minor,
        tax_minor=transaction.tax_minor,
        total_minor=transaction.total_minor,
        taxes=completion.taxes,
        promotions=terms.outcome.promotions,
        refused_coupons=terms.outcome.refused_coupons,
        proposals=terms.outcome.proposals,
        points_earned=_points(transaction, policy, completion.line_taxes),
        is_optimal=terms.outcome.is_optimal,
        policy=PolicyNames(
            tax_mode=header.tax_mode.value,
            tax_rounding=header.tax_rounding.value,
            tax_step_minor=header.tax_step_minor,
            tax_halves=header.tax_halves.value,
            price_choice=policy.price_choice.value,
            open_basket=policy.open_basket.value,
            manual=policy.manual.value,
            # In order of the names, whatever encodes it.
            promotion={
                name: str(value)
                for name, value in sorted(
                    msgspec.structs.asdict(policy.promotion).items()
                )
            },
        ),
        price_book=price_book,
        engine=ENGINE_VERSION,
    )


def _points(
    transaction: RetailTransaction, policy: PricingPolicy, line_taxes: LineTaxes
) -> int:
    member = transaction.terms.member
    if policy.points is None or member is None or not member.member_id:
        return 0
    return sum(
        points for _, points in points_by_line(policy.points, transaction, line_taxes)
    )


def _line(
    line: SaleReturnLineItem,
    places: Mapping[int, int],
    taxes: tuple[LineTax, ...],
    why: tuple[Why, ...] | None,
) -> PricedLine:
    return PricedLine(
        sequence=places[line.sequence],
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        price_source=line.price_source.value,
        price_list_id=line.price_list_id,
        extended_minor=line.extended_minor,
        modifiers=line.modifiers,
        amount_minor=line.amount_minor,
        tax_group_id=line.tax_group.tax_group_id,
        taxes=taxes,
        linked_to=None if line.linked_to is None else places.get(line.linked_to),
        why=why,
    )


def _why(
    line: SaleReturnLineItem, explained: PromotionResult | None
) -> tuple[Why, ...] | None:
    if explained is None:
        return None
    return tuple(
        Why(
            promotion_id=trial.promotion_id,
            version=trial.version,
            label=trial.label,
            outcome=trial.outcome.value,
            reason=trial.reason_code.value,
            detail=trial.detail,
            amount_minor=trial.amount_minor,
        )
        for trial in explained.trials.get(line.sequence, ())
    )
