"""An operator took over the workstation."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class OperatorSignedOn(EventBody, frozen=True, kw_only=True):
    """A session began.

    Attributes:
        permissions: What the operator may do in this session, sorted.
    """

    TYPE: ClassVar[str] = "operator.signed_on"
    VERSION: ClassVar[int] = 1

    operator_id: str
    session_id: str
    name: str
    role: str
    permissions: tuple[str, ...]
    language: str
    at_ms: WireInt


EVENT = OperatorSignedOn
