"""A pack without a price costs what is in it."""

from __future__ import annotations

import pytest

from terminal.domain.catalog.pack_price import pack_price_micro


@pytest.mark.parametrize(
    ("unit_price_micro", "base_quantity_micro", "expected"),
    [(500_000, 12_000_000, 6_000_000), (3, 500_000, 2), (0, 12_000_000, 0)],
)
def test_the_contents_are_multiplied_and_rounded_once(
    unit_price_micro: int, base_quantity_micro: int, expected: int
) -> None:
    assert pack_price_micro(unit_price_micro, base_quantity_micro) == expected
