"""The columns of rules are read exactly; a row without any has no rules."""

from __future__ import annotations

import pytest

from terminal.domain.catalog.item_rules import (
    NO_RULES,
    ItemRules,
    LinkedItem,
    SaleWindow,
)
from terminal.domain.catalog.rule_cells import RULE_COLUMNS, read_rules
from terminal.domain.reference_data.errors import CellRefusedError


def test_a_row_without_rules_is_the_one_value() -> None:
    assert read_rules({}) is NO_RULES
    assert read_rules(dict.fromkeys(RULE_COLUMNS, "")) is NO_RULES
    assert read_rules({"weighed": "no", "discountable": "yes"}) is NO_RULES
    assert read_rules({"blocked": "no"}) is NO_RULES


def test_every_column_is_one_rule() -> None:
    cells = {
        "weighed": "yes",
        "tare": "0.012",
        "open_department": "yes",
        "discountable": "no",
        "returnable": "no",
        "blocked": "recalled by the maker",
        "recalled_lots": "L2|L1",
        "asks_serial": "1",
        "asks_lot": "true",
        "minimum_age": "18",
        "sale_windows": "1-6 07:00-22:00|7 22:00-02:30",
        "quantity_max": "6",
        "linked_items": "deposit|tray*0.5",
        "cost": "1.10",
        "price_min": "0.99",
        "price_max": "2",
        "tags": "wine|red",
    }

    assert set(cells) == set(RULE_COLUMNS)
    assert read_rules(cells) == ItemRules(
        is_weighed=True,
        tare_micro=12_000,
        is_open_department=True,
        is_discountable=False,
        is_returnable=False,
        is_blocked=True,
        blocked_reason="recalled by the maker",
        recalled_lots=("L1", "L2"),
        asks_serial=True,
        asks_lot=True,
        minimum_age=18,
        sale_windows=(
            SaleWindow(weekdays=(0, 1, 2, 3, 4, 5), from_minute=420, to_minute=1_320),
            SaleWindow(weekdays=(6,), from_minute=1_320, to_minute=150),
        ),
        quantity_max_micro=6_000_000,
        linked_items=(
            LinkedItem(item_id="deposit"),
            LinkedItem(item_id="tray", quantity_micro=500_000),
        ),
        cost_micro=1_100_000,
        price_min_micro=990_000,
        price_max_micro=2_000_000,
        tags=("red", "wine"),
    )


def test_a_window_may_pass_the_end_of_the_week() -> None:
    rules = read_rules({"sale_windows": "6-1 10:00-24:00"})

    assert rules.sale_windows == (
        SaleWindow(weekdays=(0, 5, 6), from_minute=600, to_minute=1_440),
    )


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("weighed", "perhaps"),
        ("tare", "12g"),
        ("minimum_age", "-1"),
        ("minimum_age", "121"),
        ("sale_windows", "8 10:00-12:00"),
        ("sale_windows", "1 25:00-26:00"),
        ("sale_windows", "always"),
        ("linked_items", "deposit*x"),
        ("linked_items", "deposit*0"),
        ("linked_items", "deposit*"),
        ("linked_items", "*2"),
        ("cost", "1,10"),
        ("tags", "a||b"),
    ],
)
def test_a_cell_that_is_no_rule_names_its_column(column: str, text: str) -> None:
    with pytest.raises(CellRefusedError) as refused:
        read_rules({column: text})

    assert refused.value.reason == column


def test_a_highest_price_is_not_below_the_lowest() -> None:
    with pytest.raises(CellRefusedError, match="below price_min"):
        read_rules({"price_min": "2", "price_max": "1"})
