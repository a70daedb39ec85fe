"""An event type of a program to come, which the center learns in the middle."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import ClassVar, Final

from sync.central import effects
from sync.protocol import events
from sync.protocol.events.sale_completed_v2 import SaleCompleted

_MODULE: Final = "sync.protocol.events.future_sale_v1"


class FutureSale(SaleCompleted, frozen=True, kw_only=True, omit_defaults=True):
    """A sale as a later program tells it."""

    TYPE: ClassVar[str] = "future.sale"
    VERSION: ClassVar[int] = 1


def learn() -> None:
    """Let the center's program be one that knows the type."""
    module = ModuleType(_MODULE)
    module.EVENT = FutureSale  # type: ignore[attr-defined]
    sys.modules[_MODULE] = module
    effects._RULES[FutureSale] = effects._RULES[SaleCompleted]
    events._decoder.cache_clear()


def forget() -> None:
    """Let it be an older one again, for the next seed."""
    sys.modules.pop(_MODULE, None)
    effects._RULES.pop(FutureSale, None)
    events._decoder.cache_clear()
