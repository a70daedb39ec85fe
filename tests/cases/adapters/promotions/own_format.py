"""The given cases' own format: what four shop systems answer for a basket.

A case names its system in `family`, and the system chooses policies of the engine,
never figures:

* vendure: amounts are cents; half a cent of tax in a price goes to the net amount;
  what is off single lines goes before what is off the whole order; a threshold looks
  at amounts without tax.
* saleor: a percent is rounded for each unit.
* solidus: spare cents of a spread amount go to the first lines.
* odoo: promotions follow each other as listed, each on what is left; an amount off
  the order counts with tax, a percent is rounded once; free units are added to the
  basket.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from terminal.domain.money import MICRO, Currency
from terminal.domain.promotion.basket import PromotionContext
from terminal.domain.promotion.policy import (
    PercentRounding,
    PromotionPolicy,
    SpareMinor,
)
from tests.cases.adapters.promotions.basket import (
    NOON,
    SHIPPING_TAG,
    known_currency,
    price,
)
from tests.cases.adapters.promotions.goods import Goods
from tests.cases.adapters.promotions.own_figures import Figures
from tests.cases.adapters.promotions.own_offers import Offer, read_offer
from tests.cases.adapters.promotions.own_taxes import (
    OwnTaxes,
    labelled_price,
    price_micro_of,
    read_taxes,
)
from tests.cases.harness.case import Case
from tests.cases.harness.fields import Fields

_POLICIES: Final = {
    "vendure": PromotionPolicy(),
    "saleor": PromotionPolicy(percent_rounding=PercentRounding.PER_UNIT),
    "solidus": PromotionPolicy(spare_minor=SpareMinor.FIRST),
    "odoo": PromotionPolicy(percent_rounding=PercentRounding.PER_PROMOTION),
}


def run(case: Case) -> None:
    """Assert every expected figure of the case."""
    fields = Fields("case", case.fields)
    fields.ignore("id", "note", "source")
    family = fields.take("family")
    currency = known_currency(fields.take("currency"))
    taxes = read_taxes(fields.take("tax"))
    expected = Fields("expected", fields.take("expected"))
    goods = [_goods(line, currency, taxes) for line in fields.take("lines")]
    values = fields.take("promotions")
    fields.close()

    shipping = _shipping(expected, currency, taxes)
    if shipping is not None:
        goods.append(shipping)
    offers = [
        read_offer(one, index, len(values), family, currency, taxes)
        for index, one in enumerate(values)
    ]
    assert family in _POLICIES, f"no family {family!r}"
    policy = _POLICIES[family]
    context = _context(currency, offers)
    before = price(goods, (), context, policy, tax_policy=taxes.policy)
    priced = price(
        goods,
        [offer.promotion for offer in offers],
        context,
        policy,
        tax_policy=taxes.policy,
    )
    Figures(family, currency, taxes, before, priced).all_of(expected, offers)


def _goods(values: Mapping[str, Any], currency: Currency, taxes: OwnTaxes) -> Goods:
    line = Fields("line", values)
    item = line.take("item")
    unit_price = price_micro_of(line.take("unit_price"), currency, taxes)
    quantity = line.take("qty")
    tags = line.take_or("tags") or []
    line.close()
    group = taxes.group_of(item)
    return Goods(
        item_id=item,
        quantity=quantity,
        unit_price_micro=labelled_price(unit_price, group, currency, taxes),
        # A charge for delivery stands among the lines under this name.
        tags=frozenset(tags) | ({SHIPPING_TAG} if item == "shipping" else frozenset()),
        tax_group=group,
    )


def _shipping(expected: Fields, currency: Currency, taxes: OwnTaxes) -> Goods | None:
    """Return the delivery charge, which the cases give as the figures before."""
    if not expected.has("before"):
        return None
    before = expected.peek("before")
    label = "shipping_with_tax" if taxes.is_inclusive else "shipping"
    return Goods(
        item_id="shipping",
        quantity=1,
        unit_price_micro=before[label] * (MICRO // currency.minor_per_major),
        tags=frozenset({SHIPPING_TAG}),
        tax_group=taxes.everything,
    )


def _context(currency: Currency, offers: Sequence[Offer]) -> PromotionContext:
    return msgspec.structs.replace(
        NOON,
        currency=currency,
        coupons=tuple(o.entered for o in offers if o.entered is not None),
        customer_groups=frozenset[str]().union(*(o.groups for o in offers)),
        uses={o.promotion.promotion_id: o.uses for o in offers if o.uses is not None},
    )
