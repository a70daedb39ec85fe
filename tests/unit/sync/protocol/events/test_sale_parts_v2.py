"""Parts leave out what is usual, and add up."""

from __future__ import annotations

import msgspec

from structs.decoding import decode_json
from sync.protocol.events.sale_parts_v2 import LineTax, SaleLine


def test_usual_fields_are_left_out_and_read_again() -> None:
    line = SaleLine(
        sequence=1,
        item_id="pen",
        scan_code="1",
        description="Pen",
        quantity_micro=1_000_000,
        unit="piece",
        unit_price_micro=1_490_000,
        amount_minor=149,
        tax_group_id="standard",
    )

    data = msgspec.json.encode(line)

    assert b"modifiers" not in data
    assert b"is_voided" not in data
    assert b"base_quantity_micro" not in data
    assert decode_json(data, SaleLine) == line


def test_taxes_of_a_line_add_up() -> None:
    tax = LineTax(tax_id="a", rate_ppm=1, taxable_minor=100, tax_minor=7)
    line = SaleLine(
        sequence=1,
        item_id="pen",
        scan_code="1",
        description="Pen",
        quantity_micro=1,
        unit="piece",
        unit_price_micro=1,
        amount_minor=100,
        tax_group_id="two",
        taxes=(tax, msgspec.structs.replace(tax, tax_id="b", tax_minor=-2)),
    )

    assert line.tax_minor == 5
