"""The sync agent asked for something to be recorded."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class RequestRecorded(EventBody, frozen=True, kw_only=True):
    """A request of the agent, recorded once by its id.

    Attributes:
        request_id: Id of the row in the replica; never recorded twice.
        kind: What it is, e.g. clock_jump or fork_found.
        detail: One plain sentence.
    """

    TYPE: ClassVar[str] = "request.recorded"
    VERSION: ClassVar[int] = 1

    request_id: str
    kind: str
    detail: str
    at_ms: WireInt


EVENT = RequestRecorded
