"""The common group has one percentage under its own id."""

from __future__ import annotations

from terminal.domain.tax.tax_group import TaxKind, single_rate


def test_single_rate_is_one_percentage_of_the_groups_id() -> None:
    group = single_rate("reduced", 55_000, "Reduced")

    (component,) = group.components
    assert group.tax_group_id == component.tax_id == "reduced"
    assert (component.kind, component.rate_ppm) == (TaxKind.PERCENT, 55_000)
    assert component.is_included is None
