"""A line counts until it is voided."""

from __future__ import annotations

import msgspec

from terminal.domain.tax.tax_group import single_rate
from terminal.domain.transaction.line_item import (
    LineKind,
    PriceSource,
    SaleReturnLineItem,
)


def test_line_is_voided_from_the_moment_it_has_a_time_of_it() -> None:
    line = SaleReturnLineItem(
        sequence=1,
        kind=LineKind.SALE,
        item_id="pen",
        scan_code="1",
        description="Pen",
        quantity_micro=1_000_000,
        unit="piece",
        unit_price_micro=1,
        price_source=PriceSource.CATALOG,
        extended_minor=1,
        amount_minor=1,
        tax_group=single_rate("a", 0),
    )

    assert not line.is_voided
    assert msgspec.structs.replace(line, voided_at_ms=0).is_voided
