"""Goods with rules and labels come into the transaction right, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from sync.protocol.events.item_refused_v1 import ItemRefused
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.void_line import VoidLine
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem, SaleWindow
from terminal.domain.catalog.selling_policy import BelowCost, SellingPolicy
from terminal.domain.errors import (
    AgeCheckRequiredError,
    AgeRefusedError,
    BelowCostError,
    DomainError,
    InvalidScanCodeError,
    ItemBlockedError,
    ItemExpiredError,
    ItemRecalledError,
    LinkedItemError,
    LotRequiredError,
    OutsideSaleHoursError,
    PermissionRefusedError,
    PriceOutOfBoundsError,
    QuantityLimitError,
    SerialRequiredError,
    SerialUsedError,
    WeightRequiredError,
)
from terminal.domain.scan_code import DEFAULT_SCAN_RULES
from terminal.domain.scan_code.check_digit import check_digit
from terminal.domain.scan_code.scan_rules import EmbeddedKind, EmbeddedRule
from terminal.domain.transaction.line_item import PriceSource, SaleReturnLineItem
from tests.fakes.reference_data import APPLES, STORE
from tests.fakes.shop_floor import MANAGERS_APPROVAL, article, shop
from tests.fakes.till import MemoryTill

ONE = 1_000_000
BRANDY = article("brandy", ItemRules(minimum_age=18))
# An element string: GTIN of the pen, then what the label says.
GS1 = "]d20104006381333931"


def ring(till: MemoryTill, scan_code: str, **entry: object) -> SaleReturnLineItem:
    """Ring something up and return the line as it is stored."""
    change = till.use_cases.add_item(
        msgspec.structs.replace(AddItem(scan_code=scan_code), **entry)
    )
    with till.ledger.draft() as uow:
        transaction = uow.baskets.open_basket()
        assert transaction is not None
        line = transaction.line(change.line.sequence)
        uow.commit()
    return line


def lines_of(till: MemoryTill) -> list[tuple[str, int, int, bool]]:
    view = till.use_cases.get_open_sale(GetOpenSale())
    if view is None:
        return []
    return [
        (line.item_id, line.quantity_micro, line.amount_minor, line.is_voided)
        for line in view.lines
    ]


def weight_label(grams: int, item: int = 77) -> str:
    body = f"21{item:05d}{grams:05d}"
    return body + check_digit(body)


def price_label(cents: int, item: int = 77) -> str:
    body = f"23{item:05d}{cents:05d}"
    return body + check_digit(body)


# Labels.


def test_weight_label_finds_the_item_by_its_number() -> None:
    line = ring(shop(), weight_label(345))

    assert line.item_id == "apples"
    assert (line.quantity_micro, line.amount_minor) == (345_000, 103)
    assert line.price_source is PriceSource.CATALOG


def test_number_that_is_an_item_of_its_own_carries_no_weight() -> None:
    whole = article("whole", scan_code=weight_label(345), unit_price_micro=5 * ONE)

    line = ring(shop(whole), weight_label(345))

    assert (line.item_id, line.quantity_micro, line.amount_minor) == ("whole", ONE, 500)


def test_price_label_is_paid_as_printed() -> None:
    by_weight = msgspec.structs.replace(
        APPLES, item_id="pears", plu="78", rules=ItemRules(is_weighed=True)
    )

    line = ring(shop(by_weight), price_label(517, item=78))

    assert line.amount_minor == line.extended_minor == 517
    assert line.price_source is PriceSource.LABEL
    # 5.17 buys so much at 2.99 a kilogram.
    assert line.quantity_micro == 1_729_097


def test_expired_goods_stop_and_the_stop_is_a_fact() -> None:
    till = shop()

    with pytest.raises(ItemExpiredError):
        ring(till, f"{GS1}17300316")

    body = till.ledger.events[-1].body
    assert isinstance(body, ItemRefused)
    assert (body.reason, body.item_id, body.expires_on) == (
        "item_expired",
        "pen",
        "2030-03-16",
    )
    assert body.transaction_id is None
    assert lines_of(till) == []


def test_goods_are_sold_through_their_last_day() -> None:
    line = ring(shop(), f"{GS1}1730031710L7")

    assert (line.expires_on, line.lot) == ("2030-03-17", "L7")


def test_recalled_lot_stops_and_another_lot_is_sold() -> None:
    recalled = msgspec.structs.replace(
        article("yogurt", ItemRules(recalled_lots=("L7",))), scan_code="4006381333931"
    )
    till = shop(recalled)

    with pytest.raises(ItemRecalledError):
        ring(till, f"{GS1}10L7")
    body = till.ledger.events[-1].body
    assert isinstance(body, ItemRefused)
    assert (body.reason, body.lot) == ("item_recalled", "L7")
    with pytest.raises(LotRequiredError):
        ring(till, "4006381333931")
    assert ring(till, "4006381333931", lot=" L8 ").lot == "L8"


def test_label_that_marks_down_needs_nobody() -> None:
    pie = article("pie", unit_price_micro=10 * ONE)
    reduced = EmbeddedRule(kind=EmbeddedKind.PERCENT_OFF, pattern="22.....{NN}")
    store = msgspec.structs.replace(
        STORE,
        scan_rules=msgspec.structs.replace(DEFAULT_SCAN_RULES, patterns=(reduced,)),
    )
    till = shop(msgspec.structs.replace(pie, plu="5"), store=store, operator_id="c1")
    body = "220000530000"

    line = ring(till, body + check_digit(body))

    assert line.item_id == "pie"
    assert line.manual is not None
    assert line.manual.rate_ppm == 300_000


# Scale.


def test_weighed_goods_are_asked_for_their_weight() -> None:
    ham = article("ham", ItemRules(is_weighed=True, tare_micro=12_000), unit="kg")
    till = shop(ham)

    with pytest.raises(WeightRequiredError) as caught:
        ring(till, "HAM")
    assert caught.value.details["tare_micro"] == 12_000
    assert ring(till, "HAM", gross_weight_micro=512_000).quantity_micro == 500_000
    assert (
        ring(till, "HAM", gross_weight_micro=512_000, tare_micro=0).quantity_micro
        == 512_000
    )
    assert ring(till, "HAM", quantity_micro=250_000).quantity_micro == 250_000


# Restrictions.


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        (ItemRules(is_blocked=True, blocked_reason="recipe"), ItemBlockedError),
        (ItemRules(asks_lot=True), LotRequiredError),
        (ItemRules(asks_serial=True), SerialRequiredError),
        (ItemRules(minimum_age=18), AgeCheckRequiredError),
        # The fake clock stands at 17:46 on a Sunday.
        (ItemRules(sale_windows=(SaleWindow(weekdays=(5,)),)), OutsideSaleHoursError),
        (
            ItemRules(sale_windows=(SaleWindow(from_minute=17 * 60 + 47),)),
            OutsideSaleHoursError,
        ),
    ],
)
def test_restriction_refuses_and_keeps_nothing(
    rules: ItemRules, error: type[DomainError]
) -> None:
    till = shop(article("thing", rules))
    events = till.ledger.events

    with pytest.raises(error):
        ring(till, "THING")

    assert lines_of(till) == []
    assert till.ledger.events == events


def test_hours_follow_the_shop_s_time_zone() -> None:
    evening = article(
        "beer", ItemRules(sale_windows=(SaleWindow(from_minute=18 * 60),))
    )
    berlin = msgspec.structs.replace(STORE, time_zone="Europe/Berlin")

    # 17:46 UTC is 18:46 in Berlin.
    assert ring(shop(evening, store=berlin), "BEER").item_id == "beer"


def test_age_is_asked_once_a_customer() -> None:
    till = shop(BRANDY, article("cider", ItemRules(minimum_age=16)))

    with pytest.raises(AgeCheckRequiredError) as caught:
        ring(till, "BRANDY")
    assert caught.value.details["born_until"] == "2012-03-17"
    assert ring(till, "BRANDY", birth_date="1990-05-01").age_checked == 18
    assert ring(till, "BRANDY").age_checked == 18
    assert ring(till, "CIDER").age_checked == 18


def test_confirmation_for_one_age_is_none_for_a_higher() -> None:
    till = shop(BRANDY, article("cider", ItemRules(minimum_age=16)))
    ring(till, "CIDER", age_confirmed=True)

    with pytest.raises(AgeCheckRequiredError):
        ring(till, "BRANDY")


def test_too_young_is_refused_and_recorded() -> None:
    till = shop(BRANDY)

    with pytest.raises(AgeRefusedError):
        ring(till, "BRANDY", birth_date="2012-03-18")

    body = till.ledger.events[-1].body
    assert isinstance(body, ItemRefused)
    assert (body.reason, body.item_id) == ("age_refused", "brandy")
    assert "2012" not in repr(body)


def test_age_survives_the_program() -> None:
    till = shop(BRANDY)
    ring(till, "BRANDY", age_confirmed=True)

    till.reopen()

    assert ring(till, "BRANDY").age_checked == 18


def test_piece_with_a_serial_number_is_sold_once() -> None:
    till = shop(article("phone", ItemRules(asks_serial=True)))

    first = ring(till, "PHONE", serial="S1")
    with pytest.raises(SerialUsedError):
        ring(till, "PHONE", serial="S1")
    till.use_cases.void_line(VoidLine(line_sequence=first.sequence))

    assert ring(till, "PHONE", serial="S1").serial == "S1"


@pytest.mark.parametrize("serial", ["", " ", "x" * 41, "a\x1bb"])
def test_serial_number_is_plain_and_bounded(serial: str) -> None:
    till = shop(article("phone", ItemRules(asks_serial=True)))

    with pytest.raises(InvalidScanCodeError):
        ring(till, "PHONE", serial=serial)


def test_quantity_limit_counts_base_units_over_the_basket() -> None:
    rules = ItemRules(quantity_max_micro=24 * ONE)
    till = shop(
        article("milk", rules),
        msgspec.structs.replace(
            article("milk", rules),
            scan_code="MILK-CASE",
            unit="case",
            base_quantity_micro=12 * ONE,
        ),
    )
    ring(till, "MILK", quantity_micro=12 * ONE)
    first = ring(till, "MILK-CASE")

    with pytest.raises(QuantityLimitError) as caught:
        ring(till, "MILK")
    assert caught.value.details["left_micro"] == 0
    till.use_cases.void_line(VoidLine(line_sequence=first.sequence))
    assert ring(till, "MILK").quantity_micro == ONE


# Linked items.


DEPOSIT = article("deposit", unit_price_micro=250_000)
WATER = article(
    "water",
    ItemRules(linked_items=(LinkedItem(item_id="deposit"),)),
    unit_price_micro=900_000,
)
CRATE = msgspec.structs.replace(
    WATER,
    scan_code="CRATE",
    unit="crate",
    unit_price_micro=9_000_000,
    base_quantity_micro=12 * ONE,
)


def test_deposit_follows_its_bottle() -> None:
    till = shop(DEPOSIT, WATER, CRATE)

    line = ring(till, "WATER", quantity_micro=2 * ONE)
    ring(till, "CRATE")

    assert lines_of(till) == [
        ("water", 2 * ONE, 180, False),
        ("deposit", 2 * ONE, 50, False),
        ("water", ONE, 900, False),
        ("deposit", 12 * ONE, 300, False),
    ]
    till.use_cases.void_line(VoidLine(line_sequence=line.sequence))
    assert [line[3] for line in lines_of(till)] == [True, True, False, False]


def test_missing_deposit_refuses_the_bottle_too() -> None:
    till = shop(WATER)

    with pytest.raises(LinkedItemError):
        ring(till, "WATER")

    assert lines_of(till) == []


# Keyed prices.


@pytest.mark.parametrize(
    ("rules", "price", "error"),
    [
        (ItemRules(price_min_micro=ONE), ONE - 1, PriceOutOfBoundsError),
        (ItemRules(price_max_micro=2 * ONE), 2 * ONE + 1, PriceOutOfBoundsError),
        (ItemRules(price_min_micro=ONE, price_max_micro=2 * ONE), ONE, None),
        # 1.20 with 20 % included is 1.00 without.
        (ItemRules(cost_micro=ONE), 1_200_000, None),
    ],
)
def test_keyed_price_stays_in_bounds(
    rules: ItemRules, price: int, error: type[DomainError] | None
) -> None:
    till = shop(article("lamp", rules))

    if error is None:
        ring(till, "LAMP", keyed_price_micro=price)
        return
    with pytest.raises(error):
        ring(till, "LAMP", keyed_price_micro=price)


def _policy(below_cost: str) -> Callable[[], MemoryTill]:
    store = msgspec.structs.replace(
        STORE, selling_policy=SellingPolicy(below_cost=BelowCost(below_cost))
    )
    lamp = article("lamp", ItemRules(cost_micro=ONE), is_open_price=True)
    return lambda: shop(lamp, store=store, operator_id="c1")


def test_below_cost_is_refused_allowed_or_approved_by_policy() -> None:
    low = {"keyed_price_micro": 1_190_000}

    with pytest.raises(BelowCostError):
        ring(_policy("refused")(), "LAMP", **low)
    assert ring(_policy("allowed")(), "LAMP", **low).amount_minor == 119
    till = _policy("permission")()
    with pytest.raises(PermissionRefusedError) as caught:
        ring(till, "LAMP", **low)
    assert caught.value.details["permission"] == "price.below_cost"
    line = ring(till, "LAMP", approval=MANAGERS_APPROVAL, **low)
    assert (line.amount_minor, line.price_authorised_by) == (119, "m1")
    assert till.ledger.events[-1].body.TYPE == "access.approved"
