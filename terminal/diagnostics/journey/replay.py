"""Prices recorded baskets by the till's own code and compares them with the record.

Each line is rung up at its shelf price and priced as it is scanned; the card comes
off by the tier of the member, coupons by their codes.
"""

from __future__ import annotations

import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from terminal.diagnostics.journey.offers import (
    CARD,
    COUPON,
    MATCH,
    codes_of,
    offers_of,
    tags_of,
)
from terminal.diagnostics.journey.recorded import (
    RecordedBasket,
    RecordedLine,
    read_baskets,
)
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.errors import DomainError
from terminal.domain.member.member import Member
from terminal.domain.money import MICRO, Currency, divide_rounded
from terminal.domain.pricing.price_list import PriceList, PriceRow
from terminal.domain.pricing.pricer import PricingMoment, reprice
from terminal.domain.pricing.pricing_policy import DEFAULT_POLICY
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader

_DOLLAR: Final = Currency("USD", 2)
_UNTAXED: Final = single_rate("untaxed", 0)
_MOMENT: Final = PricingMoment(
    at_ms=1_483_228_800_000, local_date="2017-01-01", weekday=6, minute=0
)
_MICRO_PER_MINOR: Final = MICRO // 100
_DIFFERENCES_MAX: Final = 20


class _Offers:
    """The price book of the recorded shop: its offers and nothing else."""

    def __init__(self, promotions: PromotionBook) -> None:
        self._promotions = promotions

    def find_item(self, code: str) -> CatalogItem | None:  # noqa: ARG002 - port
        """Know no items: each line brings its own shelf price."""
        return None

    def get(self, item_id: str) -> CatalogItem | None:  # noqa: ARG002 - port
        """Know no items."""
        return None

    def prices(self, item_id: str) -> Sequence[PriceRow]:  # noqa: ARG002 - port
        """Have no price lists."""
        return ()

    def price_lists(self) -> Mapping[str, PriceList]:
        """Have no price lists."""
        return {}

    def promotions(self) -> PromotionBook:
        """Return all that was ever given."""
        return self._promotions

    def version(self) -> str:
        """Return the version of the offers."""
        return self._promotions.version


def replay_recorded(
    folder: Path, *, limit: int | None = None, one_in: int = 1, seed: int = 0
) -> dict[str, Any]:
    """Price the baskets of *folder* again and return what came of it.

    Args:
        folder: Holds ``transactions.csv.gz``.
        limit: Stop after so many baskets.
        one_in: Take about one basket in so many.
        seed: Chooses which those are.

    Raises:
        DiagnosticsError: the file cannot be read.
    """
    started = time.monotonic()
    offers = offers_of(_chosen(folder, limit, one_in, seed))
    book = _Offers(offers)
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    lacking: dict[str, Counter[str]] = {}
    differences: list[str] = []
    for basket in _chosen(folder, limit, one_in, seed):
        counts["baskets"] += 1
        counts["lines"] += basket.line_count
        if basket.causes:
            counts["not_satisfying"] += 1
            for cause, lines in Counter(basket.causes).items():
                lacking.setdefault(cause, Counter()).update(baskets=1, lines=lines)
            continue
        counts["replayed_lines"] += basket.line_count
        found = list(_compare(basket, book))
        counts["differing" if found else "equal"] += 1
        differences += found[: _DIFFERENCES_MAX - len(differences)]
        _add(sums, basket.lines)
    return {
        **{
            name: counts[name]
            for name in (
                "baskets",
                "lines",
                "equal",
                "differing",
                "not_satisfying",
                "replayed_lines",
            )
        },
        "not_satisfying_ppm": counts["not_satisfying"]
        * MICRO
        // max(1, counts["baskets"]),
        "causes": {cause: dict(found) for cause, found in sorted(lacking.items())},
        "offers": len(offers.rules),
        "sums": dict(sums),
        "differences": differences,
        "seconds": round(time.monotonic() - started, 1),
    }


def describe(report: Mapping[str, Any]) -> str:
    """Return the report for people."""
    share = f"{report['not_satisfying_ppm'] / 10_000:.2f} %"
    lines = [
        f"{report['baskets']} baskets, {report['lines']} lines",
        f"{report['offers']} offers in force",
        f"{report['equal']} baskets equal, {report['differing']} differing",
        f"{report['not_satisfying']} baskets do not satisfy the identity ({share})",
    ]
    lines += [
        f"  {cause}: {found['lines']} lines in {found['baskets']} baskets"
        for cause, found in report["causes"].items()
    ]
    lines += [f"{name}: {found}" for name, found in sorted(report["sums"].items())]
    lines.append(f"{report['seconds']} s")
    return "\n".join([*lines, *report["differences"]])


def _chosen(
    folder: Path, limit: int | None, one_in: int, seed: int
) -> Iterator[RecordedBasket]:
    def is_wanted(basket_id: str) -> bool:
        return zlib.crc32(f"{seed}:{basket_id}".encode()) % one_in == 0

    return islice(read_baskets(folder, is_wanted), limit)


def _add(sums: Counter[str], lines: Iterable[RecordedLine]) -> None:
    for line in lines:
        sums["shelf_minor"] += line.shelf_minor
        sums["card_minor"] += line.card_minor
        sums["match_minor"] += line.match_minor
        sums["sales_minor"] += line.sales_minor
        sums["coupon_minor"] += _coupon_of(line)
        sums["cut_coupons"] += line.coupon_minor > line.sales_minor


def _coupon_of(line: RecordedLine) -> int:
    """Return what a coupon takes off: no line goes below zero."""
    return min(line.coupon_minor, line.sales_minor)


def _compare(basket: RecordedBasket, book: _Offers) -> Iterator[str]:
    """Yield what the till makes of a basket otherwise than the record."""
    name = f"basket {basket.basket_id}"
    try:
        transaction = _ring_up(basket, book)
    except DomainError as error:
        yield f"{name} is refused: {error}"
        return
    for recorded, line in zip(basket.lines, transaction.lines, strict=True):
        for what, expected, found in _figures(recorded, line):
            if expected != found:
                yield f"{name} line {line.sequence}: {what} {found}, not {expected}"
    paid = sum(line.sales_minor - _coupon_of(line) for line in basket.lines)
    given = sum(line.shelf_minor for line in basket.lines) - paid
    for what, expected, found in (
        ("total", paid, transaction.total_minor),
        ("discount", -given, transaction.discount_minor),
    ):
        if expected != found:
            yield f"{name}: {what} {found}, not {expected}"


def _figures(
    recorded: RecordedLine, line: SaleReturnLineItem
) -> tuple[tuple[str, int, int], ...]:
    off: Counter[str] = Counter()
    for modifier in line.modifiers:
        off[modifier.rule_id.partition("-")[0]] -= modifier.amount_minor
    return (
        ("shelf", recorded.shelf_minor, line.extended_minor),
        ("card", recorded.card_minor, off[CARD]),
        ("match", recorded.match_minor, off[MATCH]),
        ("sales", recorded.sales_minor, line.extended_minor - off[CARD] - off[MATCH]),
        ("coupon", _coupon_of(recorded), off[COUPON]),
        ("paid", recorded.sales_minor - _coupon_of(recorded), line.amount_minor),
    )


def _ring_up(basket: RecordedBasket, book: _Offers) -> RetailTransaction:
    transaction = RetailTransaction(
        TransactionHeader(
            transaction_id=basket.basket_id,
            operator_id="",
            session_id="",
            till_period_id="",
            business_day="",
            opened_at_ms=_MOMENT.at_ms,
            currency=_DOLLAR,
            tax_mode=TaxMode.EXCLUSIVE,
            store=basket.store_id,
        )
    )
    transaction.set_member(
        Member(member_id=basket.household_id, code=basket.household_id, tier=CARD)
    )
    transaction.set_coupons(codes_of(basket.lines))
    for line in basket.lines:
        transaction.add_item(_item(line), line.quantity * MICRO)
        reprice(transaction, book, lambda: _MOMENT, DEFAULT_POLICY)
    return transaction


def _item(line: RecordedLine) -> CatalogItem:
    return CatalogItem(
        item_id=line.product_id,
        description=line.product_id,
        unit="piece",
        unit_price_micro=divide_rounded(
            line.shelf_minor * _MICRO_PER_MINOR, line.quantity
        ),
        tax_group=_UNTAXED,
        is_open_price=False,
        scan_code=line.product_id,
        rules=ItemRules(tags=tags_of(line)),
    )
