"""Signs mixed in one transaction: promotions see only what is sold."""

from __future__ import annotations

from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.tendering.pay_cash_exact import PayCashExact
from tests.fakes.priced_till import PAD, priced_till
from tests.fakes.reference_data import PEN, MemoryCatalog
from tests.fakes.till import MemoryTill, add

ONE = 1_000_000


def back(till: MemoryTill, number: int, quantity: int) -> int:
    return till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series="A",
            number=number,
            line_sequence=1,
            quantity_micro=quantity * ONE,
        )
    ).line.amount_minor


def test_promotions_touch_what_is_sold_and_not_what_comes_back() -> None:
    till = priced_till()
    offers = till.ledger.catalog
    till.ledger.catalog = MemoryCatalog()
    add(till, PEN.scan_code, 1)
    full = till.use_cases.pay_cash_exact(PayCashExact()).finished.lines[0]
    till.ledger.catalog = offers

    # The pen was bought before the offer began; the other one gets it.
    assert back(till, 1, 1) == -full.amount_minor
    add(till, PEN.scan_code, 1)
    returned, sold = till.use_cases.pay_cash_exact(PayCashExact()).finished.lines

    assert (returned.modifiers, returned.amount_minor) == ((), -full.amount_minor)
    assert [modifier.rule_id for modifier in sold.modifiers] == ["half-pens"]
    assert 0 < sold.amount_minor < full.amount_minor


def test_goods_of_an_offer_come_back_at_the_price_paid_in_any_parts() -> None:
    till = priced_till()
    add(till, PEN.scan_code, 3)
    sold = till.use_cases.pay_cash_exact(PayCashExact()).finished

    parts = []
    for _ in range(3):
        parts.append(back(till, 1, 1))
        add(till, PAD.scan_code, 1)
        till.use_cases.pay_cash_exact(PayCashExact())

    assert sum(parts) == -sold.lines[0].amount_minor


def test_one_tender_settles_the_difference_in_either_direction() -> None:
    till = priced_till()
    add(till, PEN.scan_code, 1)
    till.use_cases.pay_cash_exact(PayCashExact())
    back(till, 1, 1)
    add(till, PAD.scan_code, 1)

    dearer = till.use_cases.pay_cash_exact(PayCashExact()).finished

    (tender,) = dearer.tenders
    assert tender.amount_minor > 0
    assert tender.amount_minor == dearer.gross_minor + dearer.rounding_minor
    assert {line.kind.value for line in dearer.lines} == {"sale", "return"}
