"""What the demo shop says before its window opens."""

from __future__ import annotations

import csv
import io

from terminal.diagnostics.demo import demo_catalogue, sign_on_hint


def test_both_operators_and_their_pins_are_told_in_one_line() -> None:
    assert sign_on_hint() == (
        "Sign on as Anna (manager) with PIN 471936 or as Ben (cashier) with PIN 205814"
    )


def test_only_the_made_up_goods_are_weighed() -> None:
    rows = list(csv.DictReader(io.StringIO(demo_catalogue().decode("utf-8"))))

    weighed = [row for row in rows if row["weighed"]]
    assert {row["item_id"][:8] for row in weighed} == {"WEIGHED-"}
    assert {row["unit"] for row in weighed} == {"kg"}
    assert len({row["item_id"] for row in rows}) > 500
    assert len({row["scan_code"] for row in rows}) == len(rows)
