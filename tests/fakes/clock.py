"""A clock that stands still until a test moves it."""

from __future__ import annotations

from terminal.application.ports.clock import TimeEstimate

START_MS = 1_900_000_000_000  # 2030-03-17T17:46:40Z


class ManualClock:
    """Implements the Clock port."""

    def __init__(self, wall_ms: int = START_MS, monotonic_ms: int = 60_000) -> None:
        self._wall_ms = wall_ms
        self._monotonic_ms = monotonic_ms
        self._boots = 1
        self._center: tuple[int, int, int] | None = None

    @property
    def boot_id(self) -> str:
        return f"boot-{self._boots}"

    def wall_ms(self) -> int:
        return self._wall_ms

    def monotonic_ms(self) -> int:
        return self._monotonic_ms

    def estimate(self) -> TimeEstimate | None:
        if self._center is None:
            return None
        center_ms, error_ms, heard_ms = self._center
        return TimeEstimate(center_ms + self._monotonic_ms - heard_ms, error_ms)

    def hear_center(self, center_ms: int, error_ms: int = 20) -> None:
        """Let the center have told its time just now."""
        self._center = center_ms, error_ms, self._monotonic_ms

    def advance(self, ms: int) -> None:
        """Let time pass on both clocks."""
        self._wall_ms += ms
        self._monotonic_ms += ms

    def set_wall(self, wall_ms: int) -> None:
        """Set the wall clock, as a technician or a dead battery would."""
        self._wall_ms = wall_ms

    def reboot(self, monotonic_ms: int = 1_000) -> None:
        """Start the machine again."""
        self._boots += 1
        self._monotonic_ms = monotonic_ms
