"""What is done while nobody waits, so that the first sale has it ready."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terminal.application.use_cases import UseCases


def warm_up(use: UseCases) -> None:
    """Load what the first sale needs; each of these is imported when first named."""
    for verb in (
        "sign_on",
        "get_open_sale",
        "scan_any",
        "scan_any",
        "add_item",
        "add_item_by_plu",
        "void_line",
        "tender_cash",
        "complete_sale",
        "pay_cash_exact",
    ):
        getattr(use, verb)


def spare_collector() -> None:
    """Hide what is loaded by now, for good, from Python's garbage collector.

    A full collection looks at every object there is: 16 ms, a whole frame, at any
    moment of a sale.  What is made from now on is still collected.
    """
    gc.collect()
    gc.freeze()
