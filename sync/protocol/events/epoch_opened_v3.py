"""A new line of events begins under a new signing key of the same ledger."""

from typing import ClassVar

from sync.protocol.events.epoch_opened_v1 import EpochOpened
from sync.protocol.succession import KeySuccession


class EpochSucceeded(EpochOpened, frozen=True, kw_only=True):
    """The first event of an epoch that another key signs than the one before it.

    The workstation may be another one, too: the device was given its place.

    Attributes:
        succession: The word of the key of the epoch before for `public_key`.
    """

    TYPE: ClassVar[str] = "epoch.opened"
    VERSION: ClassVar[int] = 3

    succession: KeySuccession


EVENT = EpochSucceeded
