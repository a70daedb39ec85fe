"""Turns the promotions that Israeli chains publish by law into lines to import.

A promotion stands on the line on which its row began in the published table, so that
whatever is said of it later names that line.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import msgspec

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.promotion.price_transparency import (
    TransparencyItem,
    promotion_from_row,
)
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.errors import CatalogFileError, RefusedRow
from terminal.domain.scan_code import CATALOG_SCAN_RULES, parse

_NEEDED: Final = frozenset({"chain", "PromotionId", "RewardType"})
_LINK_NEEDED: Final = frozenset({"chain", "PromotionId", "ItemCode"})
_Key = tuple[str, str]


class TransparencyLines(msgspec.Struct, frozen=True, kw_only=True):
    """What a published table became.

    Attributes:
        text: JSON lines of promotions; lines of refused rows are empty.
        refused: Rows that are no promotion here, with line and reason.
    """

    text: str
    refused: tuple[RefusedRow, ...]


def transparency_lines(promotions: str, links: str) -> TransparencyLines:
    """Return the promotions of two CSV tables: promotions, and items of them.

    Items are meant by their codes, as an import without ``item_id`` names them.

    Raises:
        CatalogFileError: A table is not of this form.
    """
    items: dict[_Key, list[TransparencyItem]] = defaultdict(list)
    for _, row in _rows(links, _LINK_NEEDED):
        items[row["chain"], row["PromotionId"]].append(
            TransparencyItem(
                item_code=row["ItemCode"],
                item_type=row.get("ItemType", "1"),
                is_gift=row.get("IsGiftItem") == "1",
            )
        )
    lines: list[bytes] = []
    refused: list[RefusedRow] = []
    for line, row in _rows(promotions, _NEEDED):
        found = promotion_from_row(
            row, items[row["chain"], row["PromotionId"]], item_id_of=_item_id
        )
        lines += [b""] * (line - 1 - len(lines))
        if isinstance(found, Promotion):
            named = msgspec.structs.replace(found, name=_plain(found.name))
            lines.append(msgspec.json.encode(named))
        else:
            field = f" in {found.field}" if found.field else ""
            refused.append(
                RefusedRow(
                    line=line,
                    reason=found.reason.value,
                    detail=f"promotion {found.promotion_id}:"
                    f" {found.reason.value.replace('_', ' ')}{field}",
                )
            )
    return TransparencyLines(text=b"\n".join(lines).decode(), refused=tuple(refused))


def _rows(text: str, needed: frozenset[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    missing = sorted(needed - set(reader.fieldnames or ()))
    if missing:
        raise CatalogFileError(
            f"the first line lacks the column {missing[0]!r}; nothing was imported",
            column=missing[0],
        )
    begin = reader.line_num + 1
    try:
        for row in reader:
            row.pop(None, None)
            yield begin, row
            begin = reader.line_num + 1
    except csv.Error as error:
        raise CatalogFileError(
            f"line {begin}: {error}; nothing was imported", line=begin
        ) from error


def _plain(text: str) -> str:
    """Return a name without line breaks and marks that no screen shows."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split())


def _item_id(item: TransparencyItem) -> str:
    try:
        return parse(item.item_code, CATALOG_SCAN_RULES).value
    except InvalidScanCodeError:
        return item.item_code
