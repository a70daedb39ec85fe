"""What can go wrong between a device and its host, on purpose and repeatable.

Pure: a reply goes in, what really leaves and when comes out.  The same seed makes
the same damage.
"""

import enum
import random
from typing import Final

import msgspec

NOISE_BYTES_MAX: Final = 8


class FaultKind(enum.Enum):
    """What happens to a reply; the values are those of the control port."""

    NONE = "none"
    CUT = "cut"
    """The cable is pulled instead of the reply, until it is joined again."""
    CUT_MIDWAY = "cut_midway"
    """The cable is pulled after half of the reply."""
    MUTE = "mute"
    LATE = "late"
    """The reply comes after ``seconds``."""
    DOUBLE = "double"
    GARBLE = "garble"
    """One byte of the reply has one bit turned over."""
    NOISE = "noise"
    """Up to eight random bytes come before the reply."""
    HALF = "half"
    """The second half of the reply never comes."""
    GLUE = "glue"
    """The reply waits and comes in one piece with the next one."""
    SPLIT = "split"
    """The reply comes byte by byte."""
    SLOW = "slow"
    """The device takes what it is sent only every ``seconds``."""


class Fault(msgspec.Struct, frozen=True, rename={"kind": "fault"}):
    """One fault as the control port takes it.

    Attributes:
        kind: What happens (``fault`` in JSON).
        seconds: How late or how slow.
        count: To how many replies it happens; 0 for all until the next fault.
    """

    kind: FaultKind = FaultKind.NONE
    seconds: float = 1.0
    count: int = 0


class Delivery(msgspec.Struct, frozen=True):
    """What leaves the device.

    Attributes:
        data: The bytes, in one write.
        delay_s: After how long.
        is_last: The cable is pulled after them.
    """

    data: bytes
    delay_s: float = 0.0
    is_last: bool = False


NO_FAULT: Final = Fault()


class FaultInjector:
    """Applies one fault at a time to the replies of one device."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._fault = NO_FAULT
        self._remaining = 0
        self._held = b""

    @property
    def fault(self) -> Fault:
        """What happens to the next reply."""
        return self._fault

    @property
    def read_interval_s(self) -> float:
        """How long the device waits before it takes the next bytes."""
        return self._fault.seconds if self._fault.kind is FaultKind.SLOW else 0.0

    def set(self, fault: Fault) -> None:
        """Have *fault* happen from the next reply on."""
        if fault.seconds < 0 or fault.count < 0:
            raise ValueError("seconds and count are not negative")
        self._fault = fault
        self._remaining = fault.count

    def apply(self, reply: bytes) -> list[Delivery]:
        """Return what leaves instead of *reply*."""
        fault = self._fault
        if fault.count:
            self._remaining -= 1
            if self._remaining <= 0:
                self._fault = NO_FAULT
        if self._held:
            reply, self._held = self._held + reply, b""
        return self._damage(fault, reply)

    def _damage(self, fault: Fault, reply: bytes) -> list[Delivery]:
        half = reply[: len(reply) // 2]
        if fault.kind is FaultKind.LATE:
            return [Delivery(reply, fault.seconds)]
        if fault.kind is FaultKind.CUT:
            return [Delivery(b"", is_last=True)]
        if fault.kind is FaultKind.CUT_MIDWAY:
            return [Delivery(half, is_last=True)]
        if fault.kind is FaultKind.GLUE:
            # Once only: the two that come together are one event.
            self._held, self._fault = reply, NO_FAULT
        pieces: dict[FaultKind, list[bytes]] = {
            FaultKind.MUTE: [],
            FaultKind.GLUE: [],
            FaultKind.DOUBLE: [reply, reply],
            FaultKind.GARBLE: [self._garbled(reply)],
            FaultKind.NOISE: [self._noise() + reply],
            FaultKind.HALF: [half],
            FaultKind.SPLIT: [bytes((byte,)) for byte in reply],
        }
        return [Delivery(piece) for piece in pieces.get(fault.kind, [reply])]

    def _noise(self) -> bytes:
        return self._random.randbytes(self._random.randint(1, NOISE_BYTES_MAX))

    def _garbled(self, reply: bytes) -> bytes:
        if not reply:
            return reply
        place = self._random.randrange(len(reply))
        # Seven-bit lines would not carry a change of the eighth bit.
        turned = reply[place] ^ (1 << self._random.randrange(7))
        return reply[:place] + bytes((turned,)) + reply[place + 1 :]
