"""Somebody tried what they may not do."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class AccessRefused(EventBody, frozen=True, kw_only=True):
    """A use case was refused for want of a permission.

    Attributes:
        permission: The missing permission.
        command: Name of the refused command.
    """

    TYPE: ClassVar[str] = "access.refused"
    VERSION: ClassVar[int] = 1

    operator_id: str
    session_id: str
    permission: str
    command: str
    at_ms: WireInt


EVENT = AccessRefused
