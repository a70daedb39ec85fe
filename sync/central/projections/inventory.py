"""Inventory: by how much every transaction changed the stock of each item.

Movements commute, so the order in which tills send them does not matter. No till
counts stock yet; the stock is the sum of all movements, and negative is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, func, select

from sync.central.projections.orders import OrderLine
from sync.central.schema import stock_movement

COLUMNS: Final = (
    "store",
    "item_id",
    "event_id",
    "workstation",
    "business_day",
    "quantity_micro",
)

Movement = tuple[str, str, str, str, str, int]
"""The values of `COLUMNS`."""


def movements_of(lines: Iterable[OrderLine]) -> list[Movement]:
    """Return what order lines move: goods sold leave, goods returned come back."""
    sums: dict[tuple[str, str, str, str, str], int] = {}
    for event_id, workstation, _, store, day, item_id, quantity, *_ in lines:
        key = (store, item_id, event_id, workstation, day)
        sums[key] = sums.get(key, 0) - quantity
    return [(*key, quantity) for key, quantity in sums.items()]


def stock_of(connection: Connection, store: str) -> dict[str, int]:
    """Return by item the change of a store's stock since the first event, millionths."""
    moved = stock_movement.c
    rows = connection.execute(
        select(moved.item_id, func.sum(moved.quantity_micro))
        .where(moved.store == store)
        .group_by(moved.item_id)
        .order_by(moved.item_id)
    )
    return {item_id: int(quantity) for item_id, quantity in rows}
