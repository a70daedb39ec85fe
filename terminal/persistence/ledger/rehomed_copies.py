"""Which events of an epoch are copies, and whether they are true ones."""

import msgspec

from structs.decoding import decode_json
from sync.protocol.envelope import Header
from sync.protocol.events.epoch_opened_v2 import RehomedTail


class _Opened(msgspec.Struct):
    rehomed: RehomedTail | None = None


def read_rehomed_tail(body: bytes) -> RehomedTail | None:
    """Return what an epoch carries again, by the body of its first event."""
    return decode_json(body, _Opened).rehomed


class Copies:
    """Tells which events of an epoch are copies, and of what.

    Attributes:
        tail: What the epoch carries again.
        before: The last event of `tail.epoch` that is not carried on: the first one
            opened that epoch and never is.
    """

    def __init__(self, tail: RehomedTail) -> None:
        self.tail = tail
        self.before = max(tail.after_seq, 1)

    def original_seq(self, seq: int) -> int | None:
        """Return the number in `tail.epoch` of event *seq*; None for no copy."""
        original = self.before + seq - 1
        return original if self.before < original <= self.tail.last_seq else None


def is_copy(copy: Header, original: Header) -> bool:
    """Tell whether two headers differ in nothing but their place."""
    return copy == msgspec.structs.replace(
        original, epoch=copy.epoch, seq=copy.seq, parent=None
    )
