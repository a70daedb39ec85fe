"""An exempt buyer pays no tax, and the paper says why."""

from __future__ import annotations

import pytest

from terminal.domain.errors import ReasonRequiredError
from terminal.domain.money import Currency
from terminal.domain.tax.accumulator import TaxAccumulator
from terminal.domain.tax.exemption import (
    TaxExemption,
    exempt_group,
    require_exemption,
)
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.tax.tax_policy import TaxPolicy

NET = TaxExemption(reason="diplomat", certificate="D-17")
INCLUSIVE = TaxPolicy(is_inclusive=True)
VAT = single_rate("standard", 190_000)


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
