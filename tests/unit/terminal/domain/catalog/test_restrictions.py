"""Goods pass, or the refusal says what is missing."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.item_rules import NO_RULES, ItemRules, SaleWindow
from terminal.domain.catalog.restrictions import (
    PresentedGoods,
    SaleMoment,
    born_until,
    parse_birth_date,
    require_new_serial,
    require_sellable,
)
from terminal.domain.catalog.selling_policy import (
    DEFAULT_SELLING_POLICY,
    ExpiryRule,
    SellingPolicy,
)
from terminal.domain.errors import (
    AgeCheckRequiredError,
    AgeRefusedError,
    DomainError,
    InvalidDateError,
    ItemBlockedError,
    ItemExpiredError,
    ItemRecalledError,
    LotRequiredError,
    OutsideSaleHoursError,
    QuantityLimitError,
    SerialRequiredError,
    SerialUsedError,
)

ONE = 1_000_000
SUNDAY = date(2030, 3, 17)
NOON = SaleMoment(local_date=SUNDAY, minute=720, business_day=SUNDAY)
PIECE = PresentedGoods(base_quantity_micro=ONE)


def passed(
    rules: ItemRules,
    goods: PresentedGoods = PIECE,
    moment: SaleMoment = NOON,
    policy: SellingPolicy = DEFAULT_SELLING_POLICY,
) -> int:
    return require_sellable(rules, goods, moment, policy, "Brandy")


def with_goods(**changes: object) -> PresentedGoods:
    return msgspec.structs.replace(PIECE, **changes)


def test_item_without_rules_passes() -> None:
    assert passed(NO_RULES) == 0


@pytest.mark.parametrize(
    ("rules", "goods", "error"),
    [
        (ItemRules(is_blocked=True), PIECE, ItemBlockedError),
        (ItemRules(recalled_lots=("*",)), PIECE, ItemRecalledError),
        (ItemRules(recalled_lots=("L1",)), with_goods(lot="L1"), ItemRecalledError),
        (ItemRules(recalled_lots=("L1",)), PIECE, LotRequiredError),
        (ItemRules(recalled_lots=("L1",)), with_goods(lot="L2"), None),
        (ItemRules(asks_lot=True), PIECE, LotRequiredError),
        (ItemRules(asks_lot=True), with_goods(lot="L2"), None),
        (ItemRules(asks_serial=True), PIECE, SerialRequiredError),
        (ItemRules(asks_serial=True), with_goods(serial="S1"), None),
        (
            ItemRules(asks_serial=True),
            with_goods(serial="S1", base_quantity_micro=2 * ONE),
            SerialRequiredError,
        ),
        (ItemRules(quantity_max_micro=2 * ONE), with_goods(before_micro=ONE), None),
        (
            ItemRules(quantity_max_micro=2 * ONE),
            with_goods(before_micro=ONE + 1),
            QuantityLimitError,
        ),
        (
            ItemRules(sale_windows=(SaleWindow(from_minute=0, to_minute=720),)),
            PIECE,
            OutsideSaleHoursError,
        ),
        (
            ItemRules(
                sale_windows=(
                    SaleWindow(weekdays=(0,)),
                    SaleWindow(weekdays=(6,), from_minute=720),
                )
            ),
            PIECE,
            None,
        ),
        (ItemRules(minimum_age=18), PIECE, AgeCheckRequiredError),
        (ItemRules(minimum_age=18), with_goods(age_checked=18), None),
        (ItemRules(minimum_age=21), with_goods(age_checked=18), AgeCheckRequiredError),
        (
            ItemRules(minimum_age=18),
            with_goods(birth_date=date(2012, 3, 18)),
            AgeRefusedError,
        ),
        (ItemRules(minimum_age=18), with_goods(birth_date=date(2012, 3, 17)), None),
    ],
)
def test_each_restriction_stops_or_passes(
    rules: ItemRules, goods: PresentedGoods, error: type[DomainError] | None
) -> None:
    if error is None:
        passed(rules, goods)
        return
    with pytest.raises(error):
        passed(rules, goods)


def test_what_is_final_is_said_before_anything_is_asked() -> None:
    rules = ItemRules(is_blocked=True, asks_serial=True, minimum_age=18)

    with pytest.raises(ItemBlockedError):
        passed(rules)


def test_limit_says_how_much_is_left_in_base_units() -> None:
    rules = ItemRules(quantity_max_micro=6 * ONE)

    with pytest.raises(QuantityLimitError) as caught:
        passed(rules, with_goods(before_micro=4 * ONE, base_quantity_micro=12 * ONE))

    assert caught.value.details["left_micro"] == 2 * ONE


@pytest.mark.parametrize(
    ("rule", "days_left", "is_sold"),
    [
        (ExpiryRule.THROUGH_DATE, 0, True),
        (ExpiryRule.THROUGH_DATE, -1, False),
        (ExpiryRule.BEFORE_DATE, 1, True),
        (ExpiryRule.BEFORE_DATE, 0, False),
        (ExpiryRule.TOLD, -100, True),
    ],
)
def test_expired_goods_stop_by_the_named_rule(
    rule: ExpiryRule, days_left: int, is_sold: bool
) -> None:
    goods = with_goods(expires_on=SUNDAY + timedelta(days=days_left))
    policy = SellingPolicy(expiry=rule)

    if is_sold:
        passed(NO_RULES, goods, policy=policy)
        return
    with pytest.raises(ItemExpiredError):
        passed(NO_RULES, goods, policy=policy)


def test_goods_of_the_night_s_business_day_do_not_expire_at_midnight() -> None:
    after_midnight = SaleMoment(
        local_date=SUNDAY + timedelta(days=1), minute=30, business_day=SUNDAY
    )

    passed(NO_RULES, with_goods(expires_on=SUNDAY), after_midnight)


@pytest.mark.parametrize(("minute", "is_sold"), [(721, True), (720, False)])
def test_time_on_a_label_is_by_the_clock(minute: int, is_sold: bool) -> None:
    goods = with_goods(expires_on=SUNDAY, expires_minute=minute)

    if is_sold:
        passed(NO_RULES, goods)
        return
    with pytest.raises(ItemExpiredError):
        passed(NO_RULES, goods)


def test_age_question_says_the_latest_date_of_birth() -> None:
    with pytest.raises(AgeCheckRequiredError) as caught:
        passed(ItemRules(minimum_age=18))

    assert caught.value.details == {"minimum_age": 18, "born_until": "2012-03-17"}


def test_checked_age_is_the_years_that_were_asked_for() -> None:
    goods = with_goods(birth_date=date(1990, 1, 1))

    assert passed(ItemRules(minimum_age=18), goods) == 18
    assert passed(ItemRules(minimum_age=16), with_goods(age_checked=18)) == 18


def test_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert born_until(date(2030, 2, 28), 18) < date(2012, 2, 29)
    assert born_until(date(2030, 3, 1), 18) >= date(2012, 2, 29)
    assert born_until(date(2028, 2, 29), 18) == date(2010, 2, 28)


@given(
    born=st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    today=st.dates(date(2030, 1, 1), date(2040, 12, 31)),
    years=st.integers(1, 25),
)
def test_age_is_reached_on_the_birthday_and_stays_reached(
    born: date, today: date, years: int
) -> None:
    anniversaries = (today.year - born.year) - (
        (today.month, today.day) < (born.month, born.day)
    )

    assert (born <= born_until(today, years)) is (anniversaries >= years)


@pytest.mark.parametrize("text", ["", "1990", "1990-02-30", "2030-03-18", "1879-01-01"])
def test_what_is_no_date_of_birth_is_refused(text: str) -> None:
    with pytest.raises(InvalidDateError):
        parse_birth_date(text, SUNDAY)


def test_date_of_birth_is_read() -> None:
    assert parse_birth_date("2030-03-17", SUNDAY) == SUNDAY


def test_piece_is_sold_once() -> None:
    require_new_serial("S1", ["S2", None])
    with pytest.raises(SerialUsedError):
        require_new_serial("S1", ["S2", "S1"])
