"""An override needs a reason, a limit and sometimes a second person."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.access_refused_v1 import AccessRefused
from terminal.application.selling.override_price import OverridePrice
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.errors import (
    AboveLimitError,
    InvalidPriceError,
    NoOpenTransactionError,
    PermissionRefusedError,
    PriceOutOfBoundsError,
    ReasonRequiredError,
    TenderStartedError,
    UnknownLineError,
)
from terminal.domain.transaction.line_item import PriceSource, SaleReturnLineItem
from tests.fakes.shop_floor import (
    MANAGERS_APPROVAL,
    SUPERVISORS_APPROVAL,
    article,
    shop,
    stored_line,
)
from tests.fakes.till import MemoryTill, add, sign_on

ONE = 1_000_000
TO_120 = OverridePrice(line_sequence=1, unit_price_micro=1_200_000, reason="scratched")


def override(till: MemoryTill, **changes: object) -> SaleReturnLineItem:
    command = msgspec.structs.replace(TO_120, **changes)
    till.use_cases.override_price(command)
    return stored_line(till, command.line_sequence)


def test_manager_s_override_is_on_the_line_with_its_reason() -> None:
    till = shop()
    add(till, quantity=3)

    view = till.use_cases.override_price(TO_120)

    assert view.line.amount_minor == view.totals.total_minor == 360
    line = stored_line(till, 1)
    assert line.price_source is PriceSource.OVERRIDE
    assert line.price_reason == "scratched"
    assert line.price_authorised_by is None
    assert line.regular_price_micro == 1_490_000


def test_override_survives_the_program() -> None:
    till = shop()
    add(till)
    till.use_cases.override_price(TO_120)

    till.reopen()

    assert stored_line(till, 1).price_reason == "scratched"


def test_cashier_needs_a_supervisor_and_both_are_in_the_ledger() -> None:
    till = shop(operator_id="c1")
    add(till)

    with pytest.raises(PermissionRefusedError):
        override(till)
    refused = till.ledger.events[-1].body
    assert isinstance(refused, AccessRefused)
    assert (refused.operator_id, refused.command) == ("c1", "OverridePrice")

    line = override(till, approval=SUPERVISORS_APPROVAL)

    assert line.price_authorised_by == "s1"
    approved = till.ledger.events[-1].body
    assert isinstance(approved, AccessApproved)
    assert (approved.operator_id, approved.approver_id) == ("c1", "s1")
    assert approved.transaction_id is not None


def test_supervisor_s_limit_is_widened_by_a_manager() -> None:
    till = shop(operator_id="s1")
    add(till)

    assert override(till, unit_price_micro=745_000).unit_price_micro == 745_000
    with pytest.raises(AboveLimitError):
        override(till, unit_price_micro=744_999)
    line = override(till, unit_price_micro=1, approval=MANAGERS_APPROVAL)

    assert line.price_authorised_by == "m1"


def test_approver_beyond_their_limit_is_refused_by_name() -> None:
    till = shop(operator_id="c1")
    add(till)

    with pytest.raises(AboveLimitError, match="Susi"):
        override(till, unit_price_micro=1, approval=SUPERVISORS_APPROVAL)

    refused = till.ledger.events[-1].body
    assert isinstance(refused, AccessRefused)
    assert refused.operator_id == "s1"
    assert stored_line(till, 1).price_source is PriceSource.CATALOG


def test_small_steps_come_no_further_than_one() -> None:
    till = shop(operator_id="s1")
    add(till)
    override(till, unit_price_micro=800_000)

    with pytest.raises(AboveLimitError):
        override(till, unit_price_micro=700_000)


def test_raising_has_a_limit_of_its_own() -> None:
    till = shop(operator_id="s1")
    add(till)

    assert override(till, unit_price_micro=2_980_000).amount_minor == 298
    with pytest.raises(AboveLimitError):
        override(till, unit_price_micro=2_980_001)


def test_free_goods_get_a_price_from_a_manager_only() -> None:
    till = shop(operator_id="s1")
    add(till, "BAG")

    with pytest.raises(AboveLimitError):
        override(till, unit_price_micro=100_000)
    assert override(
        till, unit_price_micro=100_000, approval=MANAGERS_APPROVAL
    ).amount_minor == (10)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, ReasonRequiredError),
        ({"reason": "x" * 201}, ReasonRequiredError),
        ({"unit_price_micro": -1}, InvalidPriceError),
        ({"unit_price_micro": 10**15 + 1}, InvalidPriceError),
        ({"line_sequence": 2}, UnknownLineError),
        ({"unit_price_micro": ONE - 1}, PriceOutOfBoundsError),
    ],
)
def test_what_cannot_be_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    till = shop(article("lamp", ItemRules(price_min_micro=ONE)))
    add(till, "LAMP")

    with pytest.raises(error):
        override(till, **changes)

    assert stored_line(till, 1).unit_price_micro == 1_490_000


def test_below_cost_needs_a_manager_beside_the_override() -> None:
    till = shop(article("lamp", ItemRules(cost_micro=ONE)), operator_id="s1")
    add(till, "LAMP")

    with pytest.raises(PermissionRefusedError) as caught:
        override(till, unit_price_micro=1_100_000)
    assert caught.value.details["permission"] == "price.below_cost"
    line = override(till, unit_price_micro=1_100_000, approval=MANAGERS_APPROVAL)

    assert line.price_authorised_by == "m1"


def test_override_waits_for_a_transaction_and_not_for_tender() -> None:
    from terminal.application.tendering.tender_cash import TenderCash

    till = shop()
    with pytest.raises(NoOpenTransactionError):
        override(till)
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=1))
    with pytest.raises(TenderStartedError):
        override(till)


def test_another_operator_s_session_does_not_carry_the_approval_on() -> None:
    till = shop(operator_id="c1")
    add(till)
    override(till, approval=SUPERVISORS_APPROVAL)
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        override(till, unit_price_micro=1_100_000)
