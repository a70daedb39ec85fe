"""One full evaluation of a basket with all promotions of a real chain active.

The promotions are those of `terminal.diagnostics.transparency_files` in a folder;
where there is none, as many made ones. Dates and hours are taken off, so that all of
them are in force, and the customer is in every club. Items are drawn from the
promotions; unit prices are made: 5 to 60 % above the promotion's price.

``price_ms`` is what a person waits for, ``price_cpu_ms`` the same work without the time
that other processes took: the two differ on a busy machine.

The floor is what a till must do for the same basket without any promotion: quantity ×
price, rounded, and the sum, in plain Python.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec.structs

from terminal.diagnostics.percentiles import percentiles_ms
from terminal.diagnostics.transparency_files import has_files, read_files
from terminal.domain.money import MICRO, Currency, line_amount
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.engine import evaluate
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.result import PromotionResult
from terminal.domain.promotion.reward import FixedPrice, NForM, NForPrice
from terminal.domain.promotion.selector import Selector

HELP = "A full re-evaluation of 60 lines with all promotions of one chain active."

P99_MS_MAX: Final = 5.0
_DATA: Final = Path("../shared/data/promotions-il")
_LINES: Final = 60
_BASKETS: Final = 1_000
_SEED: Final = 20261122
# As many as the largest of the three chains has.
_MADE_PROMOTIONS: Final = 1_763
_MADE_ITEMS: Final = 5_000
_ITEMS_EACH: Final = 3
# What a promotion without a price of its own is taken to be worth.
_PLAIN_PRICE_MINOR: Final = 1_500
_CURRENCY: Final = Currency("ILS", 2)
_WARM_UP: Final = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the promotions are and how many baskets are priced."""
    parser.add_argument("--data", type=Path, default=_DATA, metavar="DIR")
    parser.add_argument("--baskets", type=int, default=_BASKETS, metavar="N")
    parser.add_argument("--lines", type=int, default=_LINES, metavar="N")
    parser.add_argument("--seed", type=int, default=_SEED)


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """Price random baskets; return the times beside the floor."""
    by_chain, source = _promotions(arguments.data)
    chain = max(by_chain, key=lambda name: len(by_chain[name]))
    promotions = by_chain[chain]
    begin_s = time.perf_counter()
    book = PromotionBook.compile(promotions, "bench")
    compile_s = time.perf_counter() - begin_s
    shop = _Shop(promotions, random.Random(arguments.seed))
    baskets = [shop.basket(arguments.lines) for _ in range(arguments.baskets)]
    context = _context(promotions)

    def price(lines: Sequence[PromotionLine]) -> PromotionResult:
        return evaluate(book, lines, context)

    floor = percentiles_ms(_time(_sum_up, baskets))
    typical = _figures(price, baskets)
    explained = percentiles_ms(
        _time(lambda lines: evaluate(book, lines, context, explain=True), baskets)
    )
    price_ms = typical["ms"]
    assert isinstance(price_ms, dict)
    return {
        "n": len(baskets),
        "lines": arguments.lines,
        "promotions": len(book.rules),
        "source": f"{source} {chain}",
        "compile_ms": round(compile_s * 1e3, 1),
        "price_ms": price_ms,
        "price_cpu_ms": typical["cpu_ms"],
        "promotions_applied": typical["applied"],
        "share_optimal": typical["share_optimal"],
        "all_lines_contested": _worst(by_chain, arguments),
        "explained_ms": explained,
        "floor_ms": floor,
        "ratio_to_floor_p99": round(price_ms["p99"] / floor["p99"], 1),
        "p99_ms_max": P99_MS_MAX,
        "within_budget": price_ms["p99"] <= P99_MS_MAX,
    }


class _Shop:
    """Items of promotions with prices that make the promotions worth while."""

    def __init__(self, promotions: Sequence[Promotion], chance: random.Random) -> None:
        self._chance = chance
        self._prices: dict[str, int] = {}
        self._weighed: set[str] = set()
        counts: dict[str, int] = {}
        for promotion in promotions:
            unit_minor = _unit_price_minor(promotion)
            for item_id in promotion.selects.items:
                made = unit_minor * chance.randint(105, 160) // 100
                self._prices[item_id] = max(self._prices.get(item_id, 0), made, 10)
                counts[item_id] = counts.get(item_id, 0) + 1
                if promotion.conditions.requires and isinstance(
                    promotion.reward, FixedPrice
                ):
                    self._weighed.add(item_id)
        self._all = sorted(self._prices)
        self._contested = sorted(item for item, count in counts.items() if count > 1)

    @property
    def contested_count(self) -> int:
        """Items that are in two promotions or more."""
        return len(self._contested)

    def basket(self, lines: int) -> list[PromotionLine]:
        """Return a basket of items that are in any promotion."""
        return self._lines(self._chance.choices(self._all, k=lines))

    def crowded_basket(self, lines: int) -> list[PromotionLine]:
        """Return a basket of items that are each in two promotions or more."""
        return self._lines(self._chance.choices(self._contested or self._all, k=lines))

    def _lines(self, item_ids: Sequence[str]) -> list[PromotionLine]:
        return [self._line(i, item_id) for i, item_id in enumerate(item_ids, start=1)]

    def _line(self, sequence: int, item_id: str) -> PromotionLine:
        is_weighed = item_id in self._weighed
        quantity = (
            self._chance.randint(150, 4_000) * 1_000
            if is_weighed
            else self._chance.choices((1, 2, 3, 6), (60, 25, 10, 5))[0] * MICRO
        )
        price = self._prices[item_id] * 10_000
        return PromotionLine(
            sequence=sequence,
            item_id=item_id,
            quantity_micro=quantity,
            unit_price_micro=price,
            extended_minor=line_amount(quantity, price, _CURRENCY),
            is_weighed=is_weighed,
        )


def _worst(
    by_chain: Mapping[str, Sequence[Promotion]], arguments: argparse.Namespace
) -> dict[str, object]:
    """Price baskets in which each item is wanted by two promotions or more.

    They are those of the chain with the most such items, every coupon entered.
    """
    shops = {
        chain: _Shop(promotions, random.Random(arguments.seed))
        for chain, promotions in by_chain.items()
    }
    chain = max(shops, key=lambda name: shops[name].contested_count)
    book = PromotionBook.compile(by_chain[chain], "bench")
    coupons = tuple(
        code
        for promotion in by_chain[chain]
        if promotion.coupon is not None
        for code in promotion.coupon.codes
    )
    context = msgspec.structs.replace(_context(by_chain[chain]), coupons=coupons)
    baskets = [
        shops[chain].crowded_basket(arguments.lines)
        for _ in range(max(2, arguments.baskets // 4))
    ]
    return {
        "chain": chain,
        "promotions": len(book.rules),
        "coupons": len(coupons),
        **_figures(lambda lines: evaluate(book, lines, context), baskets),
    }


def _promotions(folder: Path) -> tuple[dict[str, list[Promotion]], str]:
    if not has_files(folder):
        made = {"of as many promotions": _made_promotions()}
        return made, "made, as the data folder has no promotions: one chain"
    by_chain = read_files(folder).by_chain
    return {
        chain: [_in_force(promotion) for promotion in promotions]
        for chain, promotions in by_chain.items()
    }, "chain"


def _in_force(promotion: Promotion) -> Promotion:
    """Return *promotion* without dates, and active."""
    conditions = msgspec.structs.replace(
        promotion.conditions, starts_local=None, ends_local=None
    )
    return msgspec.structs.replace(promotion, conditions=conditions, is_active=True)


def _made_promotions() -> list[Promotion]:
    chance = random.Random(_SEED)
    made = []
    for number in range(_MADE_PROMOTIONS):
        items = tuple(
            f"item-{chance.randrange(_MADE_ITEMS)}"
            for _ in range(chance.randint(1, 2 * _ITEMS_EACH))
        )
        price_minor = chance.randint(300, 5_000)
        made.append(
            Promotion(
                promotion_id=f"made-{number:04}",
                version=1,
                name=f"Offer {number}",
                reward=chance.choice(
                    (
                        FixedPrice(unit_price_micro=price_minor * 10_000),
                        NForPrice(size_micro=2 * MICRO, price_minor=price_minor),
                        NForM(take=3, pay=2),
                    )
                ),
                selects=Selector(items=tuple(dict.fromkeys(items))),
            )
        )
    return made


def _unit_price_minor(promotion: Promotion) -> int:
    match promotion.reward:
        case FixedPrice(unit_price_micro=price):
            return price // 10_000
        case NForPrice(size_micro=size, price_minor=price):
            return price * MICRO // size
        case _:
            return _PLAIN_PRICE_MINOR


def _context(promotions: Sequence[Promotion]) -> PromotionContext:
    groups = frozenset(
        group
        for promotion in promotions
        for group in promotion.conditions.customer_groups
    )
    return PromotionContext(
        at_ms=0,
        local_date="2026-02-17",
        weekday=1,
        minute=600,
        store="1",
        currency=_CURRENCY,
        customer_groups=groups,
        member_id="bench",
    )


def _figures(
    price: Callable[[Sequence[PromotionLine]], PromotionResult],
    baskets: Sequence[Sequence[PromotionLine]],
) -> dict[str, object]:
    results = [price(lines) for lines in baskets]
    applied = sum(len(result.applied) for result in results)
    return {
        "ms": percentiles_ms(_time(price, baskets)),
        "cpu_ms": percentiles_ms(_time(price, baskets, time.thread_time)),
        "applied": round(applied / len(results), 1),
        "nodes_max": max(result.nodes for result in results),
        "share_optimal": round(
            sum(result.is_optimal for result in results) / len(results), 4
        ),
    }


def _time(
    work: Callable[[Sequence[PromotionLine]], object],
    baskets: Sequence[Sequence[PromotionLine]],
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Return the seconds of each basket."""
    for lines in baskets[:_WARM_UP]:
        work(lines)
    gc.collect()
    seconds = []
    for lines in baskets:
        begin_s = clock()
        work(lines)
        seconds.append(clock() - begin_s)
    return seconds


def _sum_up(lines: Sequence[PromotionLine]) -> int:
    return sum(
        line_amount(line.quantity_micro, line.unit_price_micro, _CURRENCY)
        for line in lines
    )
