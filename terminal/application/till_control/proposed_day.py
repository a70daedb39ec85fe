"""Proposes a business day from the clock, for a person to confirm."""

from datetime import datetime

from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.formatting import zone
from terminal.domain.till.business_day import propose_business_day


def proposed_day(store: StoreSettings, wall_ms: int, last: str | None) -> str:
    """Return the day that store time and cut-over suggest, never before *last*.

    A clock that was set back must not propose a day that would be refused.
    """
    local = datetime.fromtimestamp(wall_ms // 1000, zone(store.time_zone))
    day = propose_business_day(local, store.day_cutover)
    return day if last is None else max(day, last)
