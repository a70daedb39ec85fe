"""What people confirmed, gave and overrode is in the completed sale for ever."""

from __future__ import annotations

from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.discount_line import DiscountLine
from terminal.application.selling.discount_transaction import DiscountTransaction
from terminal.application.selling.identify_member import IdentifyMember
from terminal.application.selling.override_price import OverridePrice
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem
from tests.fakes.reference_data import GOLD_MEMBER
from tests.fakes.shop_floor import SUPERVISORS_APPROVAL, article, shop
from tests.fakes.till import MemoryTill, add


def completed(till: MemoryTill) -> SaleCompleted:
    till.use_cases.pay_cash_exact(PayCashExact())
    body = till.ledger.events[-1].body
    assert isinstance(body, SaleCompleted)
    return body


def test_checks_marks_and_links_are_on_their_lines() -> None:
    till = shop(
        article("deposit", unit_price_micro=250_000),
        article(
            "brandy",
            ItemRules(
                minimum_age=18,
                asks_lot=True,
                linked_items=(LinkedItem(item_id="deposit"),),
            ),
        ),
        article("phone", ItemRules(asks_serial=True)),
    )
    till.use_cases.add_item(
        AddItem(scan_code="BRANDY", birth_date="1990-05-01", lot="L7")
    )
    till.use_cases.add_item(AddItem(scan_code="PHONE", serial="S1"))

    body = completed(till)

    brandy, deposit, phone = body.lines
    assert (brandy.age_checked, brandy.lot) == (18, "L7")
    assert deposit.linked_to == brandy.sequence
    assert phone.serial == "S1"
    assert "1990" not in repr(body)


def test_override_and_discounts_name_reason_and_approver() -> None:
    till = shop(operator_id="c1")
    add(till, quantity=10)
    add(till)
    till.use_cases.override_price(
        OverridePrice(
            line_sequence=2,
            unit_price_micro=1_000_000,
            reason="scratched",
            approval=SUPERVISORS_APPROVAL,
        )
    )
    till.use_cases.discount_line(
        DiscountLine(
            line_sequence=1,
            rate_ppm=300_000,
            reason="dented",
            approval=SUPERVISORS_APPROVAL,
        )
    )
    till.use_cases.discount_transaction(
        DiscountTransaction(
            amount_minor=50, reason="sorry", approval=SUPERVISORS_APPROVAL
        )
    )
    till.use_cases.identify_member(IdentifyMember(code=GOLD_MEMBER.code))

    body = completed(till)

    dented, scratched = body.lines
    assert (scratched.price_source, scratched.price_reason) == (
        "override",
        "scratched",
    )
    assert scratched.price_authorised_by == "s1"
    assert scratched.regular_price_micro == 1_490_000
    first = dented.modifiers[0]
    assert (first.kind, first.rule_id, first.authorised_by) == (
        "manual",
        "dented",
        "s1",
    )
    sorry = [
        modifier.amount_minor
        for line in body.lines
        for modifier in line.modifiers
        if modifier.rule_id == "sorry"
    ]
    assert sum(sorry) == -50
    assert body.member_id == GOLD_MEMBER.member_id
    assert body.gross_minor == 1_490 - 447 + 100 - 50
