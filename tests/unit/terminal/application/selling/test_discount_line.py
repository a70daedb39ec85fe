"""A discount of a line has a reason, a limit and an end at the cost."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.selling.discount_line import DiscountLine
from terminal.application.selling.remove_discount import RemoveDiscount
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.errors import (
    AboveLimitError,
    InvalidDiscountError,
    NotDiscountableError,
    PermissionRefusedError,
    ReasonRequiredError,
    UnknownLineError,
)
from terminal.domain.transaction.line_item import SaleReturnLineItem
from tests.fakes.shop_floor import (
    MANAGERS_APPROVAL,
    SUPERVISORS_APPROVAL,
    article,
    shop,
    stored_line,
)
from tests.fakes.till import MemoryTill, add

ONE = 1_000_000
TEN_PERCENT = DiscountLine(line_sequence=1, rate_ppm=100_000, reason="dented")


def discount(till: MemoryTill, **changes: object) -> SaleReturnLineItem:
    command = msgspec.structs.replace(TEN_PERCENT, **changes)
    till.use_cases.discount_line(command)
    return stored_line(till, command.line_sequence)


def test_percent_comes_off_the_line() -> None:
    till = shop(operator_id="c1")
    add(till, quantity=10)

    view = till.use_cases.discount_line(TEN_PERCENT)

    assert view.line.amount_minor == view.totals.total_minor == 1_341
    (modifier,) = stored_line(till, 1).modifiers
    assert (modifier.kind.value, modifier.amount_minor) == ("manual", -149)
    assert modifier.rule_id == "dented"
    assert modifier.authorised_by is None


def test_amount_comes_off_the_line() -> None:
    till = shop()
    add(till)

    line = discount(till, rate_ppm=None, amount_minor=50)

    assert line.amount_minor == 99


def test_next_discount_replaces_the_one_before() -> None:
    till = shop()
    add(till, quantity=10)
    discount(till, rate_ppm=500_000)

    assert discount(till).amount_minor == 1_341


def test_discount_follows_the_quantity() -> None:
    from terminal.application.selling.change_quantity import ChangeQuantity

    till = shop()
    add(till)
    discount(till)

    view = till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=1, quantity_micro=10 * ONE)
    )

    assert view.line.amount_minor == 1_341


def test_discount_is_taken_back() -> None:
    till = shop()
    add(till)
    discount(till)

    view = till.use_cases.remove_discount(RemoveDiscount(line_sequence=1))

    assert view.totals.total_minor == 149
    assert stored_line(till, 1).modifiers == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"rate_ppm": 100_001},
        # 15 of 149 is more than a tenth.
        {"rate_ppm": None, "amount_minor": 15},
    ],
)
def test_cashier_s_limit_is_widened_by_a_supervisor(changes: dict[str, object]) -> None:
    till = shop(operator_id="c1")
    add(till)

    with pytest.raises(AboveLimitError):
        discount(till, **changes)
    assert stored_line(till, 1).manual is None
    line = discount(till, **changes, approval=SUPERVISORS_APPROVAL)

    assert line.modifiers[0].authorised_by == "s1"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rate_ppm": None}, InvalidDiscountError),
        ({"amount_minor": 1}, InvalidDiscountError),
        ({"rate_ppm": 0}, InvalidDiscountError),
        ({"rate_ppm": 1_000_001}, InvalidDiscountError),
        ({"rate_ppm": None, "amount_minor": 0}, InvalidDiscountError),
        ({"rate_ppm": None, "amount_minor": 150}, InvalidDiscountError),
        ({"reason": ""}, ReasonRequiredError),
        ({"line_sequence": 7}, UnknownLineError),
    ],
)
def test_what_is_no_discount_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    till = shop()
    add(till)

    with pytest.raises(error):
        discount(till, **changes)


def test_item_that_takes_no_discount_keeps_its_price() -> None:
    till = shop(article("stamps", ItemRules(is_discountable=False)))
    add(till, "STAMPS")

    with pytest.raises(NotDiscountableError):
        discount(till)


def test_discount_below_cost_needs_who_may_sell_below_cost() -> None:
    # 1.49 with 20 % included is 1.24 without; a tenth less is 1.12.
    till = shop(article("lamp", ItemRules(cost_micro=1_200_000)), operator_id="c1")
    add(till, "LAMP")

    with pytest.raises(PermissionRefusedError) as caught:
        discount(till)
    assert caught.value.details["permission"] == "price.below_cost"
    assert stored_line(till, 1).manual is None
    line = discount(till, approval=MANAGERS_APPROVAL)

    assert line.amount_minor == 134
    assert line.modifiers[0].authorised_by == "m1"
