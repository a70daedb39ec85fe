"""Notices a drawer that stands open for too long; pure."""

from collections.abc import Callable
from typing import Final

from drivers.device import READY, DeviceCondition, DeviceState

LEFT_OPEN_S: Final = 60


class LeftOpenWatch:
    """Told the drawer's level at each look of its printer.

    Not thread-safe: it belongs to the printer's thread.
    """

    def __init__(
        self,
        open_level: str | None,
        left_open_s: float,
        clock: Callable[[], float],
    ) -> None:
        """Prepare.

        Args:
            open_level: ``high`` or ``low`` when open; None without a sensor.
            left_open_s: How long it may stand open; 0 for as long as it likes.
            clock: Monotonic seconds.
        """
        self._open_level = open_level
        self._left_open_s = left_open_s
        self._clock = clock
        self._open_since: float | None = None
        self._stuck = ""

    @property
    def is_open(self) -> bool | None:
        """Whether it stood open at the last look; None when that is not known."""
        return None if self._open_level is None else self._open_since is not None

    @property
    def condition(self) -> DeviceCondition:
        """How the drawer is, as far as its sensor and its last kick tell."""
        if self._stuck:
            remedy = (
                "See whether the drawer is locked or its cable is out; open it with its"
                " key."
            )
            return DeviceCondition(DeviceState.DEGRADED, self._stuck, remedy)
        if self._is_left_open():
            detail = f"it has stood open for more than {self._left_open_s:g} s"
            return DeviceCondition(
                DeviceState.DEGRADED,
                detail,
                "Close the cash drawer; if it is closed, see whether its cable is in.",
            )
        return READY

    def note_level(self, *, is_high: bool) -> None:
        """Take the level of the sensor as it is now."""
        if self._open_level is None:
            return
        if is_high is not (self._open_level == "high"):
            self._open_since = None
        elif self._open_since is None:
            self._open_since = self._clock()
            self._stuck = ""

    def note_kick(self, *, has_opened: bool) -> None:
        """Take how a kick ended."""
        self._stuck = "" if has_opened else "the last kick did not open it"

    def _is_left_open(self) -> bool:
        since = self._open_since
        return (
            since is not None
            and self._left_open_s > 0
            and self._clock() - since >= self._left_open_s
        )
