"""What the clock on the shop's wall shows; asked only where a rule needs it."""

from datetime import date, datetime

from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.catalog.restrictions import SaleMoment


def sale_moment(store: StoreSettings, wall_ms: int, business_day: str) -> SaleMoment:
    """Return an instant as restrictions see it."""
    # Not with the module: most scans need no time zone.
    from terminal.application.receipts.formatting import zone

    local = datetime.fromtimestamp(wall_ms // 1000, zone(store.time_zone))
    return SaleMoment(
        local_date=local.date(),
        minute=local.hour * 60 + local.minute,
        business_day=date.fromisoformat(business_day),
    )
