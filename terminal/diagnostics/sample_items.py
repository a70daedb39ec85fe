"""Items to measure with: real names where a file of them is given, else made-up ones.

A look-up among a million items, the length of names and their scripts all cost time,
so a bench on ten items would flatter itself.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from terminal.domain.plain_text import made_plain

# Beside the repository, where there is one; never a part of it.
_NAMES_FILE: Final = (
    Path(__file__).parents[3]
    / "shared"
    / "data"
    / "products-off-names"
    / "off_names_2019.csv.gz"
)
_GTIN_DIGITS: Final = (8, 12, 13, 14)
_EAN13_DIGITS: Final = 13
# First digits that a store gives out itself; a price may be embedded in the code.
_IN_STORE_PREFIXES: Final = ("02", "04", "2")
_NAME_LENGTH_MAX: Final = 60
_PRICE_MINOR_MIN: Final = 49
_PRICE_MINOR_MAX: Final = 1_999

_MADE_UP_FIRST: Final = (
    "Alpine", "Baker's", "Café", "Dark", "Estate", "Farm", "Golden", "Harvest",
    "Île", "Jardin", "Kleine", "Lemon", "Märchen", "Nordic", "Organic", "Prairie",
)  # fmt: skip
_MADE_UP_SECOND: Final = (
    "almond", "barley", "chocolate", "date", "elderflower", "fig", "ginger", "honey",
    "jasmine", "kiwi", "lentil", "muesli", "noodle", "oat", "pepper", "quinoa",
)  # fmt: skip
_MADE_UP_THIRD: Final = (
    "bar 40 g", "biscuits 200 g", "bread 750 g", "cake", "drink 1 l", "flakes 500 g",
    "juice 0.7 l", "loaf", "mix 1 kg", "oil 250 ml", "paste", "sauce", "snack", "tea",
)  # fmt: skip


class SampleItem(msgspec.Struct, frozen=True):
    """One item to sell.

    Attributes:
        scan_code: A GTIN with a valid check digit.
        price_minor: Price of one piece, in hundredths.
    """

    scan_code: str
    description: str
    price_minor: int

    @property
    def is_plain(self) -> bool:
        """An EAN-13 that means the item alone: no store gave it out itself."""
        code = self.scan_code
        return len(code) == _EAN13_DIGITS and not code.startswith(_IN_STORE_PREFIXES)


class SampleItems(msgspec.Struct, frozen=True):
    """The items of a measurement and where their names come from.

    Attributes:
        source: "Open Food Facts" or "generated", for the report.
    """

    source: str
    items: list[SampleItem]


def sample_items(
    count: int, *, seed: int = 1, names: Path | None = None
) -> SampleItems:
    """Return *count* items; real names and codes as far as *names* has them.

    The same seed gives the same items.  Without *names* the file beside the
    repository is taken, where there is one.
    """
    prices = random.Random(seed)
    path = names if names is not None else _NAMES_FILE
    items: list[SampleItem] = []
    if path.is_file():
        items = [
            SampleItem(code, name, prices.randint(_PRICE_MINOR_MIN, _PRICE_MINOR_MAX))
            for code, name in islice(_read_names(path), count)
        ]
    if len(items) == count:
        return SampleItems("Open Food Facts", items)
    # A mixture would be neither; so few names are no sample of their own.
    made_up = [
        SampleItem(
            ean13(400_000_000_000 + number),
            _made_up_name(number),
            prices.randint(_PRICE_MINOR_MIN, _PRICE_MINOR_MAX),
        )
        for number in range(count)
    ]
    return SampleItems("generated", made_up)


def write_catalogue(items: list[SampleItem], path: Path) -> None:
    """Write *items* as a file for `catalog import`; gzipped when *path* ends so."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["scan_code", "description", "unit_price"])
    writer.writerows(
        [
            item.scan_code,
            item.description,
            f"{item.price_minor // 100}.{item.price_minor % 100:02d}",
        ]
        for item in items
    )
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data, 1) if path.suffix == ".gz" else data)


def ean13(number: int) -> str:
    """Return the EAN-13 of twelve digits *number*, check digit included."""
    digits = f"{number:012d}"
    odd = sum(int(digit) for digit in digits[0::2])
    even = sum(int(digit) for digit in digits[1::2])
    return f"{digits}{-(odd + 3 * even) % 10}"


def _read_names(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            code, name = row["gtin"], " ".join(made_plain(row["name"]).split())
            if row["check_ok"] == "1" and len(code) in _GTIN_DIGITS and name:
                yield code, name[:_NAME_LENGTH_MAX]


def _made_up_name(number: int) -> str:
    first, rest = number % len(_MADE_UP_FIRST), number // len(_MADE_UP_FIRST)
    second, rest = rest % len(_MADE_UP_SECOND), rest // len(_MADE_UP_SECOND)
    third, rest = rest % len(_MADE_UP_THIRD), rest // len(_MADE_UP_THIRD)
    words = (_MADE_UP_FIRST[first], _MADE_UP_SECOND[second], _MADE_UP_THIRD[third])
    return " ".join(words) + (f" {rest}" if rest else "")
