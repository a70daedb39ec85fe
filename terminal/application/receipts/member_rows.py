"""What a receipt says of coupons and points."""

from collections.abc import Iterable, Iterator
from typing import Final

from terminal.application.receipts.wording import Wording
from terminal.domain.member.coupon_ledger import Redemption
from terminal.domain.member.points_ledger import PointsEntry, PointsKind
from terminal.domain.transaction.finished_transaction import FinishedTransaction

_SHOWN_CHARACTERS: Final = 4

Row = tuple[str, str]


def member_rows(finished: FinishedTransaction, words: Wording) -> Iterator[Row]:
    """Yield (left, right) for a finished transaction; most have none."""
    yield from coupon_rows(finished.redemptions, words)
    yield from points_rows(finished.points, words)
    if finished.points_balance is not None:
        yield words.points_balance, str(finished.points_balance)


def coupon_rows(redemptions: Iterable[Redemption], words: Wording) -> Iterator[Row]:
    """Yield a row a coupon; its code is shortened, for paper is left behind."""
    for one in redemptions:
        name = words.coupon if one.uses > 0 else words.coupon_restored
        for code in one.coupon_codes:
            yield name, shortened(code)


def points_rows(entries: Iterable[PointsEntry], words: Wording) -> Iterator[Row]:
    """Yield a row for each kind of movement, as positive numbers."""
    names = {
        PointsKind.EARN: words.points_earned,
        PointsKind.EARN_REVERSED: words.points_reversed,
        PointsKind.BURN: words.points_burned,
        PointsKind.BURN_RESTORED: words.points_restored,
    }
    sums = dict.fromkeys(names, 0)
    for entry in entries:
        sums[entry.kind] += entry.points
    for kind, points in sums.items():
        if points:
            yield names[kind], str(abs(points))


def shortened(code: str) -> str:
    """Return the end of a coupon's code, by which its owner knows it."""
    if len(code) <= _SHOWN_CHARACTERS:
        return code
    return f"…{code[-_SHOWN_CHARACTERS:]}"
