"""Reads single cells of an import file; a bad one names its column and its text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from terminal.domain.money import MICRO, UNIT_PRICE_MICRO_MAX
from terminal.domain.reference_data.errors import CellRefusedError

LIST_ENTRIES_MAX: Final = 1_000

_DECIMAL: Final = re.compile(r"[0-9]{1,10}(\.[0-9]{1,12})?")
_INTEGER: Final = re.compile(r"-?[0-9]{1,9}")
_YES: Final = frozenset({"1", "yes", "true", "y"})
_NO: Final = frozenset({"", "0", "no", "false", "n"})
_LIST_SEPARATOR: Final = "|"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def text_of(column: str, text: str, characters_max: int) -> str:
    """Return a text that may not be empty."""
    if not text:
        raise CellRefusedError(column, f"{column} is empty")
    if len(text) > characters_max:
        raise CellRefusedError(
            column, f"{column} has more than {characters_max} characters"
        )
    if not text.isprintable():
        raise CellRefusedError(column, f"{column} has control characters")
    return text


def optional_text(column: str, text: str, characters_max: int) -> str | None:
    """Return a text, None for an empty cell."""
    return text_of(column, text, characters_max) if text else None


def price_micro(column: str, text: str) -> int:
    """Return a price in millionths of the major unit."""
    return _micro(column, text, "price such as 1234.50")


def optional_price(column: str, text: str) -> int | None:
    """Return a price in millionths, None for an empty cell."""
    return price_micro(column, text) if text else None


def quantity_micro(column: str, text: str) -> int:
    """Return a quantity in millionths of its unit; an empty cell is none of it."""
    return _micro(column, text, "quantity such as 0.250") if text else 0


def whole_number(column: str, text: str) -> int:
    """Return a whole number, 0 for an empty cell."""
    if not text:
        return 0
    if not _INTEGER.fullmatch(text):
        raise CellRefusedError(column, f"{column} {text!r} is no whole number")
    return int(text)


def truth(column: str, text: str) -> bool:
    """Return whether a cell says yes; an empty one says no."""
    word = text.lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellRefusedError(column, f"{column} {text!r} is neither yes nor no")


def truth_or(column: str, text: str, *, otherwise: bool) -> bool:
    """Return whether a cell says yes, *otherwise* for an empty one."""
    return truth(column, text) if text else otherwise


def words(column: str, text: str, characters_max: int) -> tuple[str, ...]:
    """Return the entries of a list: ``a|b|c``; sorted, each once."""
    if not text:
        return ()
    entries = [entry.strip() for entry in text.split(_LIST_SEPARATOR)]
    if len(entries) > LIST_ENTRIES_MAX:
        raise CellRefusedError(
            column, f"{column} has more than {LIST_ENTRIES_MAX} entries"
        )
    return tuple(sorted({text_of(column, entry, characters_max) for entry in entries}))


def instant_ms(column: str, text: str) -> int | None:
    """Return an instant in ms since 1970 UTC, None for an empty cell.

    The text is RFC 3339 with an offset: a price must not begin an hour early
    because the file was written in another country.
    """
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise CellRefusedError(
            column,
            f"{column} {text!r} is no instant with its offset from UTC, such as"
            f" 2026-12-01T00:00:00+01:00",
        )
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def require_order(starts_at_ms: int | None, ends_at_ms: int | None) -> None:
    """Refuse a period that ends before it begins."""
    if (
        starts_at_ms is not None
        and ends_at_ms is not None
        and ends_at_ms <= starts_at_ms
    ):
        raise CellRefusedError("ends_at", "ends_at is not after starts_at")


def _micro(column: str, text: str, what: str) -> int:
    if not _DECIMAL.fullmatch(text):
        raise CellRefusedError(column, f"{column} {text!r} is no {what}")
    micro = Decimal(text) * MICRO
    if micro != int(micro):
        raise CellRefusedError(
            column, f"{column} {text!r} has more than six decimal places"
        )
    if micro > UNIT_PRICE_MICRO_MAX:
        raise CellRefusedError(column, f"{column} {text!r} is too high")
    return int(micro)
