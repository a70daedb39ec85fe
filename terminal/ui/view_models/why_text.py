"""Why a price is what it is, in words: made from the priced basket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from terminal.ui.support.coupon_text import coupon_reason
from terminal.ui.support.money_text import (
    TIMES,
    format_minor,
    format_quantity,
    format_unit_price,
)
from terminal.ui.support.translation import tr

if TYPE_CHECKING:
    from terminal.domain.pricing.priced_basket import PricedBasket, PricedLine, Why
    from terminal.domain.tax.tax_line_item import TaxLineItem

_PPM_PER_PERCENT = 10_000
_VERSION_SHOWN = 12


class WhyRow(msgspec.Struct, frozen=True):
    """One row: what, the cause in small letters, and an amount.

    Attributes:
        tone: ``applied``, ``near``, ``refused`` or ``plain``.
    """

    name: str
    detail: str = ""
    amount: str = ""
    tone: str = "plain"


class WhySection(msgspec.Struct, frozen=True):
    """Rows of one kind under their caption."""

    caption: str
    rows: tuple[WhyRow, ...]


class Explained(msgspec.Struct, frozen=True):
    """What the panel shows.

    Attributes:
        figures: (label, value) of the sum at the top.
        note: Version of prices and rules, and whether the search was complete.
    """

    title: str
    figures: tuple[tuple[str, str], ...]
    sections: tuple[WhySection, ...]
    note: str


def explain_line(basket: PricedBasket, place: int) -> Explained:
    """Return why the line at *place* (from 1) costs what it does."""
    line = basket.lines[place - 1]
    exponent = basket.exponent
    applied = tuple(
        WhyRow(
            modifier.label,
            _version(modifier.rule_version) or (modifier.reason or ""),
            format_minor(modifier.amount_minor, exponent),
            "applied",
        )
        for modifier in line.modifiers
    )
    whys = line.why or ()
    near = tuple(_row(why, "near") for why in whys if is_near(why))
    refused = tuple(
        _row(why, "refused")
        for why in whys
        if why.outcome != "applied" and not is_near(why)
    )
    offered = tuple(_row(why, "near") for why in whys if why.reason == "proposed")
    sections = (
        WhySection(tr("Unit price"), (_price_row(line, exponent),)),
        WhySection(tr("Applied"), applied),
        WhySection(tr("Nearly there"), offered + near),
        WhySection(tr("Tried, but not applied"), refused),
        WhySection(tr("Tax"), tuple(_line_taxes(line, basket))),
    )
    return Explained(
        title=line.description,
        figures=(
            (tr("Before"), format_minor(line.extended_minor, exponent)),
            (
                tr("Savings"),
                format_minor(line.amount_minor - line.extended_minor, exponent),
            ),
            (tr("To pay"), format_minor(line.amount_minor, exponent)),
        ),
        sections=tuple(section for section in sections if section.rows),
        note=_note(basket),
    )


def explain_basket(basket: PricedBasket) -> Explained:
    """Return what the whole basket comes to: promotions, coupons, taxes."""
    exponent = basket.exponent
    promotions = tuple(
        WhyRow(
            f"{use.label} {TIMES} {use.times}" if use.times > 1 else use.label,
            " · ".join(
                part for part in (_version(use.version), *use.coupon_codes) if part
            ),
            format_minor(use.amount_minor, exponent),
            "applied",
        )
        for use in basket.promotions
    )
    manual = sum(
        modifier.amount_minor
        for line in basket.lines
        for modifier in line.modifiers
        if modifier.kind == "manual"
    )
    if manual:
        row = WhyRow(tr("By hand"), "", format_minor(manual, exponent), "applied")
        promotions += (row,)
    coupons = tuple(
        WhyRow(
            tr("Coupon {code}", code=coupon.code),
            coupon_reason(coupon.reason),
            tone="refused",
        )
        for coupon in basket.refused_coupons
    )
    near: dict[str, WhyRow] = {}
    for line in basket.lines:
        for why in line.why or ():
            if is_near(why) or why.reason == "proposed":
                near.setdefault(why.promotion_id, _row(why, "near"))
    sections = (
        WhySection(tr("Applied"), promotions),
        WhySection(tr("Coupons that give nothing"), coupons),
        WhySection(tr("Nearly there"), tuple(near.values())),
        WhySection(tr("Taxes"), tuple(_tax(tax, exponent) for tax in basket.taxes)),
    )
    before = basket.subtotal_minor - basket.discount_minor
    return Explained(
        title=tr("Whole basket"),
        figures=(
            (tr("Before"), format_minor(before, exponent)),
            (tr("Savings"), format_minor(basket.discount_minor, exponent)),
            (tr("Tax on top"), format_minor(basket.added_tax_minor, exponent)),
            (tr("To pay"), format_minor(basket.total_minor, exponent)),
        ),
        sections=tuple(section for section in sections if section.rows),
        note=_note(basket),
    )


def is_near(why: Why) -> bool:
    """Tell whether only more goods are missing."""
    return why.reason in {"quantity_too_small", "amount_too_small"}


def trial_reason(reason: str, detail: str = "") -> str:
    """Return why a promotion was not applied, in plain words."""
    texts = {
        "not_active": tr("Not active"),
        "not_started": tr("Not yet in force"),
        "ended": tr("No longer in force"),
        "outside_hours": tr("Not at this time of day"),
        "other_store": tr("In other stores"),
        "other_channel": tr("In another channel"),
        "other_group": tr("For other customers"),
        "other_tier": tr("For another tier of members"),
        "other_tender": tr("With another way to pay"),
        "other_currency": tr("In another currency"),
        "member_needed": tr("For members"),
        "coupon_needed": tr("With a coupon"),
        "coupon_used": tr("Its coupon is used up"),
        "not_combinable": tr("Not together with what was applied"),
        "not_automatic": tr("Given by hand only"),
        "quantity_too_small": tr("Not enough pieces"),
        "amount_too_small": tr("Amount too small"),
        "not_discountable": tr("The item takes no discount"),
        "no_gain": tr("Not better than the price"),
        "taken": tr("Something better was applied"),
        "group_used": tr("Another one of its group was applied"),
        "uses_exhausted": tr("Given as often as it may be"),
        "member_uses_exhausted": tr("This member had it as often as they may"),
        "budget_exhausted": tr("Its budget is used up"),
        "left_over": tr("Not enough pieces for another set"),
        "proposed": tr("More may be taken for free"),
    }
    text = texts.get(reason, tr("Did not apply"))
    return f"{text}: {detail}" if detail else text


def _row(why: Why, tone: str) -> WhyRow:
    return WhyRow(
        why.label or why.promotion_id,
        " · ".join(
            part
            for part in (trial_reason(why.reason, why.detail), _version(why.version))
            if part
        ),
        tone=tone,
    )


def _version(version: int) -> str:
    return tr("version {n}", n=version) if version else ""


def _price_row(line: PricedLine, exponent: int) -> WhyRow:
    sources = {
        "catalog": tr("Price of the catalogue"),
        "keyed": tr("Keyed price"),
        "receipt": tr("Price of the receipt"),
        "price_list": tr("Price list {name}", name=line.price_list_id or ""),
        "label": tr("Price on the label"),
        "override": tr("Changed by hand"),
    }
    quantity = format_quantity(line.quantity_micro, line.unit)
    price = format_unit_price(line.unit_price_micro, exponent)
    return WhyRow(
        sources.get(line.price_source, line.price_source),
        f"{quantity} {TIMES} {price}",
        format_minor(line.extended_minor, exponent),
    )


def _line_taxes(line: PricedLine, basket: PricedBasket) -> list[WhyRow]:
    names = {tax.tax_id: tax.name for tax in basket.taxes}
    exponent = basket.exponent
    return [
        WhyRow(
            _tax_name(names.get(tax.tax_id) or tax.tax_id, tax.rate_ppm),
            tr("of {amount}", amount=format_minor(tax.taxable_minor, exponent)),
            format_minor(tax.tax_minor, exponent),
        )
        for tax in line.taxes
    ]


def _tax_name(name: str, rate_ppm: int) -> str:
    """Return name and rate; many shops have the rate in the name."""
    return name if "%" in name else f"{name} {percent_text(rate_ppm)}"


def _tax(tax: TaxLineItem, exponent: int) -> WhyRow:
    return WhyRow(
        _tax_name(tax.name or tax.tax_id, tax.rate_ppm),
        tr("of {amount}", amount=format_minor(tax.taxable_minor, exponent)),
        format_minor(tax.tax_minor, exponent),
    )


def percent_text(rate_ppm: int) -> str:
    """Return a rate in percent with no more decimals than it needs."""
    whole, part = divmod(abs(rate_ppm), _PPM_PER_PERCENT)
    decimals = f"{part:04d}".rstrip("0")
    sign = "\N{MINUS SIGN}" if rate_ppm < 0 else ""
    return f"{sign}{whole}{'.' + decimals if decimals else ''} %"


def _note(basket: PricedBasket) -> str:
    parts = []
    if basket.price_book:
        version = basket.price_book[:_VERSION_SHOWN]
        parts.append(tr("Prices of version {version}", version=version))
    if not basket.is_optimal:
        parts.append(tr("The search was cut short; there may be a better combination."))
    return " · ".join(parts)
