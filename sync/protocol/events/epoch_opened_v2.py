"""A new line of events begins and carries the end of an earlier one again."""

from typing import ClassVar

import msgspec

from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.events.sale_parts_v1 import WireInt


class RehomedTail(msgspec.Struct, frozen=True, kw_only=True):
    """The end of an epoch that the center cannot take under that epoch.

    Attributes:
        epoch: The epoch in which till and center parted.
        after_seq: Its last event that both hold; the header's parent names it too.
        last_seq: Its last event here.
    """

    epoch: str
    after_seq: WireInt
    last_seq: WireInt


class EpochRehomed(EpochOpened, frozen=True, kw_only=True):
    """The first event of an epoch that begins with a tail appended again.

    The events after `rehomed.after_seq` follow this one at once and in their order,
    `epoch.opened` left out, each with its own id and the bytes of its own body.
    """

    TYPE: ClassVar[str] = "epoch.opened"
    VERSION: ClassVar[int] = 2

    rehomed: RehomedTail


EVENT = EpochRehomed
