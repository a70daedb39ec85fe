"""Promotions are read as the feed carries them."""

from __future__ import annotations

import msgspec

from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import NForM
from terminal.domain.promotion.selector import Selector
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.import_promotions import read_promotions

_THREE_FOR_TWO = Promotion(
    promotion_id="3for2",
    version=4,
    name="3 for 2",
    reward=NForM(take=3, pay=2),
    selects=Selector(categories=("pens",)),
)


def _line(promotion: Promotion) -> str:
    return msgspec.json.encode(promotion).decode()


def test_what_the_feed_carries_is_what_a_file_holds() -> None:
    ((line, row),) = read_promotions(_line(_THREE_FOR_TWO))

    assert (line, row) == (1, _THREE_FOR_TWO)


def test_nonsense_and_repetitions_are_refused_line_by_line() -> None:
    nothing = msgspec.structs.replace(_THREE_FOR_TWO, reward=NForM(take=2, pay=2))
    text = "\n".join(map(_line, (nothing, _THREE_FOR_TWO, _THREE_FOR_TWO)))

    rows = list(read_promotions(text))

    assert [
        (line, row.reason) for line, row in rows if isinstance(row, RefusedRow)
    ] == [(1, "reward"), (3, "duplicate")]
