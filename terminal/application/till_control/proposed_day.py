"""Proposes a business day from the clock, for a person to confirm."""

from datetime import datetime

from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.formatting import zone
from terminal.domain.till.business_day import propose_business_day


def suggested_day(store: StoreSettings, wall_ms: int) -> str:
    """Return the day that store time and cut-over suggest, right or wrong."""
    local = datetime.fromtimestamp(wall_ms // 1000, zone(store.time_zone))
    return propose_business_day(local, store.day_cutover)


def proposed_day(store: StoreSettings, wall_ms: int, last: str | None) -> str:
    """Return the suggested day, never before *last*.

    A clock that was set back must not propose a day that would be refused.
    """
    day = suggested_day(store, wall_ms)
    return day if last is None else max(day, last)
