"""What was refused before an import stands in its report, by line."""

from __future__ import annotations

import gzip

from terminal.commands._transparency import read_published, with_refused
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.transparency_lines import TransparencyLines

_REPORT = {
    "rows": 2,
    "accepted": 1,
    "refused_count": 1,
    "refused_by_reason": {"name": 1},
    "refused": [{"line": 3, "reason": "name", "detail": "name is empty"}],
}


def test_refusals_of_both_steps_are_counted_and_sorted_by_line() -> None:
    lines = TransparencyLines(
        text="",
        refused=(
            RefusedRow(line=2, reason="no_items", detail="promotion c-1"),
            RefusedRow(line=5, reason="name", detail="promotion c-4"),
        ),
    )

    report = with_refused(_REPORT, lines)

    assert (report["rows"], report["accepted"], report["refused_count"]) == (4, 1, 3)
    assert report["refused_by_reason"] == {"name": 2, "no_items": 1}
    assert [row["line"] for row in report["refused"]] == [2, 3, 5]


def test_tables_may_be_compressed() -> None:
    promotions = b"chain,PromotionId,RewardType\nc,1,99\n"
    links = gzip.compress(b"chain,PromotionId,ItemCode\nc,1,77\n", mtime=0)

    lines = read_published(promotions, links)

    assert [row.line for row in lines.refused] == [2]
