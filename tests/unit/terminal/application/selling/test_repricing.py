"""Every command that changes the transaction leaves it priced."""

from __future__ import annotations

from sync.protocol.events.line_voided_v1 import LineVoided
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.void_line import VoidLine
from tests.fakes.priced_till import priced_till
from tests.fakes.reference_data import PEN
from tests.fakes.till import add


def test_line_comes_back_with_its_modifiers() -> None:
    change = add(priced_till(), quantity=2)

    assert (change.line.extended_minor, change.line.amount_minor) == (298, 149)
    assert [(m.kind, m.label) for m in change.line.modifiers] == [
        ("promotion", "Pens at half price")
    ]
    assert change.totals.discount_minor == -149
    assert change.line.taxes_text == "20 %"
    assert change.changed == ()


def test_other_lines_that_moved_come_with_the_change() -> None:
    till = priced_till()
    bottle = add(till, "BOTTLE")
    assert [line.item_id for line in bottle.changed] == ["deposit"]

    change = till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=1, quantity_micro=6_000_000)
    )

    assert [(line.item_id, line.amount_minor) for line in change.changed] == [
        ("deposit", 150)
    ]
    assert change.totals.total_minor == 594 + 150


def test_one_command_is_one_commit() -> None:
    till = priced_till()
    before = till.ledger.draft_commits

    add(till, PEN.scan_code, quantity=2)

    assert till.ledger.draft_commits == before + 1


def test_deposit_is_voided_and_recorded_with_its_goods() -> None:
    till = priced_till()
    add(till, "BOTTLE")

    change = till.use_cases.void_line(VoidLine(line_sequence=1))

    assert change.totals.total_minor == 0
    assert [line.is_voided for line in change.changed] == [True]
    voided = [
        event.body.item_id
        for event in till.ledger.events
        if isinstance(event.body, LineVoided)
    ]
    assert voided == ["bottle", "deposit"]


def test_priced_basket_survives_the_program() -> None:
    till = priced_till()
    add(till, quantity=2)
    before = till.use_cases.get_open_sale(GetOpenSale())

    till.reopen()

    assert till.use_cases.get_open_sale(GetOpenSale()) == before
