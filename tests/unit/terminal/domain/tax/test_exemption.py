"""An exempt buyer pays no tax, and the paper says why."""

from __future__ import annotations

import pytest

from terminal.domain.errors import ReasonRequiredError
from terminal.domain.money import Currency
from terminal.domain.tax.accumulator import TaxAccumulator
from terminal.domain.tax.exemption import (
    ExemptPrice,
    TaxExemption,
    exempt_group,
    exempt_unit_price,
    require_exemption,
)
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind, single_rate
from terminal.domain.tax.tax_policy import TaxPolicy

NET = TaxExemption(reason="diplomat", certificate="D-17")
KEPT = TaxExemption(reason="diplomat", certificate="D-17", price=ExemptPrice.PRICE_KEPT)
INCLUSIVE = TaxPolicy(is_inclusive=True)
EXCLUSIVE = TaxPolicy(is_inclusive=False)
VAT = single_rate("standard", 190_000)


@pytest.mark.parametrize(
    ("policy", "exemption", "price", "paid"),
    [
        (INCLUSIVE, NET, 1_190_000, 1_000_000),
        (INCLUSIVE, NET, 990_000, 831_933),
        (INCLUSIVE, KEPT, 1_190_000, 1_190_000),
        (EXCLUSIVE, NET, 1_190_000, 1_190_000),
    ],
)
def test_an_inclusive_price_loses_its_tax_by_the_named_policy(
    policy: TaxPolicy, exemption: TaxExemption, price: int, paid: int
) -> None:
    assert exempt_unit_price(price, VAT, policy, exemption) == paid


def test_a_fixed_tax_leaves_the_price_of_each_unit() -> None:
    bottle = TaxComponent(
        tax_id="bottle", name="", kind=TaxKind.FIXED, amount_micro=250_000
    )
    group = TaxGroup(tax_group_id="drinks", name="", components=(bottle,))

    assert exempt_unit_price(1_250_000, group, INCLUSIVE, NET) == 1_000_000


def test_an_exempt_group_bears_no_tax_and_keeps_its_id() -> None:
    accumulator = TaxAccumulator(INCLUSIVE, Currency("EUR", 2))

    accumulator.add(exempt_group(VAT), 1_190, 1_000_000)

    assert exempt_group(VAT).tax_group_id == "standard"
    assert (accumulator.tax_minor, accumulator.rows()) == (0, ())


@pytest.mark.parametrize(("reason", "certificate"), [("", "D-17"), ("export", "  ")])
def test_reason_and_certificate_are_needed(reason: str, certificate: str) -> None:
    with pytest.raises(ReasonRequiredError):
        require_exemption(TaxExemption(reason=reason, certificate=certificate))
    require_exemption(NET)
