"""Writes a balanced transaction as the event that records it."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from sync.protocol.events.sale_completed_v2 import USUAL_POLICY, SaleCompleted
from sync.protocol.events.sale_parts_v1 import ReturnOf
from sync.protocol.events.sale_parts_v2 import (
    Exemption,
    Modifier,
    Points,
    Policy,
    Promotion,
    SaleLine,
    TaxSum,
    Tender,
)
from sync.protocol.events.sale_parts_v2 import LineTax as EventLineTax
from sync.protocol.events.sale_parts_v2 import Redemption as EventRedemption
from terminal.application.ports.unit_of_work import ReceiptNumber
from terminal.application.standing import Standing
from terminal.application.tendering.member_entries import NO_ENTRIES, MemberEntries
from terminal.domain.member.coupon_ledger import Redemption
from terminal.domain.member.points_ledger import PointsEntry
from terminal.domain.money import MICRO
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.promotion.policy import (
    DEFAULT_PROMOTION_POLICY,
    PromotionPolicy,
)
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_line_item import LineTax, TaxLineItem
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.completion import Completion
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TransactionHeader

_NO_MODIFIERS: Final[tuple[Modifier, ...]] = ()


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """How a transaction comes to its end, besides its lines.

    Attributes:
        policy: The shop's choices, which the event names.
        drawer_opened: Whether completing it opens the cash drawer.
        entries: What it does to points, coupons and budgets.
    """

    completion: Completion
    standing: Standing
    number: ReceiptNumber
    policy: PricingPolicy
    source_reference: str | None
    completed_at_ms: int
    drawer_opened: bool
    entries: MemberEntries = NO_ENTRIES


def sale_event(transaction: RetailTransaction, ending: Ending) -> SaleCompleted:
    """Return the body of ``sale.completed`` for a transaction that balances."""
    header, terms = transaction.header, transaction.terms
    is_inclusive = transaction.tax_policy.is_inclusive
    return SaleCompleted(
        transaction_id=header.transaction_id,
        series=ending.number.series,
        number=ending.number.number,
        operator_id=ending.standing.session.operator_id,
        session_id=ending.standing.session.session_id,
        till_period_id=ending.standing.till_period_id,
        business_day=ending.standing.business_day,
        opened_at_ms=header.opened_at_ms,
        completed_at_ms=ending.completed_at_ms,
        currency=header.currency.code,
        tax_mode=header.tax_mode.value,
        channel=header.channel,
        source_reference=ending.source_reference,
        member_id=None if terms.member is None else terms.member.member_id,
        exemption=(
            None
            if terms.exemption is None
            else Exemption(
                reason=terms.exemption.reason,
                certificate=terms.exemption.certificate,
                price=terms.exemption.price.value,
            )
        ),
        drawer_opened=ending.drawer_opened,
        lines=tuple(
            _line(line, taxes, is_inclusive=is_inclusive)
            for line, taxes in zip(
                transaction.lines, ending.completion.line_taxes, strict=True
            )
        ),
        taxes=event_taxes(ending.completion.taxes),
        promotions=tuple(
            Promotion(
                promotion_id=use.promotion_id,
                version=use.version,
                label=use.label,
                times=use.times,
                amount_minor=use.amount_minor,
                coupon_codes=use.coupon_codes,
            )
            for use in terms.outcome.promotions
        ),
        is_optimal=terms.outcome.is_optimal,
        price_book=terms.outcome.price_book,
        policy=_policy(header, ending.policy),
        points=event_points(ending.entries.points),
        points_balance=ending.entries.points_balance,
        unearning_minor=ending.entries.unearning_minor,
        given_back=event_redemptions(ending.entries.given_back),
        tenders=event_tenders(transaction.tenders),
        gross_minor=transaction.total_minor,
        tax_minor=transaction.tax_minor,
        rounding_minor=transaction.rounding_minor,
    )


def event_taxes(taxes: Sequence[TaxLineItem], *, sign: int = 1) -> tuple[TaxSum, ...]:
    """Return the rows of a document, with sign -1 mirrored."""
    return tuple(
        TaxSum(
            tax_id=row.tax_id,
            name=row.name,
            kind=row.kind.value,
            rate_ppm=row.rate_ppm,
            taxable_minor=sign * row.taxable_minor,
            tax_minor=sign * row.tax_minor,
        )
        for row in taxes
    )


def event_points(entries: Iterable[PointsEntry]) -> tuple[Points, ...]:
    """Return movements of points as an event tells them."""
    return tuple(
        Points(
            member_id=entry.member_id,
            kind=entry.kind.value,
            points=entry.points,
            rule_id=entry.rule_id,
            amount_minor=entry.amount_minor,
            line_sequence=entry.line_sequence,
            tender_sequence=entry.tender_sequence,
            of_event_id=entry.of_event_id,
        )
        for entry in entries
    )


def event_redemptions(rows: Iterable[Redemption]) -> tuple[EventRedemption, ...]:
    """Return what is given back of earlier transactions as an event tells it."""
    return tuple(
        EventRedemption(
            of_event_id=one.of_event_id or "",
            promotion_id=one.promotion_id,
            version=one.version,
            member_id=one.member_id,
            amount_minor=one.amount_minor,
            uses=one.uses,
            coupon_codes=one.coupon_codes,
        )
        for one in rows
    )


def event_tenders(tenders: Sequence[TenderLineItem]) -> tuple[Tender, ...]:
    """Return the tenders of a document."""
    return tuple(
        Tender(
            sequence=tender.sequence,
            method=tender.method,
            amount_minor=tender.amount_minor,
            given_minor=tender.given_minor,
            change_minor=tender.change_minor,
            rounding_minor=tender.rounding_minor,
            currency=tender.currency,
            foreign_minor=tender.foreign_minor,
            foreign_exponent=tender.foreign_exponent,
            rate_micro=tender.rate_micro,
            rate_units=tender.rate_units,
        )
        for tender in tenders
    )


def _line(
    line: SaleReturnLineItem, taxes: tuple[LineTax, ...], *, is_inclusive: bool
) -> SaleLine:
    original = line.return_of
    return SaleLine(
        sequence=line.sequence,
        kind=line.kind.value,
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        unit_price_micro=line.unit_price_micro,
        price_source=line.price_source.value,
        price_list_id=line.price_list_id,
        regular_price_micro=(
            None
            if line.regular_price_micro == line.unit_price_micro
            else line.regular_price_micro
        ),
        price_reason=line.price_reason,
        price_authorised_by=line.price_authorised_by,
        age_checked=line.age_checked,
        is_weight_keyed=line.is_weight_keyed,
        extended_minor=(
            None if line.extended_minor == line.amount_minor else line.extended_minor
        ),
        modifiers=_modifiers(line) if line.modifiers else _NO_MODIFIERS,
        amount_minor=line.amount_minor,
        tax_group_id=line.tax_group.tax_group_id,
        taxes=(
            (_line_tax(line.tax_group, taxes[0], is_inclusive=is_inclusive),)
            if len(taxes) == 1  # As most lines; the commit waits for every one.
            else tuple(
                _line_tax(line.tax_group, tax, is_inclusive=is_inclusive)
                for tax in taxes
            )
        ),
        base_quantity_micro=(
            None if line.base_quantity_micro == MICRO else line.base_quantity_micro
        ),
        category=line.category,
        serial=line.serial,
        lot=line.lot,
        expires_on=line.expires_on,
        linked_to=line.linked_to,
        is_voided=line.voided_at_ms is not None,
        reason=line.reason,
        named_receipt=line.named_receipt,
        return_of=(
            None
            if original is None
            else ReturnOf(
                event_id=original.event_id, line_sequence=original.line_sequence
            )
        ),
    )


def _line_tax(group: TaxGroup, tax: LineTax, *, is_inclusive: bool) -> EventLineTax:
    return EventLineTax(
        tax_id=tax.tax_id,
        kind=tax.kind.value,
        rate_ppm=tax.rate_ppm,
        is_included=_own_inclusion(group, tax.tax_id, is_inclusive=is_inclusive),
        taxable_minor=tax.taxable_minor,
        tax_minor=tax.tax_minor,
    )


def _own_inclusion(group: TaxGroup, tax_id: str, *, is_inclusive: bool) -> bool | None:
    """Return whether a tax is included, if that is not what the tax mode says."""
    for component in group.components:
        if component.tax_id == tax_id:
            own = component.is_included
            return None if own is is_inclusive else own
    return None


def _modifiers(line: SaleReturnLineItem) -> tuple[Modifier, ...]:
    return tuple(
        Modifier(
            kind=modifier.kind.value,
            rule_id=modifier.rule_id,
            rule_version=modifier.rule_version,
            label=modifier.label,
            amount_minor=modifier.amount_minor,
            coupon_code=modifier.coupon_code,
            reason=modifier.reason,
            authorised_by=modifier.authorised_by,
        )
        for modifier in line.modifiers
    )


def _policy(header: TransactionHeader, policy: PricingPolicy) -> Policy:
    cash, usual = header.cash_rounding, USUAL_POLICY
    named = Policy(
        tax_rounding=header.tax_rounding.value,
        tax_step_minor=header.tax_step_minor,
        tax_halves=header.tax_halves.value,
        price_choice=policy.price_choice.value,
        open_basket=policy.open_basket.value,
        manual=policy.manual.value,
        cash_step_minor=usual.cash_step_minor if cash is None else cash.step_minor,
        cash_rounding=usual.cash_rounding if cash is None else cash.mode.value,
        promotion=_promotion_choices(policy.promotion),
    )
    # The very object: what is the default itself is left out.
    return usual if named == usual else named


def _promotion_choices(policy: PromotionPolicy) -> dict[str, str]:
    """Return the choices of the promotion engine that are not the usual ones."""
    if policy is DEFAULT_PROMOTION_POLICY:
        return {}
    usual = msgspec.structs.asdict(DEFAULT_PROMOTION_POLICY)
    return {
        name: str(value)
        for name, value in msgspec.structs.asdict(policy).items()
        if value != usual[name]
    }
