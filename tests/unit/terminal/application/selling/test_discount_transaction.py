"""A discount of the whole transaction is shared out and losing no cent."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.selling.discount_line import DiscountLine
from terminal.application.selling.discount_transaction import DiscountTransaction
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.remove_discount import RemoveDiscount
from terminal.application.selling.sale_view import SaleView
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.errors import (
    AboveLimitError,
    InvalidDiscountError,
    NotDiscountableError,
    PermissionRefusedError,
)
from tests.fakes.shop_floor import (
    MANAGERS_APPROVAL,
    SUPERVISORS_APPROVAL,
    article,
    shop,
    stored_line,
)
from tests.fakes.till import MemoryTill, add

TEN_PERCENT = DiscountTransaction(rate_ppm=100_000, reason="staff")


def discount(till: MemoryTill, **changes: object) -> SaleView:
    return till.use_cases.discount_transaction(
        msgspec.structs.replace(TEN_PERCENT, **changes)
    )


def test_percent_of_the_whole_is_shared_by_the_lines() -> None:
    till = shop(operator_id="c1")
    add(till)
    add(till, "2000000000077")

    view = discount(till)

    # 4.48 less 0.45, as the sum is rounded once.
    assert view.totals.total_minor == 403
    assert sum(line.amount_minor for line in view.lines) == 403


def test_amount_off_the_whole_loses_no_cent() -> None:
    till = shop()
    for _ in range(3):
        add(till)

    view = discount(till, rate_ppm=None, amount_minor=100)

    assert view.totals.total_minor == 347
    assert sorted(line.amount_minor for line in view.lines) == [115, 116, 116]


def test_line_rung_up_later_takes_part() -> None:
    till = shop()
    add(till, quantity=10)
    discount(till)

    assert add(till, quantity=10).totals.total_minor == 2_682


def test_goods_that_take_no_discount_are_left_out() -> None:
    till = shop(article("stamps", ItemRules(is_discountable=False)))
    add(till, "STAMPS", quantity=10)
    add(till, quantity=10)

    view = discount(till)

    assert [line.amount_minor for line in view.lines] == [1_490, 1_341]
    with pytest.raises(InvalidDiscountError):
        discount(till, rate_ppm=None, amount_minor=1_491)


def test_nothing_to_discount_is_said() -> None:
    till = shop(article("stamps", ItemRules(is_discountable=False)))
    add(till, "STAMPS")

    with pytest.raises(NotDiscountableError):
        discount(till)


def test_limit_of_the_role_holds_for_the_whole() -> None:
    till = shop(operator_id="c1")
    add(till)

    with pytest.raises(AboveLimitError):
        discount(till, rate_ppm=200_000)
    view = discount(till, rate_ppm=200_000, approval=SUPERVISORS_APPROVAL)

    assert view.totals.total_minor == 119
    assert stored_line(till, 1).modifiers[0].authorised_by == "s1"


def test_each_line_is_held_against_its_cost() -> None:
    till = shop(article("lamp", ItemRules(cost_micro=1_200_000)), operator_id="c1")
    add(till, quantity=10)
    add(till, "LAMP")

    with pytest.raises(PermissionRefusedError):
        discount(till)
    view = till.use_cases.get_open_sale(GetOpenSale())
    assert view is not None
    assert view.totals.total_minor == 1_639
    assert discount(till, approval=MANAGERS_APPROVAL).totals.total_minor == 1_475


def test_discount_is_taken_back() -> None:
    till = shop()
    add(till)
    discount(till)

    view = till.use_cases.remove_discount(RemoveDiscount())

    assert view.totals.total_minor == 149


def test_discount_of_the_whole_makes_no_room_for_one_of_a_line() -> None:
    till = shop(operator_id="c1")
    add(till, quantity=10)
    add(till)
    discount(till)
    on_top = DiscountLine(line_sequence=1, rate_ppm=50_000, reason="dented")

    with pytest.raises(AboveLimitError):
        till.use_cases.discount_line(on_top)
    till.use_cases.discount_line(
        msgspec.structs.replace(on_top, approval=SUPERVISORS_APPROVAL)
    )

    line = stored_line(till, 1)
    # 5 % of the line, then 10 % of what is left of it.
    assert line.amount_minor == 1_274
    assert [one.authorised_by for one in line.modifiers] == ["s1", None]


def test_two_small_discounts_within_the_limit_need_nobody() -> None:
    till = shop(operator_id="c1")
    add(till)
    till.use_cases.discount_line(
        DiscountLine(line_sequence=1, rate_ppm=50_000, reason="dented")
    )

    # 0.07 and 0.07 of 1.49.
    assert discount(till, rate_ppm=50_000).totals.total_minor == 135
