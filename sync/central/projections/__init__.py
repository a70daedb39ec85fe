"""What the center makes of the stored events: transactions, orders, stock, books.

Every table here can be thrown away and made again from the raw events. The projector
walks them in the order of their arrival and moves its cursor in the transaction that
writes the rows, so each event counts once. Whoever reads these tables and must see
what was pushed runs `catch_up` first.
"""

from sync.central.projections.projector import (
    STEP_EVENTS,
    Step,
    begin_anew,
    catch_up,
    is_behind,
    pending,
    step,
)

__all__ = [
    "STEP_EVENTS",
    "Step",
    "begin_anew",
    "catch_up",
    "is_behind",
    "pending",
    "step",
]
