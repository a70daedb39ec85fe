"""A price check tells today's price of the lists that are for everybody."""

from __future__ import annotations

from terminal.application.selling.check_price import CheckPrice
from terminal.application.selling.find_items import FindItems
from terminal.domain.pricing.price_list import PriceList, PriceRow
from tests.fakes.clock import START_MS
from tests.fakes.reference_data import PEN
from tests.fakes.shop_floor import shop
from tests.fakes.till import MemoryTill

WEEK = PriceList(price_list_id="week", name="Week")
STAFF = PriceList(
    price_list_id="staff",
    name="Staff",
    priority=9,
    customer_groups=frozenset({"staff"}),
)


def row(price_list_id: str, price_micro: int, **fields: int) -> PriceRow:
    return PriceRow(
        item_id="pen",
        price_list_id=price_list_id,
        unit="piece",
        unit_price_micro=price_micro,
        **fields,
    )


def week_shop() -> MemoryTill:
    return shop(
        prices=(
            row("staff", 1),
            row("week", 1_290_000, starts_at_ms=START_MS + 1_000),
            row("week", 990_000, quantity_min_micro=10_000_000),
        ),
        price_lists=(WEEK, STAFF),
    )


def test_price_begins_at_its_instant_for_everybody() -> None:
    till = week_shop()
    check = CheckPrice(scan_code=PEN.scan_code)

    before = till.use_cases.check_price(check)
    till.clock.advance(1_000)
    after = till.use_cases.check_price(check)

    assert before.unit_price_micro == 1_490_000
    assert after.unit_price_micro == 1_290_000


def test_search_shows_the_same_price() -> None:
    till = week_shop()
    till.clock.advance(1_000)

    (pen,) = till.use_cases.find_items(FindItems(text="fineliner"))

    assert pen.unit_price_micro == 1_290_000


def test_a_clock_that_is_wrong_chooses_no_prices() -> None:
    till = shop(
        prices=(row("week", 1_290_000, starts_at_ms=START_MS + 3_600_000),),
        price_lists=(WEEK,),
    )
    check = CheckPrice(scan_code=PEN.scan_code)
    before = till.use_cases.check_price(check)

    till.clock.hear_center(START_MS + 3_600_000)
    after = till.use_cases.check_price(check)

    assert before.unit_price_micro == 1_490_000
    assert after.unit_price_micro == 1_290_000
