"""One price holds, whatever the order of the rows and whatever is shipped ahead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.pricing.price_list import PriceContext, PriceList, PriceRow
from terminal.domain.pricing.price_quote import PriceChoice, resolve_price
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.transaction.line_item import PriceSource

ONE = 1_000_000
PIECE = CatalogItem(
    item_id="water",
    description="Water",
    unit="piece",
    unit_price_micro=900_000,
    tax_group=single_rate("standard", 200_000),
    is_open_price=False,
    scan_code="4006381333931",
)
LISTS = {
    "base": PriceList(price_list_id="base", name="Base"),
    "gold": PriceList(
        price_list_id="gold",
        name="Gold",
        priority=10,
        member_tiers=frozenset({"gold"}),
    ),
    "promo": PriceList(price_list_id="promo", name="Week", priority=5),
}
HERE = PriceContext(at_ms=1_000, store="s-01")
MEMBER = PriceContext(at_ms=1_000, store="s-01", member_tier="gold")


def row(
    price: int,
    price_list_id: str = "base",
    unit: str = "piece",
    quantity_min: int = 0,
    starts: int | None = None,
    ends: int | None = None,
) -> PriceRow:
    return PriceRow(
        item_id="water",
        price_list_id=price_list_id,
        unit=unit,
        unit_price_micro=price,
        quantity_min_micro=quantity_min,
        starts_at_ms=starts,
        ends_at_ms=ends,
    )


ROWS = st.lists(
    st.builds(
        row,
        st.integers(1, 50),
        st.sampled_from(["base", "gold", "promo", "unknown"]),
        st.sampled_from(["piece", "case"]),
        st.integers(0, 5).map(lambda n: n * ONE),
        st.none() | st.integers(0, 20),
        st.none() | st.integers(0, 20),
    ),
    max_size=8,
)


def test_item_without_rows_costs_its_own_price() -> None:
    quote = resolve_price(PIECE, (), LISTS, HERE, ONE)

    assert quote.unit_price_micro == 900_000
    assert quote.source is PriceSource.CATALOG
    assert quote.price_list_id is None
    assert quote.priced_at_ms == 1_000


def test_price_shipped_ahead_holds_from_its_instant_and_no_earlier() -> None:
    rows = (row(800_000, starts=500), row(700_000, starts=1_001), row(1, ends=1_000))

    assert resolve_price(PIECE, rows, LISTS, HERE, ONE).unit_price_micro == 800_000
    later = PriceContext(at_ms=1_001, store="s-01")
    assert resolve_price(PIECE, rows, LISTS, later, ONE).unit_price_micro == 700_000


def test_quantity_break_counts_the_whole_basket() -> None:
    rows = (row(800_000), row(700_000, quantity_min=6 * ONE))

    assert resolve_price(PIECE, rows, LISTS, HERE, 5 * ONE).unit_price_micro == 800_000
    assert resolve_price(PIECE, rows, LISTS, HERE, 6 * ONE).unit_price_micro == 700_000


def test_case_has_a_price_of_its_own() -> None:
    rows = (row(800_000), row(8_000_000, unit="case"))

    assert resolve_price(PIECE, rows, LISTS, HERE, ONE).unit_price_micro == 800_000


def test_list_with_the_highest_priority_wins_or_the_lowest_price() -> None:
    rows = (row(950_000, "gold"), row(850_000, "promo"), row(800_000))

    by_priority = resolve_price(PIECE, rows, LISTS, MEMBER, ONE)
    lowest = resolve_price(PIECE, rows, LISTS, MEMBER, ONE, PriceChoice.LOWEST)
    stranger = resolve_price(PIECE, rows, LISTS, HERE, ONE)

    assert (by_priority.unit_price_micro, by_priority.price_list_id) == (
        950_000,
        "gold",
    )
    assert (lowest.unit_price_micro, lowest.price_list_id) == (800_000, "base")
    assert stranger.price_list_id == "promo"


@pytest.mark.parametrize(
    ("price", "expected"), [(950_000, 900_000), (850_000, 850_000)]
)
def test_lowest_of_all_counts_the_items_own_price(price: int, expected: int) -> None:
    quote = resolve_price(PIECE, (row(price),), LISTS, HERE, ONE, PriceChoice.LOWEST)

    assert quote.unit_price_micro == expected


@given(
    rows=ROWS,
    at_ms=st.integers(0, 20),
    quantity=st.integers(1, 6).map(lambda n: n * ONE),
    tier=st.sampled_from([None, "gold"]),
    choice=st.sampled_from(list(PriceChoice)),
    shuffled=st.randoms(),
)
def test_only_rows_of_this_instant_count_in_any_order(
    rows: list[PriceRow],
    at_ms: int,
    quantity: int,
    tier: str | None,
    choice: PriceChoice,
    shuffled: object,
) -> None:
    context = PriceContext(at_ms=at_ms, store="s-01", member_tier=tier)
    quote = resolve_price(PIECE, rows, LISTS, context, quantity, choice)

    def counts(one: PriceRow) -> bool:
        return (
            one.unit == "piece"
            and one.quantity_min_micro <= quantity
            and (one.starts_at_ms is None or one.starts_at_ms <= at_ms)
            and (one.ends_at_ms is None or at_ms < one.ends_at_ms)
            and one.price_list_id in LISTS
            and (one.price_list_id != "gold" or tier == "gold")
        )

    counting = [one for one in rows if counts(one)]
    if not counting:
        assert quote.source is PriceSource.CATALOG
    assert quote.unit_price_micro in {
        PIECE.unit_price_micro,
        *(one.unit_price_micro for one in counting),
    }
    if counting and choice is PriceChoice.PRIORITY:
        assert quote.price_list_id == max(
            {one.price_list_id for one in counting},
            key=lambda name: LISTS[name].priority,
        )
    mixed = list(rows)
    assert hasattr(shuffled, "shuffle")
    shuffled.shuffle(mixed)
    assert resolve_price(PIECE, mixed, LISTS, context, quantity, choice) == quote
    # What does not hold now changes nothing when it is shipped.
    assert resolve_price(PIECE, counting, LISTS, context, quantity, choice) == quote
