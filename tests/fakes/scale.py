"""A scale for windows, without a line."""

from __future__ import annotations

from collections.abc import Callable

from terminal.application.ports.weighing import LiveWeight, WeighedGoods


class MemoryScale:
    """Implements WeighingPort; put() is the hand of the customer."""

    def __init__(self) -> None:
        self.goods: list[WeighedGoods] = []
        self.is_weighing = False
        self._sequence = 0
        self._on_weight: Callable[[LiveWeight], None] | None = None
        self._lies_there = LiveWeight(0, trouble="empty")

    def begin(
        self, goods: WeighedGoods, on_weight: Callable[[LiveWeight], None]
    ) -> None:
        self.goods.append(goods)
        self.is_weighing = True
        self._on_weight = on_weight

    def take(self, sequence: int, on_taken: Callable[[LiveWeight], None]) -> None:
        if sequence == self._lies_there.sequence and self._lies_there.is_sellable:
            taken = self._lies_there
            self._lies_there = LiveWeight(sequence, trouble="unchanged")
            on_taken(taken)
        else:
            on_taken(LiveWeight(sequence, trouble=self._lies_there.trouble))

    def end(self) -> None:
        self.is_weighing = False

    def put(self, weight: LiveWeight) -> None:
        self._sequence += 1
        self._lies_there = LiveWeight(
            self._sequence,
            weight.grams,
            weight.is_sellable,
            weight.is_net,
            weight.trouble,
        )
        if self._on_weight is not None:
            self._on_weight(self._lies_there)
