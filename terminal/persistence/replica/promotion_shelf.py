"""Price lists and promotions of the replica, kept in memory between changes.

Another process writes them.  `PRAGMA data_version` tells that it committed
anything, a counter beside the rows whether that touched what is kept here: a feed
of a hundred thousand prices, or a watermark after each push, recompiles nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from structs.decoding import json_decoder
from terminal.domain.pricing.price_list import PriceList
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.promotion import Promotion

_NEVER: Final = -1

_decode_list: Final = json_decoder(PriceList).decode
_decode_promotion: Final = json_decoder(Promotion).decode


def _readable(data: str) -> Promotion | None:
    """Return a promotion, None for one that this program no longer accepts.

    An older program may have kept it; it must not stop the till from selling.
    """
    try:
        return _decode_promotion(data)
    except msgspec.MsgspecError:
        return None


Select = Callable[[str, tuple[object, ...]], list[Any]]


class PromotionShelf:
    """What the pricer asks for at every line; belongs to its reader's thread.

    Args:
        select: Runs one statement on the reader's connection.
    """

    def __init__(self, select: Select) -> None:
        self._select = select
        self.forget()

    def forget(self) -> None:
        """Read everything again at the next question: the file was let go of."""
        self._data_version = _NEVER
        self._revision = _NEVER
        self._promotion_revision = _NEVER
        self._cursor: str | None = None
        self._lists: Mapping[str, PriceList] | None = None
        self._book: PromotionBook | None = None
        self._decoded: dict[str, tuple[str, Promotion | None]] = {}

    def cursor(self) -> str | None:
        """Return how far the feed is applied, or None."""
        self._notice_changes()
        return self._cursor

    def price_lists(self) -> Mapping[str, PriceList]:
        """Return the price lists by id."""
        self._notice_changes()
        if self._lists is None:
            rows = self._select("SELECT price_list_id, data FROM price_list", ())
            self._lists = {key: _decode_list(data) for key, data in rows}
        return self._lists

    def promotions(self) -> PromotionBook:
        """Return the promotions, compiled."""
        self._notice_changes()
        if self._book is None:
            self._book = PromotionBook.compile(
                self._read_promotions(), str(self._promotion_revision)
            )
        return self._book

    def _read_promotions(self) -> list[Promotion]:
        """Decode what changed; most of a thousand promotions did not."""
        rows = self._select("SELECT promotion_id, data FROM promotion", ())
        known = self._decoded
        self._decoded = {
            key: (data, known[key][1])
            if key in known and known[key][0] == data
            else (data, _readable(data))
            for key, data in rows
        }
        return [
            promotion
            for _, promotion in self._decoded.values()
            if promotion is not None
        ]

    def _notice_changes(self) -> None:
        rows = self._select("PRAGMA data_version", ())
        version = rows[0][0] if rows else _NEVER
        if version == self._data_version and version != _NEVER:
            return
        self._data_version = version
        state = self._select(
            "SELECT revision, promotion_revision, cursor FROM feed_state", ()
        )
        revision, promotions, self._cursor = (
            state[0] if state else (_NEVER, _NEVER, None)
        )
        if revision != self._revision:
            self._revision = revision
            self._lists = None
        if promotions != self._promotion_revision:
            self._promotion_revision = promotions
            self._book = None
