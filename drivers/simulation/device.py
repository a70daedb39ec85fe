"""The promise of a simulated device: bytes in, replies out, no line and no thread."""

from collections.abc import Mapping, Sequence
from typing import Protocol

StateValue = str | int | float | bool | None


class SimulatedDevice(Protocol):
    """The behavior of one device; called on the thread of its link only.

    One that tells without being asked has an attribute ``talks_every_s``; each time
    respond() is called with no bytes.
    """

    def respond(self, data: bytes) -> Sequence[bytes]:
        """Take bytes of the host, in pieces of any size; return whole replies.

        One element is one reply: faults are applied to each.
        """

    def state(self) -> Mapping[str, StateValue]:
        """Return how the device is, as a control port shows it."""

    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        """Put things on the device, open its cover, …; return what it says then.

        Raises:
            ValueError: There is no such thing, or no such value of it.
        """
