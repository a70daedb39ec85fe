"""Paper tells of points and coupons in few words."""

from __future__ import annotations

from terminal.application.receipts.member_rows import (
    coupon_rows,
    points_rows,
    shortened,
)
from terminal.application.receipts.wording import wording
from terminal.domain.member.coupon_ledger import Redemption
from terminal.domain.member.points_ledger import PointsEntry, PointsKind

WORDS = wording("en")


def test_codes_are_shortened_to_their_end() -> None:
    assert shortened("9912345678") == "…5678"
    assert shortened("SAVE") == "SAVE"


def test_coupons_are_named_once_each_also_when_they_count_again() -> None:
    used = Redemption(promotion_id="p", uses=1, coupon_codes=("SINGLE-0001",))
    back = Redemption(
        promotion_id="p", uses=-1, coupon_codes=("SINGLE-0002",), of_event_id="e"
    )

    assert list(coupon_rows((used, back), WORDS)) == [
        ("Coupon", "…0001"),
        ("Coupon valid again", "…0002"),
    ]


def test_points_are_told_by_kind_without_signs() -> None:
    entries = [
        PointsEntry(member_id="m", kind=kind, points=points)
        for kind, points in (
            (PointsKind.EARN, 3),
            (PointsKind.EARN, 4),
            (PointsKind.EARN_REVERSED, -2),
            (PointsKind.BURN, -50),
            (PointsKind.BURN_RESTORED, 20),
        )
    ]

    assert list(points_rows(entries, WORDS)) == [
        ("Points earned", "7"),
        ("Points taken back", "2"),
        ("Points used", "50"),
        ("Points given back", "20"),
    ]
