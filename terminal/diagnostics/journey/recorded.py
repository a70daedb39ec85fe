"""Reads recorded baskets: what was on the shelf, what came off, what was paid."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

import msgspec

from terminal.diagnostics.errors import DiagnosticsError
from terminal.diagnostics.journey.identity import cause, cents

FILE_NAME: Final = "transactions.csv.gz"

_COLUMNS: Final = (
    "basket_id",
    "household_id",
    "store_id",
    "product_id",
    "quantity",
    "sales_value",
    "retail_disc",
    "coupon_match_disc",
    "coupon_disc",
)


class RecordedLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row; amounts in cents.

    Attributes:
        quantity: Whole units.
        sales_minor: What the shop got: after card and match, before the coupon.
        card_minor: Retail discount of the shop's card.
        match_minor: What the shop added to a manufacturer's coupon.
        coupon_minor: The manufacturer's coupon.
    """

    product_id: str
    quantity: int
    sales_minor: int
    card_minor: int
    match_minor: int
    coupon_minor: int

    @property
    def shelf_minor(self) -> int:
        """Quantity × shelf price."""
        return self.sales_minor + self.card_minor + self.match_minor


class RecordedBasket(msgspec.Struct, frozen=True, kw_only=True):
    """One visit to the shop.

    Attributes:
        lines: Empty when a row does not satisfy the identity.
        line_count: Rows of the file.
        causes: What the rows that do not satisfy it lack, one for each of them.
    """

    basket_id: str
    household_id: str
    store_id: str
    lines: tuple[RecordedLine, ...]
    line_count: int
    causes: tuple[str, ...]


def read_baskets(
    folder: Path, is_wanted: Callable[[str], bool] = lambda _: True
) -> Iterator[RecordedBasket]:
    """Yield the baskets of a folder in the order of its file.

    Args:
        folder: Holds the file.
        is_wanted: Told the id of each basket; the others are passed over unread.

    Raises:
        DiagnosticsError: there is no such file, or it is not as described.
    """
    path = folder / FILE_NAME
    seen: set[str] = set()
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as table:
            rows = csv.reader(table)
            header = next(rows, [])
            pick = itemgetter(*(header.index(name) for name in _COLUMNS))
            for basket_id, group in groupby(map(pick, rows), key=itemgetter(0)):
                if basket_id in seen:
                    raise DiagnosticsError(
                        f"the rows of basket {basket_id} are not together; sort {path}"
                    )
                seen.add(basket_id)
                if is_wanted(basket_id):
                    yield _basket(list(group))
    except (OSError, ValueError, ArithmeticError, IndexError, EOFError) as error:
        raise DiagnosticsError(
            f"{path} cannot be read as recorded baskets ({error})"
        ) from error


def _basket(rows: list[tuple[str, ...]]) -> RecordedBasket:
    basket_id, household_id, store_id = rows[0][:3]
    causes = tuple(found for row in rows if (found := _cause(*row[4:])))
    return RecordedBasket(
        basket_id=basket_id,
        household_id=household_id,
        store_id=store_id,
        lines=() if causes else tuple(_line(row) for row in rows),
        line_count=len(rows),
        causes=causes,
    )


def _line(row: tuple[str, ...]) -> RecordedLine:
    sales, card, match, coupon = map(_cents, row[5:])
    return RecordedLine(
        product_id=row[3],
        quantity=int(row[4]),
        sales_minor=sales,
        card_minor=card,
        match_minor=match,
        coupon_minor=coupon,
    )


_cause: Final = lru_cache(maxsize=65_536)(cause)


@lru_cache(maxsize=65_536)
def _cents(text: str) -> int:
    return int(cents(text))
