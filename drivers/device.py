"""The life of a device, the same for every kind.

ABSENT → OPENING → READY ⇄ DEGRADED → OFFLINE → LOST → (back-off) → OPENING;
FAULT waits for a person and DISABLED for the settings.
"""

import enum
from typing import Final, Protocol

import msgspec


class DeviceState(enum.Enum):
    """Where a device is in its life; the values are stable and go to logs."""

    ABSENT = "absent"
    """Never seen since the program started."""
    OPENING = "opening"
    READY = "ready"
    DEGRADED = "degraded"
    """Works, but will soon need a hand: paper near its end."""
    OFFLINE = "offline"
    """Reachable, but does not work now: paper out, cover open."""
    LOST = "lost"
    """It was there and is gone; tried again with back-off."""
    FAULT = "fault"
    """Trying again cannot help; a person must look at it."""
    DISABLED = "disabled"


WORKING_STATES: Final = frozenset({DeviceState.READY, DeviceState.DEGRADED})

_ALLOWED: Final[dict[DeviceState, frozenset[DeviceState]]] = {
    DeviceState.ABSENT: frozenset(
        {DeviceState.OPENING, DeviceState.FAULT, DeviceState.DISABLED}
    ),
    DeviceState.OPENING: frozenset(DeviceState) - {DeviceState.OPENING},
    DeviceState.READY: frozenset(DeviceState) - {DeviceState.ABSENT},
    DeviceState.DEGRADED: frozenset(DeviceState) - {DeviceState.ABSENT},
    DeviceState.OFFLINE: frozenset(DeviceState) - {DeviceState.ABSENT},
    DeviceState.LOST: frozenset(
        {DeviceState.OPENING, DeviceState.FAULT, DeviceState.DISABLED}
    ),
    DeviceState.FAULT: frozenset({DeviceState.OPENING, DeviceState.DISABLED}),
    DeviceState.DISABLED: frozenset({DeviceState.OPENING}),
}


class DeviceCondition(msgspec.Struct, frozen=True):
    """What is known about a device at one moment.

    Attributes:
        state: Where it is in its life.
        detail: What is the matter, for support; empty when all is well.
        remedy: What the person at the till can do, in plain words.
    """

    state: DeviceState
    detail: str = ""
    remedy: str = ""

    @property
    def is_working(self) -> bool:
        """Whether work may be given to the device now."""
        return self.state in WORKING_STATES


ABSENT: Final = DeviceCondition(DeviceState.ABSENT)
OPENING: Final = DeviceCondition(DeviceState.OPENING)
READY: Final = DeviceCondition(DeviceState.READY)
DISABLED: Final = DeviceCondition(DeviceState.DISABLED)


class DeviceLife:
    """Keeps the condition of one device and refuses impossible steps.

    Not thread-safe: owned by the device's thread; readers take ``condition``,
    an immutable value.
    """

    def __init__(self) -> None:
        self.condition = ABSENT

    def become(self, condition: DeviceCondition) -> bool:
        """Take the new condition; return whether anything changed.

        An impossible step is a programming error, not a device's.
        """
        before = self.condition
        if condition == before:
            return False
        if condition.state is not before.state:
            assert condition.state in _ALLOWED[before.state], (
                f"{before.state.value} cannot become {condition.state.value}"
            )
        self.condition = condition
        return True


class Device(Protocol):
    """What a supervisor drives.  Everything but interrupt() runs on its thread.

    A method raises DeviceUnavailableError when the device is gone (the
    supervisor closes it and tries again later) and DeviceProtocolError or
    DeviceConfigurationError when trying again is of no use.
    """

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""

    @property
    def condition(self) -> DeviceCondition:
        """What is known about it since the last call."""

    @property
    def attend_interval_s(self) -> float:
        """How long to wait for work between two attend(); 0 if it waits itself."""

    def open(self) -> None:
        """Connect and find out in what condition the device is."""

    def attend(self) -> None:
        """Do the device's own work when no other waits.

        A scanner reads here, for at most a fraction of a second; a printer is
        asked how it is.
        """

    def close(self) -> None:
        """Let go of the device; never raises, may be called twice."""

    def interrupt(self) -> None:
        """Make a blocked attend() return soon; may be called from any thread."""
