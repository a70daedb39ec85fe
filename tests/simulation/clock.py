"""The clock of one simulated computer: wrong, set by hand, and restarted."""

from __future__ import annotations

from terminal.application.ports.clock import TimeEstimate
from tests.simulation.world import World


class MachineClock:
    """Wall time with a skew, monotonic time since the last start."""

    def __init__(self, world: World, skew_ms: int) -> None:
        self._world = world
        self._skew_ms = skew_ms
        self._boots = 1
        self._booted_ms = -5_000

    @property
    def boot_id(self) -> str:
        """Which run of the computer this is."""
        return f"boot-{self._boots}"

    def wall_ms(self) -> int:
        """Return ms since 1970 UTC as this computer believes."""
        return self._world.wall_ms + self._skew_ms

    def monotonic_ms(self) -> int:
        """Return ms since the computer was started."""
        return self._world.now_ms - self._booted_ms

    def estimate(self) -> TimeEstimate | None:
        """Return nothing: a till that knows no better goes by its own clock."""
        return None

    def set_by(self, step_ms: int) -> None:
        """Set the wall clock forth or back."""
        self._skew_ms += step_ms

    def reboot(self) -> None:
        """Start the computer again."""
        self._boots += 1
        self._booted_ms = self._world.now_ms
