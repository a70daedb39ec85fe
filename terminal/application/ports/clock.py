"""Time, as the use cases see it."""

from typing import Final, Protocol

import msgspec

SKEW_MS: Final = 5 * 60 * 1000
"""Up to here the till's own clock is good enough to choose prices by."""


class TimeEstimate(msgspec.Struct, frozen=True):
    """What the center's clock shows, as far as this till knows.

    Attributes:
        at_ms: Milliseconds since 1970 UTC.
        error_ms: Bound of its error.
    """

    at_ms: int
    error_ms: int


class Clock(Protocol):
    """Reads the machine's clocks; tests and replays inject their own."""

    @property
    def boot_id(self) -> str:
        """Id of the running system, different after each start of the machine."""

    def wall_ms(self) -> int:
        """Return milliseconds since 1970 UTC; may jump in both directions."""

    def monotonic_ms(self) -> int:
        """Return milliseconds since the machine started; never goes back."""

    def estimate(self) -> TimeEstimate | None:
        """Return the center's time now; None if not known.  Waits for nothing."""


def effective_ms(clock: Clock, at_ms: int | None = None) -> int:
    """Return the instant by which prices, promotions and dates of goods count.

    That is the till's own clock, which names receipts, as long as it is not known to
    be wrong by more than five minutes; then it is the center's.  Without an estimate
    the till sells by what it has.

    Args:
        clock: The till's.
        at_ms: An instant that the till's clock named earlier; None for now.
    """
    wall_ms = clock.wall_ms()
    told_ms = wall_ms if at_ms is None else at_ms
    estimate = clock.estimate()
    if estimate is None:
        return told_ms
    skew_ms = estimate.at_ms - wall_ms
    return told_ms + skew_ms if abs(skew_ms) - estimate.error_ms > SKEW_MS else told_ms
