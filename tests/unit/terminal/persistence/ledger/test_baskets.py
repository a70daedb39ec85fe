"""A line comes back from an open basket as it was put in; see also the unit of work."""

from __future__ import annotations

import msgspec

from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_modifier import ModifierKind, PriceModifier
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.tax.tax_line_item import LineTax
from terminal.domain.transaction.line_item import (
    LineKind,
    OriginalLine,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.persistence.ledger.baskets import _decode_line, _encode_line

# Nothing in it is what it would be by itself.
_LINE = SaleReturnLineItem(
    sequence=3,
    kind=LineKind.RETURN,
    item_id="i-1",
    scan_code="4006381333931",
    description="Oat milk",
    quantity_micro=-2_000_000,
    unit="kg",
    unit_price_micro=1_950_000,
    price_source=PriceSource.OVERRIDE,
    amount_minor=-380,
    tax_group=single_rate("reduced", 70_000),
    fixed_taxes=(
        LineTax(tax_id="reduced", rate_ppm=70_000, taxable_minor=-355, tax_minor=-25),
    ),
    voided_at_ms=1_795_356_120_000,
    reason="damaged",
    return_of=OriginalLine("0000000000000001", 2),
    extended_minor=-390,
    modifiers=(
        PriceModifier(
            kind=ModifierKind.PROMOTION,
            rule_id="p",
            rule_version=1,
            label="Ten off",
            amount_minor=10,
        ),
    ),
    base_quantity_micro=12_000_000,
    category="dairy",
    tags=("vegan",),
    is_weighed=True,
    is_discountable=False,
    price_list_id="summer",
    priced_at_ms=1_795_356_000_000,
    serial="SN1",
    lot="L1",
    expires_on="2026-12-24",
    linked_to=1,
    linked_micro=1_000_000,
    regular_price_micro=2_000_000,
    has_prices=True,
    manual=ManualModifier(reason_code="r", label="Kind", rate_ppm=100_000),
    price_reason="matched",
    price_authorised_by="h",
    age_checked=18,
    is_weight_keyed=True,
    free_unit_of="p-2",
    named_receipt="S1-T-02-000123",
)


def test_every_field_of_a_line_comes_back() -> None:
    defaults = {field.name: field.default for field in msgspec.structs.fields(_LINE)}
    told = msgspec.structs.asdict(_LINE)
    assert [name for name in told if told[name] == defaults[name]] == []

    assert _decode_line(3, _encode_line(_LINE), is_inclusive=False) == _LINE
