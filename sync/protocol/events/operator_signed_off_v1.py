"""An operator left the workstation."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class OperatorSignedOff(EventBody, frozen=True, kw_only=True):
    """A session ended."""

    TYPE: ClassVar[str] = "operator.signed_off"
    VERSION: ClassVar[int] = 1

    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = OperatorSignedOff
