"""Whatever happens in a basket, each line has the price that the lists give it.

The lists are asked again, by the pure rule, for the quantities and the customer at
the end: a line may neither keep a price of before nor see one of another instant.
"""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.application.ports.store_settings import StoreSettings
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.forget_member import ForgetMember
from terminal.application.selling.identify_member import IdentifyMember
from terminal.application.selling.void_line import VoidLine
from terminal.domain.errors import UnknownLineError
from terminal.domain.money import line_amount
from terminal.domain.pricing.price_list import PriceContext, PriceList, PriceRow
from terminal.domain.pricing.price_quote import (
    OpenBasketPrices,
    PriceChoice,
    resolve_price,
)
from terminal.domain.pricing.pricing_policy import PricingPolicy
from tests.fakes.clock import START_MS
from tests.fakes.reference_data import EUR, GOLD_MEMBER, STORE
from tests.fakes.shop_floor import article, open_transaction, shop
from tests.fakes.till import MemoryTill, add

ONE = 1_000_000
BOTTLE = article("bottle")
CASE = msgspec.structs.replace(
    BOTTLE,
    scan_code="CASE",
    unit="case",
    unit_price_micro=15_000_000,
    base_quantity_micro=12 * ONE,
)
OTHER = article("other")
LISTS = (
    PriceList(price_list_id="base", name="Base"),
    PriceList(
        price_list_id="gold",
        name="Gold",
        priority=5,
        member_tiers=frozenset({"gold"}),
    ),
    PriceList(
        price_list_id="week",
        name="Week",
        priority=3,
        starts_at_ms=START_MS + 3_000,
        ends_at_ms=START_MS + 6_000,
    ),
)

_INSTANTS = st.none() | st.integers(0, 8).map(lambda n: START_MS + n * 1_000)
_ROWS = st.lists(
    st.builds(
        PriceRow,
        item_id=st.sampled_from(["bottle", "other"]),
        price_list_id=st.sampled_from(["base", "gold", "week"]),
        unit=st.sampled_from(["piece", "case"]),
        unit_price_micro=st.integers(1, 2_000).map(lambda n: n * 10_000),
        quantity_min_micro=st.sampled_from([0, 3 * ONE, 13 * ONE]),
        starts_at_ms=_INSTANTS,
        ends_at_ms=_INSTANTS,
    ),
    min_size=1,
    max_size=12,
)
_COMMANDS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), st.sampled_from(["BOTTLE", "CASE", "OTHER"])),
        st.tuples(st.just("wait"), st.integers(1, 3)),
        st.tuples(st.just("quantity"), st.integers(1, 4)),
        st.tuples(st.just("void"), st.integers(1, 6)),
        st.tuples(st.just("member"), st.booleans()),
    ),
    max_size=14,
)


def _store(open_basket: OpenBasketPrices, choice: PriceChoice) -> StoreSettings:
    return msgspec.structs.replace(
        STORE,
        pricing=PricingPolicy(open_basket=open_basket, price_choice=choice),
    )


def _do(till: MemoryTill, name: str, value: object) -> bool:
    """Carry a step out; return whether it changed the basket."""
    try:
        if name == "scan":
            add(till, str(value))
        elif name == "wait":
            assert isinstance(value, int)
            till.clock.advance(value * 1_000)
            return False
        elif name == "quantity":
            assert isinstance(value, int)
            till.use_cases.change_quantity(
                ChangeQuantity(line_sequence=1, quantity_micro=value * ONE)
            )
        elif name == "void":
            assert isinstance(value, int)
            till.use_cases.void_line(VoidLine(line_sequence=value))
        elif value:
            till.use_cases.identify_member(IdentifyMember(code=GOLD_MEMBER.code))
        else:
            till.use_cases.forget_member(ForgetMember())
    except UnknownLineError:
        return False
    return True


@pytest.mark.parametrize("open_basket", list(OpenBasketPrices))
@given(rows=_ROWS, commands=_COMMANDS, choice=st.sampled_from(list(PriceChoice)))
def test_lines_cost_what_the_lists_say_at_their_instant(
    open_basket: OpenBasketPrices,
    rows: list[PriceRow],
    commands: list[tuple[str, object]],
    choice: PriceChoice,
) -> None:
    till = shop(
        BOTTLE,
        CASE,
        OTHER,
        prices=tuple(rows),
        price_lists=LISTS,
        store=_store(open_basket, choice),
    )
    add(till, "BOTTLE")
    scanned_at = {1: till.clock.wall_ms()}
    priced_at = till.clock.wall_ms()
    for name, value in commands:
        if not _do(till, name, value):
            continue
        priced_at = till.clock.wall_ms()
        if name == "scan":
            scanned_at[len(scanned_at) + 1] = priced_at

    transaction = open_transaction(till)
    is_member = transaction.terms.member is not None
    for line in transaction.lines:
        if line.is_voided:
            continue
        item = next(i for i in (BOTTLE, CASE, OTHER) if i.scan_code == line.scan_code)
        at_ms = (
            scanned_at[line.sequence]
            if open_basket is OpenBasketPrices.KEPT
            else priced_at
        )
        expected = resolve_price(
            item,
            [row for row in rows if row.item_id == item.item_id],
            {one.price_list_id: one for one in LISTS},
            PriceContext(
                at_ms=at_ms,
                store="s-01",
                customer_groups=frozenset({"staff"} if is_member else ()),
                member_tier="gold" if is_member else None,
            ),
            transaction.base_quantity_of(item.item_id),
            choice,
        )
        assert (line.unit_price_micro, line.price_list_id) == (
            expected.unit_price_micro,
            expected.price_list_id,
        )
        assert line.amount_minor == line_amount(
            line.quantity_micro, expected.unit_price_micro, EUR
        )
