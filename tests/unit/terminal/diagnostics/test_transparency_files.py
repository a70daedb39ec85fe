"""The published promotions of three chains, as far as this machine has them.

The data is not part of the repository; where it is absent, those tests skip.
"""

from __future__ import annotations

import functools
import random
from collections import Counter
from pathlib import Path
from typing import Final

import msgspec.structs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from structs.decoding import decode_json
from terminal.diagnostics.transparency_files import (
    TransparencyFiles,
    has_files,
    read_files,
)
from terminal.domain.money import MICRO
from terminal.domain.pricing.price_modifier import sum_of
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.engine import evaluate
from terminal.domain.promotion.price_transparency import RowRefusal
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.result import Outcome
from tests.support.promotions import CONTEXT, goods, numbered, off

_DATA: Final = Path(__file__).parents[5] / "shared" / "data" / "promotions-il"
_needs_data = pytest.mark.skipif(
    not has_files(_DATA), reason="../shared/data/promotions-il is not on this machine"
)


@functools.cache
def _published() -> TransparencyFiles:
    return read_files(_DATA)


@functools.cache
def _chain(number: int) -> tuple[PromotionBook, tuple[str, ...], PromotionContext]:
    """Return a chain's book, its items and a customer with every club and coupon."""
    by_chain = _published().by_chain
    promotions = by_chain[sorted(by_chain)[number]]
    coupons = tuple(
        code
        for promotion in promotions
        if promotion.coupon is not None
        for code in promotion.coupon.codes
    )
    context = msgspec.structs.replace(
        CONTEXT,
        local_date="2026-02-17",
        weekday=1,
        customer_groups=frozenset({"club-1", "club-2", "club-5"}),
        member_id="m",
        coupons=coupons,
    )
    items = {item for promotion in promotions for item in promotion.selects.items}
    return (
        PromotionBook.compile(promotions, "published"),
        tuple(sorted(items)),
        context,
    )


def test_a_folder_without_the_files_is_told(tmp_path: Path) -> None:
    assert not has_files(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_files(tmp_path)


@_needs_data
def test_every_row_is_represented_or_refused_with_a_reason() -> None:
    published = _published()

    represented = {
        chain: len(promotions) for chain, promotions in published.by_chain.items()
    }
    assert published.count == 4_735
    assert represented == {
        "7290058140886": 1_628,
        "7290526500006": 1_314,
        "7290785400000": 1_763,
    }
    # The price above a purchase is in the text only.
    assert Counter((row.reason, row.field) for row in published.refused) == {
        (RowRefusal.MISSING_FIGURE, "GiftItemPrice"): 30
    }
    assert sum(represented.values()) + len(published.refused) == published.count


@_needs_data
def test_published_promotions_survive_the_feed() -> None:
    for promotions in _published().by_chain.values():
        encoded = msgspec.json.encode(promotions)
        assert decode_json(encoded, list[Promotion]) == promotions


def _line(item_id: str, chance: random.Random) -> PromotionLine:
    price_minor = chance.choice((chance.randint(1, 400), chance.randint(400, 9_000)))
    if chance.random() < 0.2:
        return goods(item_id, price_minor, grams=chance.randint(1, 5_000))
    return goods(item_id, price_minor, chance.choice((1, 1, 1, 2, 3, 6, 12)))


@_needs_data
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2), st.integers(1, 40), st.integers(0, 2**32))
def test_random_baskets_over_published_promotions(
    chain: int, count: int, seed: int
) -> None:
    book, items, context = _chain(chain)
    chance = random.Random(seed)
    # A few promotions' goods, so that groups are completed and wanted twice.
    chosen = chance.sample(items, k=min(len(items), max(1, count // 2)))
    start = chance.randrange(len(book.rules))
    for rule in book.rules[start : start + 4]:
        chosen += rule.promotion.selects.items[:3]
    lines = numbered([_line(chance.choice(chosen), chance) for _ in range(count)])

    result = evaluate(book, lines, context, explain=True)

    given_away = off(result, count)
    for change, line in zip(given_away, lines, strict=True):
        assert 0 <= change <= line.extended_minor
    assert sum(given_away) == -sum(a.amount_minor for a in result.applied)
    for line in lines:
        shown = sum(t.amount_minor for t in result.trials.get(line.sequence, ()))
        assert shown == sum_of(result.modifiers.get(line.sequence, ()))
        assert all(
            (trial.outcome is Outcome.APPLIED) >= bool(trial.amount_minor)
            for trial in result.trials.get(line.sequence, ())
        )

    shuffled = lines.copy()
    chance.shuffle(shuffled)
    renumbered = numbered(shuffled)
    again = evaluate(book, renumbered, context)
    assert again.applied == result.applied
    assert _changes(renumbered, off(again, count)) == _changes(lines, given_away)


def _changes(
    lines: list[PromotionLine], given_away: list[int]
) -> Counter[tuple[object, ...]]:
    return Counter(
        (line.item_id, line.unit_price_micro, line.quantity_micro, change)
        for line, change in zip(lines, given_away, strict=True)
    )


@_needs_data
def test_a_real_offer_of_three_for_fifty() -> None:
    book, _, context = _chain(0)
    rule = next(
        rule for rule in book.rules if rule.promotion.promotion_id.endswith("-1351558")
    )
    items = rule.promotion.selects.items
    lines = numbered([goods(items[0], 2_000, 2), goods(items[1], 2_000)])

    result = evaluate(book, lines, context)

    assert sum(off(result, 2)) == 1_000
    assert all(line.quantity_micro % MICRO == 0 for line in lines)
