"""The bench of promotions; its figures are the machine's, its form is ours."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from terminal.diagnostics import bench_price

if TYPE_CHECKING:
    from pathlib import Path


def report(*options: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    bench_price.add_arguments(parser)
    return bench_price.measure(parser.parse_args(options))


def test_without_data_as_many_promotions_are_made_and_it_says_so(
    tmp_path: Path,
) -> None:
    found = report("--data", str(tmp_path), "--baskets", "8", "--lines", "12")

    assert (found["n"], found["lines"]) == (8, 12)
    assert found["promotions"] == 1_763
    assert str(found["source"]).startswith("made")
    price_ms, floor_ms = found["price_ms"], found["floor_ms"]
    assert isinstance(price_ms, dict)
    assert isinstance(floor_ms, dict)
    assert 0 < floor_ms["p50"] <= floor_ms["p99"]
    ratio = round(price_ms["p99"] / floor_ms["p99"], 1)
    assert found["ratio_to_floor_p99"] == ratio
    assert found["within_budget"] is (price_ms["p99"] <= bench_price.P99_MS_MAX)
    contested = found["all_lines_contested"]
    assert isinstance(contested, dict)
    assert contested["applied"] > 0


def test_a_folder_with_files_is_what_is_measured(tmp_path: Path) -> None:
    (tmp_path / "il_promotions.csv").write_text(
        "chain,PromotionId,PromotionDescription,PromotionUpdateDate,"
        "PromotionStartDate,PromotionEndDate,RewardType,MinQty,DiscountedPrice\n"
        "729,1,Two for ten,2026-01-01,2026-01-01,2026-01-31,1,2.00,10.00\n"
    )
    (tmp_path / "il_promotion_items.csv").write_text(
        "chain,PromotionId,ItemCode,ItemType,IsGiftItem\n729,1,111,1,0\n"
    )

    found = report("--data", str(tmp_path), "--baskets", "4")

    assert found["promotions"] == 1
    assert found["source"] == "chain 729"
    # Its dates are over, and still it is in force.
    assert found["promotions_applied"] == 1.0
