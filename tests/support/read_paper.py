"""Reads a printed receipt back: figures from the characters on the paper alone."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from terminal.application.receipts.document import ReceiptDocument
from terminal.application.receipts.wording import wording
from tests.support.receipt_text import to_text

_AMOUNT: Final = re.compile(r"(-?\d+)\.(\d\d)$")
_WORDS: Final = wording("en")
_TAX_ROW: Final = re.compile(r"net (-?\d+\.\d\d)\s+tax (-?\d+\.\d\d) = (-?\d+\.\d\d)$")


class PaperFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt says, in minor units.

    Attributes:
        goods_minor: Sum of the goods and of what came off them.
        subtotal_minor: None where the paper has none.
        added_minor: Tax on top.
        total_minor: Negative for a refund.
        savings_minor: Positive for what was given off.
        included_minor: "Tax included"; None where the paper does not say it.
        taxes: Net, tax and gross of each tax.
        paid_minor: What was given less change and what went back.
    """

    goods_minor: int
    subtotal_minor: int | None
    added_minor: int
    total_minor: int
    savings_minor: int
    included_minor: int | None
    taxes: tuple[tuple[int, int, int], ...]
    rounding_minor: int
    paid_minor: int


def read_paper(document: ReceiptDocument, columns: int) -> PaperFigures:
    """Return the figures of an English receipt in a currency with two decimals."""
    text = to_text(document, columns)
    _head, _meta, goods, figures, *_foot = re.split(r"\n-+\n", text)
    named: dict[str, int] = {}
    taxes = []
    rounding = paid = 0
    for line in figures.split("\n"):
        row = _TAX_ROW.search(line)
        if row:
            net, tax, gross = map(_minor, row.groups())
            taxes.append((net, tax, gross))
            continue
        amount = _AMOUNT.search(line)
        if amount is None:
            continue
        name = " ".join(line[: amount.start()].split())
        value = _minor(amount.group())
        if name == _WORDS.rounding:
            rounding += value
        elif name in {_WORDS.cash, *_WORDS.methods.values()}:
            paid += value
        elif name in {_WORDS.change, _WORDS.cash_back} or name.startswith(
            f"{_WORDS.refund}:"
        ):
            paid -= value
        elif name in {f"{_WORDS.total} EUR", f"{_WORDS.refund} EUR"}:
            named["total"] = value if name.startswith(_WORDS.total) else -value
        else:
            assert name not in named, f"{name!r} twice on one paper"
            named[name] = value
    figures_read = PaperFigures(
        goods_minor=sum(map(_goods_minor, goods.split("\n"))),
        subtotal_minor=named.pop(_WORDS.subtotal, None),
        added_minor=named.pop(_WORDS.tax_added, 0),
        total_minor=named.pop("total"),
        savings_minor=named.pop(_WORDS.savings, 0),
        included_minor=named.pop(_WORDS.tax_included, None),
        taxes=tuple(taxes),
        rounding_minor=rounding,
        paid_minor=paid,
    )
    assert not named, f"nobody knows what these are: {named}"
    return figures_read


def _goods_minor(line: str) -> int:
    """Return the amount at the right of a line of goods, before its tax letters."""
    if "×" in line:
        return 0
    amount = _AMOUNT.search(re.sub(r" [A-Z]+$", "", line))
    return 0 if amount is None else _minor(amount.group())


def _minor(text: str) -> int:
    return int(text.replace(".", ""))
