"""What is left to come back of a sold line."""

from __future__ import annotations

import msgspec
import pytest

from terminal.domain.tax.tax_group import single_rate
from terminal.domain.transaction.finished_transaction import FinishedLine
from terminal.domain.transaction.line_item import LineKind

SOLD = FinishedLine(
    sequence=1,
    kind=LineKind.SALE,
    item_id="pen",
    scan_code="1",
    description="Pen",
    quantity_micro=3_000_000,
    unit="piece",
    unit_price_micro=1_000_000,
    extended_minor=300,
    amount_minor=300,
    tax_group=single_rate("a", 0),
    taxes=(),
    is_voided=False,
)


@pytest.mark.parametrize(("returned", "left"), [(0, 3_000_000), (3_000_000, 0)])
def test_what_came_back_is_no_longer_left(returned: int, left: int) -> None:
    line = msgspec.structs.replace(SOLD, returned_micro=returned)

    assert line.left_micro == left


def test_nothing_is_left_of_voided_lines_and_of_returns() -> None:
    assert msgspec.structs.replace(SOLD, is_voided=True).left_micro == 0
    assert msgspec.structs.replace(SOLD, kind=LineKind.RETURN).left_micro == 0
