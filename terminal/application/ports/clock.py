"""Time, as the use cases see it."""

from typing import Protocol


class Clock(Protocol):
    """Reads the machine's clocks; tests and replays inject their own."""

    @property
    def boot_id(self) -> str:
        """Id of the running system, different after each start of the machine."""

    def wall_ms(self) -> int:
        """Return milliseconds since 1970 UTC; may jump in both directions."""

    def monotonic_ms(self) -> int:
        """Return milliseconds since the machine started; never goes back."""
