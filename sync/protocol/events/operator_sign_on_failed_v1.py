"""Somebody failed to sign on."""

from typing import ClassVar, Literal

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class OperatorSignOnFailed(EventBody, frozen=True, kw_only=True):
    """A wrong PIN, an unknown or a disabled operator; the PIN itself is never kept.

    Attributes:
        operator_id: As typed, cut to a bounded length.
        failures: Failures in a row, this one included.
    """

    TYPE: ClassVar[str] = "operator.sign_on_failed"
    VERSION: ClassVar[int] = 1

    operator_id: str
    reason: Literal["pin", "unknown", "inactive"]
    failures: WireInt
    at_ms: WireInt


EVENT = OperatorSignOnFailed
