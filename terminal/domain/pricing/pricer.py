"""One code for till, command line and center: what every line costs, and why.

Order: unit prices (quantity breaks, members' and customers' lists), promotions,
manual modifiers of lines, then of the transaction, and last the tax that an exempt
customer does not pay.  Nothing is done that cannot change anything: a line that no
rule touches costs a few look-ups, however long the transaction is.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.money import allocate
from terminal.domain.pricing.line_taxes import included_taxes, split_taxes
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_book import PriceBook
from terminal.domain.pricing.price_list import PriceContext
from terminal.domain.pricing.price_modifier import (
    ModifierKind,
    PriceModifier,
    sum_of,
)
from terminal.domain.pricing.price_quote import (
    OpenBasketPrices,
    PriceQuote,
    resolve_price,
)
from terminal.domain.pricing.pricing_policy import ManualOrder, PricingPolicy
from terminal.domain.promotion.basket import PromotionContext, PromotionLine, Uses
from terminal.domain.promotion.book import PromotionBook, selectors_of
from terminal.domain.promotion.engine import evaluate
from terminal.domain.promotion.result import NOTHING_APPLIED, PromotionResult
from terminal.domain.tax.exemption import ExemptPrice
from terminal.domain.transaction.line_item import (
    LineKind,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.line_pricing import LinePricing
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.terms import (
    PricingOutcome,
    PromotionUse,
    Proposal,
    RefusedCoupon,
)

ENGINE_VERSION: Final = "1"
"""Rises when the same basket and book may come to another price."""

# Prices that nobody keyed, labelled or overrode may be asked for again.
_LISTED: Final = frozenset({PriceSource.CATALOG, PriceSource.LIST})

_Modifiers = dict[int, tuple[PriceModifier, ...]]


class PricingMoment(msgspec.Struct, frozen=True, kw_only=True):
    """When a transaction is priced, and what was used up before.

    Attributes:
        at_ms: The instant (UTC); an open transaction keeps that of its opening
            unless the policy asks for current prices.
        local_date: The store's date at that instant, ``2026-11-22``.
        weekday: Of ``local_date``; 0 is Monday.
        minute: Local minute of the day, 0 to 1439.
        uses: Earlier uses by promotion id.
        coupon_uses: Earlier uses by coupon code.
        budgets_left: What is left by promotion id.
    """

    at_ms: int
    local_date: str
    weekday: int
    minute: int
    uses: Mapping[str, Uses] = msgspec.field(default_factory=dict)
    coupon_uses: Mapping[str, Uses] = msgspec.field(default_factory=dict)
    budgets_left: Mapping[str, int] = msgspec.field(default_factory=dict)


def reprice(
    transaction: RetailTransaction,
    book: PriceBook,
    moment: Callable[[], PricingMoment],
    policy: PricingPolicy,
    *,
    is_aged: bool = False,
) -> tuple[int, ...]:
    """Price what changed since the last time; see the module for the order.

    Args:
        transaction: Without tender.
        book: Reference data in force.
        moment: Asked only when a rule needs it.
        policy: The shop's choices.
        is_aged: The instant may have changed although no line did.

    Returns:
        Lines whose price or modifiers changed, in sequence.

    Raises:
        DomainError: a price cannot be; the transaction is as before.
    """
    unpriced = transaction.unpriced_lines
    if not (unpriced or transaction.are_terms_unpriced or is_aged):
        return ()
    quotes = _quotes(transaction, book, moment, policy)
    promotions = book.promotions()
    version = book.version()
    is_current = policy.open_basket is OpenBasketPrices.CURRENT
    needs_promotions = _needs_promotions(
        transaction, promotions, quotes, version, is_current=is_current
    )
    if not (
        quotes
        or needs_promotions
        or transaction.are_terms_unpriced
        or transaction.terms.manual is not None
        or transaction.terms.exemption is not None
        or any(_has_modifiers(transaction.line(sequence)) for sequence in unpriced)
    ):
        transaction.apply_pricing({}, _with_version(transaction, version))
        return ()
    lines = _quoted_lines(transaction, quotes)
    result = None
    if needs_promotions:
        result = _evaluate(transaction, lines, promotions, moment, policy)
    modifiers = _modifiers(transaction, lines, result, policy)
    outcome = (
        _with_version(transaction, version)
        if result is None
        else _outcome(transaction, promotions, result, version)
    )
    return transaction.apply_pricing(
        {
            line.sequence: LinePricing(
                quote=quotes.get(line.sequence),
                modifiers=modifiers.get(line.sequence, ()),
            )
            for line in lines
            if line.return_of is None
        },
        outcome,
    )


def explain(
    transaction: RetailTransaction,
    book: PriceBook,
    moment: Callable[[], PricingMoment],
    policy: PricingPolicy,
) -> PromotionResult:
    """Return what was tried on each line, applied and refused; changes nothing."""
    lines = _quoted_lines(transaction, {})
    return _evaluate(
        transaction, lines, book.promotions(), moment, policy, is_explained=True
    )


# Unit prices.


def _quotes(
    transaction: RetailTransaction,
    book: PriceBook,
    moment: Callable[[], PricingMoment],
    policy: PricingPolicy,
) -> dict[int, PriceQuote]:
    """Return the unit prices that differ from those of the lines."""
    is_current = policy.open_basket is OpenBasketPrices.CURRENT
    if transaction.are_terms_unpriced or is_current:
        item_ids = transaction.priced_items
    else:
        lines = map(transaction.line, transaction.unpriced_lines)
        item_ids = tuple({line.item_id for line in lines if line.has_prices})
    if not item_ids:
        return {}
    lists = book.price_lists()
    member, header = transaction.terms.member, transaction.header
    context = PriceContext(
        at_ms=moment().at_ms,
        store=header.store,
        channel=header.channel,
        customer_groups=frozenset(() if member is None else member.groups),
        member_tier=None if member is None else member.tier,
    )
    quotes: dict[int, PriceQuote] = {}
    for item_id in item_ids:
        rows = book.prices(item_id)
        quantity_micro = transaction.base_quantity_of(item_id)
        for sequence in transaction.priced_lines_of(item_id):
            line = transaction.line(sequence)
            if line.price_source not in _LISTED or line.regular_price_micro is None:
                continue
            asked = context
            if not is_current and line.priced_at_ms is not None:
                asked = msgspec.structs.replace(context, at_ms=line.priced_at_ms)
            quote = resolve_price(
                _as_item(line), rows, lists, asked, quantity_micro, policy.price_choice
            )
            if (quote.unit_price_micro, quote.price_list_id) != (
                line.unit_price_micro,
                line.price_list_id,
            ):
                quotes[sequence] = quote
    return quotes


def _as_item(line: SaleReturnLineItem) -> CatalogItem:
    """Return the line's item as it was when it was scanned."""
    assert line.regular_price_micro is not None
    return CatalogItem(
        item_id=line.item_id,
        description=line.description,
        unit=line.unit,
        unit_price_micro=line.regular_price_micro,
        tax_group=line.tax_group,
        is_open_price=False,
        scan_code=line.scan_code,
    )


def _quoted_lines(
    transaction: RetailTransaction, quotes: Mapping[int, PriceQuote]
) -> list[SaleReturnLineItem]:
    """Return the lines that count, at their new unit prices."""
    return [
        line
        if line.sequence not in quotes
        else transaction.quoted(line, quotes[line.sequence])
        for line in transaction.counting_lines()
    ]


# Promotions.


def _needs_promotions(
    transaction: RetailTransaction,
    promotions: PromotionBook,
    quotes: Mapping[int, PriceQuote],
    version: str,
    *,
    is_current: bool,
) -> bool:
    """Tell whether any promotion may come to something else than before."""
    terms = transaction.terms
    if not promotions.rules and not terms.coupons and not terms.outcome.is_touched:
        return False
    if transaction.are_terms_unpriced or terms.outcome.price_book != version:
        return True
    if _has_rules_for_everything(
        promotions, transaction.header.store, transaction.header.channel
    ):
        return True
    # Of now: a window may have opened or closed over lines that did not change.
    if terms.outcome.is_touched and (
        is_current or quotes or _has_requirements(promotions)
    ):
        return True
    return any(
        _is_touched(promotions, transaction.line(sequence))
        for sequence in transaction.unpriced_lines
    )


def _is_touched(promotions: PromotionBook, line: SaleReturnLineItem) -> bool:
    return line.kind is LineKind.SALE and promotions.touches(
        line.item_id, line.category, frozenset(line.tags)
    )


@lru_cache(maxsize=4)
def _has_requirements(promotions: PromotionBook) -> bool:
    """Tell whether goods that no reward names may make one apply."""
    return any(rule.promotion.conditions.requires for rule in promotions.rules)


@lru_cache(maxsize=4)
def _has_rules_for_everything(
    promotions: PromotionBook, store: str, channel: str
) -> bool:
    for rule in promotions.rules:
        conditions = rule.promotion.conditions
        if (
            any(selector.is_everything for selector in selectors_of(rule.promotion))
            and (not conditions.stores or store in conditions.stores)
            and (not conditions.channels or channel in conditions.channels)
        ):
            return True
    return False


def _evaluate(
    transaction: RetailTransaction,
    lines: list[SaleReturnLineItem],
    promotions: PromotionBook,
    moment: Callable[[], PricingMoment],
    policy: PricingPolicy,
    *,
    is_explained: bool = False,
) -> PromotionResult:
    terms = transaction.terms
    if not promotions.rules and not terms.coupons:
        return NOTHING_APPLIED
    sold = [line for line in lines if line.kind is LineKind.SALE]
    is_manual_alone = policy.manual is ManualOrder.INSTEAD_OF_PROMOTIONS
    taxes: Mapping[int, tuple[int, int]] = {}
    if promotions.needs_taxes:
        taxes = split_taxes(sold, transaction)
    promotion_lines = []
    for line in sold:
        included, added = taxes.get(line.sequence, (0, 0))
        promotion_lines.append(
            PromotionLine(
                sequence=line.sequence,
                item_id=line.item_id,
                quantity_micro=line.quantity_micro,
                unit_price_micro=line.unit_price_micro,
                extended_minor=line.extended_minor,
                category=line.category,
                tags=frozenset(line.tags),
                is_weighed=line.is_weighed,
                is_discountable=line.is_discountable
                and not (is_manual_alone and _is_priced_by_hand(line)),
                included_tax_minor=included,
                added_tax_minor=added,
                free_unit_of=line.free_unit_of,
            )
        )
    member, header, now = terms.member, transaction.header, moment()
    return evaluate(
        promotions,
        promotion_lines,
        PromotionContext(
            at_ms=now.at_ms,
            local_date=now.local_date,
            weekday=now.weekday,
            minute=now.minute,
            store=header.store,
            currency=header.currency,
            channel=header.channel,
            customer_groups=frozenset(() if member is None else member.groups),
            member_tier=None if member is None else member.tier,
            member_id=None if member is None else member.member_id,
            coupons=terms.coupons,
            tender=terms.tender,
            uses=now.uses,
            coupon_uses=now.coupon_uses,
            budgets_left=now.budgets_left,
        ),
        policy.promotion,
        explain=is_explained,
    )


def _is_priced_by_hand(line: SaleReturnLineItem) -> bool:
    return line.manual is not None or line.price_source is PriceSource.OVERRIDE


def _outcome(
    transaction: RetailTransaction,
    promotions: PromotionBook,
    result: PromotionResult,
    version: str,
) -> PricingOutcome:
    applied = {use.promotion_id for use in result.applied}
    return PricingOutcome(
        promotions=tuple(
            PromotionUse(
                promotion_id=use.promotion_id,
                version=use.version,
                label=use.label,
                times=use.times,
                amount_minor=use.amount_minor,
                coupon_codes=use.coupon_codes,
            )
            for use in result.applied
        ),
        refused_coupons=tuple(
            RefusedCoupon(code=coupon.code, reason=coupon.reason.value)
            for coupon in result.refused_coupons
        ),
        price_book=version,
        proposals=tuple(
            Proposal(
                promotion_id=units.promotion_id,
                version=units.version,
                label=units.label,
                item_ids=units.item_ids,
                quantity_micro=units.quantity_micro,
            )
            for units in result.free_units
        ),
        is_optimal=result.is_optimal,
        is_touched=any(
            _is_touched(promotions, line) for line in transaction.counting_lines()
        ),
        is_tender_dependent=bool(applied)
        and any(
            rule.promotion.conditions.tenders
            for rule in promotions.rules
            if rule.promotion.promotion_id in applied
        ),
    )


def _with_version(
    transaction: RetailTransaction, version: str
) -> PricingOutcome | None:
    outcome = transaction.terms.outcome
    if outcome.price_book == version:
        return None
    return msgspec.structs.replace(outcome, price_book=version)


# Modifiers.


def _has_modifiers(line: SaleReturnLineItem) -> bool:
    return not line.is_voided and (line.manual is not None or bool(line.modifiers))


def _modifiers(
    transaction: RetailTransaction,
    lines: list[SaleReturnLineItem],
    result: PromotionResult | None,
    policy: PricingPolicy,
) -> _Modifiers:
    """Return all modifiers by line: promotions, manual ones, exemption."""
    found: _Modifiers = {}
    left: dict[int, int] = {}
    for line in lines:
        if line.kind is not LineKind.SALE:
            continue
        if result is None:
            kept = tuple(m for m in line.modifiers if m.kind is ModifierKind.PROMOTION)
        else:
            kept = result.modifiers.get(line.sequence, ())
        amount = line.extended_minor + sum_of(kept)
        if line.manual is not None and line.is_discountable:
            kept, amount = _reduced(
                kept, amount, line.manual, line.manual.reduction_of(amount)
            )
        found[line.sequence] = kept
        left[line.sequence] = amount
    manual = transaction.terms.manual
    if manual is not None:
        _spread(manual, lines, found, left, policy)
    exemption = transaction.terms.exemption
    if exemption is not None and exemption.price is ExemptPrice.PRICE_NET:
        _exempt(transaction, lines, found, left)
    return found


def _reduced(
    modifiers: tuple[PriceModifier, ...],
    amount: int,
    manual: ManualModifier,
    reduction: int,
) -> tuple[tuple[PriceModifier, ...], int]:
    if not reduction:
        return modifiers, amount
    modifier = PriceModifier(
        kind=ModifierKind.MANUAL,
        rule_id=manual.reason_code,
        rule_version=0,
        label=manual.label,
        amount_minor=-reduction,
        reason=manual.reason,
        authorised_by=manual.authorised_by,
    )
    return (*modifiers, modifier), amount - reduction


def _spread(
    manual: ManualModifier,
    lines: list[SaleReturnLineItem],
    found: _Modifiers,
    left: dict[int, int],
    policy: PricingPolicy,
) -> None:
    """Take a modifier of the transaction off its lines, losing nothing."""
    is_manual_alone = policy.manual is ManualOrder.INSTEAD_OF_PROMOTIONS
    sharing = [
        line.sequence
        for line in lines
        if line.kind is LineKind.SALE
        and line.is_discountable
        and left[line.sequence] > 0
        and not (is_manual_alone and line.manual is not None)
    ]
    if not sharing:
        return
    weights = [left[sequence] for sequence in sharing]
    total = manual.reduction_of(sum(weights))
    for sequence, part in zip(sharing, allocate(total, weights), strict=True):
        found[sequence], left[sequence] = _reduced(
            found[sequence], left[sequence], manual, part
        )


def _exempt(
    transaction: RetailTransaction,
    lines: list[SaleReturnLineItem],
    found: _Modifiers,
    left: dict[int, int],
) -> None:
    """Take the included tax out of the lines, by its sum over the document."""
    taxed = [line for line in lines if line.fixed_taxes is None]
    amounts = [left.get(line.sequence, line.extended_minor) for line in taxed]
    for line, tax in zip(
        taxed, included_taxes(taxed, amounts, transaction), strict=True
    ):
        if tax:
            found[line.sequence] = (
                *found.get(line.sequence, ()),
                PriceModifier(
                    kind=ModifierKind.EXEMPTION,
                    rule_id=line.tax_group.tax_group_id,
                    rule_version=0,
                    label="",
                    amount_minor=-tax,
                ),
            )
