"""Published promotions become lines that keep their place, or are refused by line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from terminal.domain.reference_data.errors import CatalogFileError, RefusedRow
from terminal.domain.reference_data.import_promotions import read_promotions
from terminal.domain.reference_data.transparency_lines import transparency_lines

_HEADER = (
    "chain,PromotionId,PromotionDescription,PromotionStartDate,PromotionStartHour,"
    "PromotionEndDate,PromotionEndHour,RewardType,AllowMultipleDiscounts,"
    "IsWeightedPromo,MinQty,DiscountedPrice,DiscountRate,club_ids\n"
)
_DATES = "2024-11-14,00:00:00,2026-12-31,23:59:00"
_PROMOTIONS = (
    f'{_HEADER}c,1,"two\nfor ten",{_DATES},1,1,0,2.00,10.00,,0\n'
    f"c,2,odd,{_DATES},99,1,0,1.00,10.00,,0\n"
    f"c,3,no goods,{_DATES},1,1,0,1.00,10.00,,0\n"
    f"c,4,one,{_DATES},1,1,0,1.00,5.00,,0\n"
)
_LINKS = (
    "chain,PromotionId,ItemCode,ItemType,IsGiftItem\n"
    "c,1,4006381333931,1,0\nc,1,77,0,0\nc,2,77,0,0\nc,4,4006381333931,1,0\n"
)
_SAMPLES = Path(__file__).parents[6] / "shared" / "data" / "promotions-il"


def test_a_promotion_keeps_its_line_and_a_refusal_names_it() -> None:
    found = transparency_lines(_PROMOTIONS, _LINKS)

    taken = dict(read_promotions(found.text))
    assert sorted(taken) == [2, 6]
    first = taken[2]
    assert not isinstance(first, RefusedRow)
    assert (first.promotion_id, first.name) == ("c-1", "two for ten")
    assert first.selects.items == ("4006381333931", "77")
    assert [(row.line, row.reason) for row in found.refused] == [
        (4, "unknown_reward"),
        (5, "no_items"),
    ]


@pytest.mark.parametrize(
    ("promotions", "links", "missing"),
    [
        ("a,b\n", _LINKS, "PromotionId"),
        (_PROMOTIONS, "a\n", "ItemCode"),
        ("", "", "ItemCode"),
    ],
)
def test_another_table_is_refused_as_a_whole(
    promotions: str, links: str, missing: str
) -> None:
    with pytest.raises(CatalogFileError, match=missing):
        transparency_lines(promotions, links)


@pytest.mark.skipif(
    not _SAMPLES.is_dir(), reason="../shared/data/promotions-il is not on this machine"
)
def test_the_published_tables_are_taken_or_refused_row_by_row() -> None:
    texts = [
        gzip.decompress((_SAMPLES / name).read_bytes()).decode("utf-8-sig")
        for name in ("il_promotions.csv.gz", "il_promotion_items.csv.gz")
    ]

    found = transparency_lines(*texts)

    rows = list(read_promotions(found.text))
    taken = [row for _, row in rows if not isinstance(row, RefusedRow)]
    assert len(rows) + len(found.refused) == 4_735
    assert len(taken) >= 0.9 * 4_735
