"""Learns at which level a drawer's sensor stands when the drawer is open.

Drawers differ: one pulls the connector's pin 3 high when it opens, another low, a
third has no switch at all.  The person who sets it up opens it with its key once.
"""

from collections.abc import Callable
from typing import Final

import msgspec

LEARN_TIMEOUT_S: Final = 30.0
LOOK_INTERVAL_S: Final = 0.1


class LearnedSensor(msgspec.Struct, frozen=True):
    """What was seen.

    Attributes:
        open_level: ``high`` or ``low``; None when nothing moved: no sensor.
        detail: The same in words.
    """

    open_level: str | None
    detail: str


def learn_open_level(
    read_is_high: Callable[[], bool],
    wait: Callable[[float], object],
    clock: Callable[[], float],
    *,
    timeout_s: float = LEARN_TIMEOUT_S,
) -> LearnedSensor:
    """Watch the sensor until it moves; the drawer must be closed at the beginning.

    Args:
        read_is_high: Asks for the level of pin 3; raises when it cannot be known.
        wait: Waits for so many seconds.
        clock: Monotonic seconds.
        timeout_s: How long the person has to open the drawer.
    """
    closed_is_high = read_is_high()
    deadline = clock() + timeout_s
    while clock() < deadline:
        # Twice: a drawer that rebounds, or a cable that is touched, is no opening.
        if read_is_high() is not closed_is_high:
            wait(LOOK_INTERVAL_S)
            if read_is_high() is not closed_is_high:
                level = "low" if closed_is_high else "high"
                return LearnedSensor(level, f"the sensor is {level} when it is open")
        wait(LOOK_INTERVAL_S)
    return LearnedSensor(
        None, f"the sensor did not move within {timeout_s:g} s: the drawer has none"
    )
