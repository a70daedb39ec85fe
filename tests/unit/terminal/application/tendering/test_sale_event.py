"""The event of a sale tells all that its price is made of."""

from __future__ import annotations

import msgspec

from sync.protocol.events import encode_body
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.application.tendering.pay_cash_exact import PayCashExact
from tests.fakes.priced_till import PAD, TWO_TAXES, priced_till
from tests.fakes.till import MemoryTill, add, open_memory_till, sell


def last_sale(till: MemoryTill) -> SaleCompleted:
    body = till.ledger.events[-1].body
    assert isinstance(body, SaleCompleted)
    return body


def test_promotion_taxes_and_rounding_are_told() -> None:
    till = priced_till()
    add(till, quantity=3)
    add(till, "PAD")
    till.use_cases.pay_cash_exact(PayCashExact())

    body = last_sale(till)

    pen, pad = body.lines
    assert (pen.extended_minor, pen.amount_minor) == (447, 223)
    assert pen.modifiers[0].rule_id == "half-pens"
    assert [(tax.tax_id, tax.tax_minor) for tax in pad.taxes] == [
        ("state", 19),
        ("city", 5),
    ]
    assert [(row.tax_id, row.name) for row in body.taxes] == [
        ("city", "City tax"),
        ("standard", ""),
        ("state", "State tax"),
    ]
    assert body.promotions[0].amount_minor == -224
    assert (body.gross_minor, body.rounding_minor) == (556, -1)
    assert body.policy.cash_step_minor == 5
    assert body.price_book == till.ledger.catalog.version()


def test_plain_sale_tells_nothing_twice() -> None:
    till = open_memory_till()
    sell(till)

    data = msgspec.json.decode(encode_body(last_sale(till)))

    assert set(data["lines"][0]) == {
        "sequence",
        "item_id",
        "scan_code",
        "description",
        "quantity_micro",
        "unit",
        "unit_price_micro",
        "amount_minor",
        "tax_group_id",
        "taxes",
    }
    for absent in ("promotions", "policy", "rounding_minor", "member_id", "points"):
        assert absent not in data


def test_tax_that_does_not_follow_the_mode_says_so() -> None:
    state, city = TWO_TAXES.components
    group = msgspec.structs.replace(
        TWO_TAXES,
        components=(state, msgspec.structs.replace(city, is_included=False)),
    )
    till = open_memory_till()
    add(till)
    with till.ledger.draft() as uow:
        basket = uow.baskets.open_basket()
        assert basket is not None
        basket.add_item(msgspec.structs.replace(PAD, tax_group=group), 1_000_000)
        uow.baskets.save(basket)
        uow.commit()
    till.use_cases.pay_cash_exact(PayCashExact())

    body = last_sale(till)

    assert [tax.is_included for tax in body.lines[1].taxes] == [None, False]
    assert body.gross_minor == 149 + 333 + body.lines[1].taxes[1].tax_minor
