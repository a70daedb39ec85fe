"""The tax of a case in its own format: one rate, or groups by item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from terminal.domain.money import MICRO, Currency, Rounding
from terminal.domain.tax.accumulator import TaxAccumulator
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup
from terminal.domain.tax.tax_policy import TaxPolicy
from tests.cases.adapters.promotions.basket import micro_of, ppm_of
from tests.cases.adapters.promotions.goods import EXEMPT
from tests.cases.harness.fields import Fields


class OwnTaxes(msgspec.Struct, frozen=True, kw_only=True):
    """The case's tax: one rate for everything, or groups by item."""

    is_inclusive: bool = False
    is_in_minor: bool = False
    everything: TaxGroup = EXEMPT
    by_item: Mapping[str, TaxGroup] = msgspec.field(default_factory=dict)

    @property
    def policy(self) -> TaxPolicy:
        """How taxes are rounded."""
        if not self.is_inclusive:
            return TaxPolicy(is_inclusive=False)
        return TaxPolicy(is_inclusive=True, halves=Rounding.HALF_TOWARDS_ZERO)

    def group_of(self, item: str) -> TaxGroup:
        return self.by_item.get(item, self.everything)


def read_taxes(tax: Mapping[str, Any] | None) -> OwnTaxes:
    if tax is None:
        return OwnTaxes()
    if "rate_pct" not in tax:
        return OwnTaxes(by_item={item: tax_group(text) for item, text in tax.items()})
    fields = Fields("tax", tax)
    rate_ppm = ppm_of(fields.take("rate_pct"))
    prices = fields.take("prices")
    unit = fields.take_or("unit", "major")
    fields.close()
    assert unit in {"major", "minor (cent)"}, f"unit {unit!r}"
    assert prices.startswith(("exclude tax", "include tax")), f"prices {prices!r}"
    return OwnTaxes(
        is_inclusive=prices.startswith("include tax"),
        is_in_minor=unit != "major",
        everything=TaxGroup(
            tax_group_id="standard",
            name="",
            components=(TaxComponent(tax_id="standard", name="", rate_ppm=rate_ppm),),
        ),
    )


def tax_group(text: str) -> TaxGroup:
    """Read `35 % incl. + 50 % excl.`."""
    if text == "none":
        return EXEMPT
    components = []
    for part in text.split(" + "):
        found = re.fullmatch(r"([\d.]+) % (incl|excl)\.", part)
        assert found is not None, f"tax {text!r}"
        components.append(
            TaxComponent(
                tax_id=part,
                name=part,
                rate_ppm=ppm_of(found[1]),
                is_included=found[2] == "incl",
            )
        )
    return TaxGroup(tax_group_id=text, name=text, components=tuple(components))


def price_micro_of(
    value: str | int | Decimal, currency: Currency, taxes: OwnTaxes
) -> int:
    price_micro = micro_of(value)
    return price_micro // currency.minor_per_major if taxes.is_in_minor else price_micro


def labelled_price(
    unit_price_micro: int, group: TaxGroup, currency: Currency, taxes: OwnTaxes
) -> int:
    """Return the price on the label: the cases give it without tax in either mode."""
    if not taxes.is_inclusive:
        return unit_price_micro
    per_minor = MICRO // currency.minor_per_major
    net_minor = unit_price_micro // per_minor
    added = TaxAccumulator(TaxPolicy(is_inclusive=False), currency)
    added.add(group, net_minor, MICRO)
    return (net_minor + added.added_minor) * per_minor
