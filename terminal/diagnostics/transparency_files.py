"""Reads the promotions of Israeli chains from two CSV files.

``il_promotions.csv`` has one row a promotion, ``il_promotion_items.csv`` one an item of
a promotion; both may be compressed with gzip. Columns as in
`terminal.domain.promotion.price_transparency`.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from pathlib import Path

import msgspec

from terminal.domain.promotion.price_transparency import (
    RefusedRow,
    TransparencyItem,
    promotion_from_row,
)
from terminal.domain.promotion.promotion import Promotion

PROMOTIONS = "il_promotions.csv"
ITEMS = "il_promotion_items.csv"


class TransparencyFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The promotions of one chain or of several.

    Attributes:
        by_chain: What could be represented.
        refused: The other rows, with reasons.
        count: Rows read.
    """

    by_chain: dict[str, list[Promotion]]
    refused: list[RefusedRow]
    count: int


def has_files(folder: Path) -> bool:
    """Return whether both files are in *folder*."""
    return all(_find(folder, name) is not None for name in (PROMOTIONS, ITEMS))


def read_files(folder: Path) -> TransparencyFiles:
    """Read every promotion of *folder*.

    Raises:
        FileNotFoundError: one of the files is not there.
    """
    links: dict[tuple[str, str], list[TransparencyItem]] = defaultdict(list)
    for row in _rows(folder, ITEMS):
        links[row["chain"], row["PromotionId"]].append(
            TransparencyItem(
                item_code=row["ItemCode"],
                item_type=row["ItemType"],
                is_gift=row["IsGiftItem"] == "1",
            )
        )
    by_chain: dict[str, list[Promotion]] = defaultdict(list)
    refused = []
    rows = _rows(folder, PROMOTIONS)
    for row in rows:
        found = promotion_from_row(row, links[row["chain"], row["PromotionId"]])
        if isinstance(found, Promotion):
            by_chain[row["chain"]].append(found)
        else:
            refused.append(found)
    return TransparencyFiles(by_chain=dict(by_chain), refused=refused, count=len(rows))


def _find(folder: Path, name: str) -> Path | None:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    return None


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = _find(folder, name)
    if path is None:
        raise FileNotFoundError(folder / name)
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
