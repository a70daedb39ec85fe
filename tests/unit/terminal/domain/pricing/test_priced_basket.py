"""A priced basket says what counts and nothing of where it is kept."""

from __future__ import annotations

import msgspec

from terminal.domain.pricing.priced_basket import encode, priced_basket
from terminal.domain.pricing.pricing_policy import DEFAULT_POLICY
from tests.fakes.reference_data import APPLES, PEN
from tests.unit.terminal.domain.pricing.test_pricer import ONE, price, transaction


def test_voided_lines_leave_no_trace() -> None:
    long, short = transaction(), transaction()
    long.add_item(APPLES, ONE)
    long.add_item(PEN, 2 * ONE)
    long.void_line(1, 5)
    price(long)
    short.add_item(PEN, 2 * ONE)
    price(short)

    first = encode(priced_basket(long, DEFAULT_POLICY, "b"))

    assert first == encode(priced_basket(short, DEFAULT_POLICY, "b"))


def test_it_adds_up_and_names_its_rules() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    price(sale)

    basket = msgspec.json.decode(encode(priced_basket(sale, DEFAULT_POLICY, "b-1")))

    assert basket["subtotal_minor"] == basket["total_minor"] == 149
    assert basket["discount_minor"] == -149
    assert basket["taxes"][0]["tax_minor"] == basket["tax_minor"] == 25
    assert basket["price_book"] == "b-1"
    assert basket["policy"]["manual"] == "after_promotions"
    assert basket["lines"][0]["why"] is None
    assert basket["promotions"][0]["version"] == 3
