"""Every amount that was given is one promotion."""

from __future__ import annotations

from pathlib import Path

from terminal.diagnostics.journey.offers import codes_of, offers_of, tags_of
from terminal.diagnostics.journey.recorded import read_baskets
from tests.support.recorded_baskets import row, write_rows


def test_equal_amounts_are_one_offer(tmp_path: Path) -> None:
    write_rows(
        tmp_path,
        row("1", "a", "1", "0.5", "0.3"),
        row("2", "b", "1", "0.9", "0.3", coupon="0.3", match="0.3"),
    )

    book = offers_of(read_baskets(tmp_path))

    found = [rule.promotion for rule in book.rules]
    assert [promotion.promotion_id for promotion in found] == [
        "card-30",
        "match-30",
        "coupon-30",
    ]
    card, match, coupon = found
    assert card.coupon is None
    assert card.conditions.member_tiers == ("card",)
    assert match.coupon is not None
    assert match.coupon.codes == ("match-30",)
    assert coupon.coupon is not None
    assert card.priority > match.priority > coupon.priority


def test_lines_name_their_offers_and_baskets_their_coupons(tmp_path: Path) -> None:
    write_rows(
        tmp_path,
        row("1", "a", "1", "0.5", "0.3"),
        row("1", "b", "1", "0.9", coupon="0.5", match="0.5"),
        row("1", "c", "1", "0.9", coupon="0.5"),
    )

    (basket,) = read_baskets(tmp_path)

    assert [tags_of(line) for line in basket.lines] == [
        ("card-30",),
        ("match-50", "coupon-50"),
        ("coupon-50",),
    ]
    assert codes_of(basket.lines) == ("match-50", "coupon-50")
