"""Numbers and times as printed on paper."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from terminal.domain.money import MICRO, RATE_PPM_ONE


def format_unit_price(unit_price_micro: int, exponent: int, decimal_mark: str) -> str:
    """Return the exact unit price with at least the currency's decimals."""
    major, millionths = divmod(unit_price_micro, MICRO)
    decimals = f"{millionths:06d}"
    shown = decimals[:exponent] + decimals[exponent:].rstrip("0")
    return f"{major}{decimal_mark}{shown}" if shown else str(major)


def format_rate(rate_ppm: int, decimal_mark: str) -> str:
    """Return a rate in percent with its exact decimals, e.g. ``7.7 %``."""
    sign = "-" if rate_ppm < 0 else ""
    whole, rest = divmod(abs(rate_ppm), RATE_PPM_ONE // 100)
    decimals = f"{rest:04d}".rstrip("0")
    return (
        f"{sign}{whole}{decimal_mark}{decimals} %" if decimals else f"{sign}{whole} %"
    )


def format_instant(at_ms: int, time_zone: str) -> str:
    """Return local date and time to the minute, e.g. ``2026-11-22 14:05``."""
    local = datetime.fromtimestamp(at_ms // 1000, zone(time_zone))
    return local.strftime("%Y-%m-%d %H:%M")


@lru_cache(maxsize=8)
def zone(name: str) -> tzinfo:
    """Return the time zone with this IANA name, or UTC."""
    # Settings check the name when they are written; a paper must come even when
    # an update of the machine's time zones dropped it.
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
