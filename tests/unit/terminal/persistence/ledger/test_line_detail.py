"""Lines without anything special have no detail."""

from __future__ import annotations

import msgspec

from sync.protocol.events.sale_parts_v2 import LineTax, Modifier, SaleLine
from terminal.persistence.ledger.line_detail import (
    decode_detail,
    decode_sums,
    encode_detail,
    encode_sums,
)

TAX = LineTax(tax_id="a", rate_ppm=1, taxable_minor=100, tax_minor=7)
PLAIN = SaleLine(
    sequence=1,
    item_id="pen",
    scan_code="1",
    description="Pen",
    quantity_micro=1,
    unit="piece",
    unit_price_micro=1,
    amount_minor=100,
    tax_group_id="a",
    taxes=(TAX,),
)


def test_plain_line_has_none() -> None:
    assert encode_detail(PLAIN) is None


def test_what_is_special_is_kept() -> None:
    modifier = Modifier(
        kind="manual", rule_id="r", label="Kind", amount_minor=-5, authorised_by="m"
    )
    line = msgspec.structs.replace(
        PLAIN,
        extended_minor=105,
        modifiers=(modifier,),
        taxes=(TAX, msgspec.structs.replace(TAX, tax_id="b")),
        serial="SN",
        lot="L",
        expires_on="2031-01-31",
        price_list_id="gold",
    )

    content = encode_detail(line)

    assert content is not None
    detail = decode_detail(bytes(content))
    assert detail.modifiers == (modifier,)
    assert [tax.tax_id for tax in detail.taxes] == ["a", "b"]
    assert (detail.extended_minor, detail.serial, detail.lot) == (105, "SN", "L")
    assert (detail.expires_on, detail.price_list_id) == ("2031-01-31", "gold")


def test_sums_are_read_as_written() -> None:
    assert decode_sums(bytes(encode_sums((1, -2)))) == (1, -2)
    assert decode_sums(None) == ()
