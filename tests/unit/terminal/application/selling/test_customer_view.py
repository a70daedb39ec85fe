"""What a customer is shown."""

from __future__ import annotations

from terminal.application.selling.customer_view import NOBODY, CustomerView
from terminal.application.selling.sale_view import LineView, TotalsView


def _line(sequence: int) -> LineView:
    return LineView(
        sequence=sequence,
        kind="sale",
        item_id="a",
        scan_code="a",
        description="Milk",
        quantity_micro=1_000_000,
        unit="piece",
        unit_price_micro=1_200_000,
        amount_minor=120,
        is_voided=False,
    )


def test_the_last_line_is_the_one_touched_last_else_the_last_there_is() -> None:
    lines = (_line(1), _line(2))

    touched = CustomerView(phase="sale", lines=lines, last_sequence=1)
    voided = CustomerView(phase="sale", lines=lines, last_sequence=3)

    assert touched.last is lines[0]
    assert voided.last is lines[1]
    assert NOBODY.last is None


def test_savings_are_what_was_given_off() -> None:
    totals = TotalsView(
        item_count=1,
        subtotal_minor=120,
        tax_minor=0,
        total_minor=100,
        tendered_minor=0,
        due_minor=100,
        change_minor=0,
        currency="EUR",
        exponent=2,
        discount_minor=-20,
    )

    assert CustomerView(phase="sale", totals=totals).saved_minor == 20
    assert (NOBODY.saved_minor, NOBODY.change_minor) == (0, 0)
