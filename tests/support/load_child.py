"""A process that plays no tills but speaks as one that does."""

from __future__ import annotations

import threading
from typing import Final

from msgspec import Struct

from terminal.diagnostics.load_process import play

ENDLESS: Final = 13


class Order(Struct, frozen=True):
    """How much to make."""

    count: int


class Count(Struct, frozen=True):
    """How much was made, or done."""

    count: int


def make(order: Order) -> tuple[list[int], Count]:
    """Make some numbers; none at all is more than it can bear."""
    if order.count == 0:
        raise SystemExit(3)
    return list(range(order.count)), Count(order.count)


def go(made: list[int]) -> Count:
    """Use them up; thirteen take for ever."""
    if len(made) == ENDLESS:
        threading.Event().wait()
    return Count(sum(made))


if __name__ == "__main__":
    play(Order, make, go)
