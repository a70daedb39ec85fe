"""The optional columns of an item file that say what its sale demands."""

from __future__ import annotations

import re
from typing import Final

from terminal.domain.catalog.item_rules import (
    MINUTES_PER_DAY,
    NO_RULES,
    ItemRules,
    LinkedItem,
    SaleWindow,
)
from terminal.domain.money import MICRO
from terminal.domain.reference_data.cells import (
    optional_price,
    optional_text,
    quantity_micro,
    truth,
    truth_or,
    whole_number,
    words,
)
from terminal.domain.reference_data.errors import CellRefusedError

RULE_COLUMNS: Final = (
    "weighed",
    "tare",
    "open_department",
    "discountable",
    "returnable",
    "blocked",
    "recalled_lots",
    "asks_serial",
    "asks_lot",
    "minimum_age",
    "sale_windows",
    "quantity_max",
    "linked_items",
    "cost",
    "price_min",
    "price_max",
    "tags",
)

_REASON_CHARACTERS_MAX: Final = 200
_WORD_CHARACTERS_MAX: Final = 64
_LINKED_ID_CHARACTERS_MAX: Final = 80
_MINIMUM_AGE_MAX: Final = 120
_MINUTES_PER_HOUR: Final = 60
_DAYS: Final = 7
# `1-6 10:00-22:00`: ISO weekdays, 1 is Monday, and the hours.
_WINDOW: Final = re.compile(
    r"([1-7])(?:-([1-7]))? ([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])"
)


def read_rules(values: dict[str, str]) -> ItemRules:
    """Return the rules of one row, `NO_RULES` itself when it has none.

    Raises:
        CellRefusedError: A cell is not what its column takes.
    """
    if not any(values.get(column) for column in RULE_COLUMNS):
        return NO_RULES
    blocked = _blocked(values.get("blocked", ""))
    quantity_max = quantity_micro("quantity_max", values.get("quantity_max", ""))
    rules = ItemRules(
        is_weighed=truth("weighed", values.get("weighed", "")),
        tare_micro=quantity_micro("tare", values.get("tare", "")),
        is_open_department=truth("open_department", values.get("open_department", "")),
        is_discountable=truth_or(
            "discountable", values.get("discountable", ""), otherwise=True
        ),
        is_returnable=truth_or(
            "returnable", values.get("returnable", ""), otherwise=True
        ),
        is_blocked=bool(blocked),
        blocked_reason=optional_text("blocked", blocked, _REASON_CHARACTERS_MAX),
        recalled_lots=words(
            "recalled_lots", values.get("recalled_lots", ""), _WORD_CHARACTERS_MAX
        ),
        asks_serial=truth("asks_serial", values.get("asks_serial", "")),
        asks_lot=truth("asks_lot", values.get("asks_lot", "")),
        minimum_age=_minimum_age(values.get("minimum_age", "")),
        sale_windows=_sale_windows(values.get("sale_windows", "")),
        quantity_max_micro=quantity_max or None,
        linked_items=_linked_items(values.get("linked_items", "")),
        cost_micro=optional_price("cost", values.get("cost", "")),
        price_min_micro=optional_price("price_min", values.get("price_min", "")),
        price_max_micro=optional_price("price_max", values.get("price_max", "")),
        tags=words("tags", values.get("tags", ""), _WORD_CHARACTERS_MAX),
    )
    low, high = rules.price_min_micro, rules.price_max_micro
    if low is not None and high is not None and high < low:
        raise CellRefusedError("price_max", "price_max is below price_min")
    return NO_RULES if rules == NO_RULES else rules


def _blocked(text: str) -> str:
    """Return why an item is blocked; a plain yes has no reason of its own."""
    return "" if text.lower() in {"no", "n", "false", "0"} else text


def _minimum_age(text: str) -> int:
    age = whole_number("minimum_age", text)
    if not 0 <= age <= _MINIMUM_AGE_MAX:
        raise CellRefusedError(
            "minimum_age", f"minimum_age {text!r} is no age in years"
        )
    return age


def _sale_windows(text: str) -> tuple[SaleWindow, ...]:
    return tuple(_sale_window(part) for part in text.split("|") if text)


def _sale_window(text: str) -> SaleWindow:
    found = _WINDOW.fullmatch(text.strip())
    if found is None:
        raise CellRefusedError(
            "sale_windows",
            f"sale_windows {text!r} is no window such as 1-6 10:00-22:00",
        )
    first = int(found.group(1))
    last = int(found.group(2) or first)
    from_minute = int(found.group(3)) * _MINUTES_PER_HOUR + int(found.group(4))
    to_minute = int(found.group(5)) * _MINUTES_PER_HOUR + int(found.group(6))
    if from_minute >= MINUTES_PER_DAY or not 0 < to_minute <= MINUTES_PER_DAY:
        raise CellRefusedError(
            "sale_windows", f"sale_windows {text!r} has no such time"
        )
    count = (last - first) % _DAYS + 1
    days = sorted((first - 1 + day) % _DAYS for day in range(count))
    return SaleWindow(
        weekdays=tuple(days), from_minute=from_minute, to_minute=to_minute
    )


def _linked_items(text: str) -> tuple[LinkedItem, ...]:
    """Return the items of ``deposit|tray*0.5``."""
    linked: list[LinkedItem] = []
    for entry in words("linked_items", text, _LINKED_ID_CHARACTERS_MAX):
        item_id, star, text_of_quantity = entry.partition("*")
        quantity = MICRO
        if star:
            quantity = quantity_micro("linked_items", text_of_quantity.strip())
        if not quantity or not item_id.strip():
            raise CellRefusedError(
                "linked_items", f"linked_items {entry!r} is no item such as tray*0.5"
            )
        linked.append(LinkedItem(item_id=item_id.strip(), quantity_micro=quantity))
    return tuple(linked)
