"""What a promotion adds is proposed, added by scan, and then free."""

from __future__ import annotations

import pytest

from terminal.application.selling.add_item import AddItem
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.get_priced_basket import GetPricedBasket
from terminal.application.selling.sale_view import LineChange, SaleView
from terminal.application.selling.void_line import VoidLine
from terminal.domain.errors import ProposalGoneError
from tests.fakes.loyal_till import LAMP, TOTE, bring_back, last_sale, loyal_till, pay
from tests.fakes.reference_data import PEN
from tests.fakes.till import MemoryTill, add

FREE_TOTE = AddItem(scan_code=TOTE.scan_code, free_unit_of="bag")


def open_sale(till: MemoryTill) -> SaleView:
    view = till.use_cases.get_open_sale(GetOpenSale())
    assert view is not None
    return view


def take(till: MemoryTill) -> LineChange:
    return till.use_cases.add_item(FREE_TOTE)


def test_lamp_proposes_a_bag_and_takes_it_for_free() -> None:
    till = loyal_till()

    first = add(till, LAMP.scan_code)

    (proposal,) = first.proposals
    assert (proposal.promotion_id, proposal.label) == ("bag", "A bag with every lamp")
    assert (proposal.item_ids, proposal.quantity_micro) == (("tote",), 1_000_000)
    assert open_sale(till).proposals == (proposal,)
    basket = till.use_cases.get_priced_basket(GetPricedBasket())
    assert basket is not None
    assert basket.proposals[0].item_ids == ("tote",)

    second = take(till)

    assert second.line.amount_minor == 0
    assert second.line.modifiers[0].label == "A bag with every lamp"
    assert second.proposals == ()
    assert second.totals.total_minor == 3_333


def test_same_goods_added_without_the_proposal_are_paid() -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)

    change = add(till, TOTE.scan_code)

    assert change.line.amount_minor == 400
    assert len(change.proposals) == 1


@pytest.mark.parametrize(
    "command",
    [
        AddItem(scan_code=TOTE.scan_code, free_unit_of="other"),
        AddItem(scan_code=PEN.scan_code, free_unit_of="bag"),
        AddItem(scan_code=TOTE.scan_code, free_unit_of="bag", quantity_micro=2_000_000),
    ],
)
def test_what_is_not_proposed_is_refused_and_nothing_kept(command: AddItem) -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)

    with pytest.raises(ProposalGoneError):
        till.use_cases.add_item(command)

    assert len(open_sale(till).lines) == 1


def test_second_bag_is_refused_until_a_second_lamp_comes() -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)
    take(till)
    with pytest.raises(ProposalGoneError):
        take(till)

    till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=1, quantity_micro=2_000_000)
    )

    assert take(till).totals.total_minor == 6_666


def test_bag_costs_again_when_its_lamp_goes_also_after_a_restart() -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)
    take(till)
    till.reopen()
    assert open_sale(till).totals.total_minor == 3_333

    till.use_cases.void_line(VoidLine(line_sequence=1))

    assert open_sale(till).totals.total_minor == 400


def test_free_bag_comes_back_for_nothing() -> None:
    till = loyal_till()
    add(till, LAMP.scan_code)
    take(till)
    sold = pay(till)

    bring_back(till, sold, line=2)
    bring_back(till, sold, line=1)
    pay(till)

    assert last_sale(till).gross_minor == -3_333
