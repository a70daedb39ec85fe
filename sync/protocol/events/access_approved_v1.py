"""Somebody approved what the operator may not do alone."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class AccessApproved(EventBody, frozen=True, kw_only=True):
    """A second person identified themselves and lent a permission for one command.

    Attributes:
        operator_id: The operator who was helped.
        approver_id: Who approved.
        permissions: What the operator lacked or was limited in.
        command: Name of the approved command.
        transaction_id: The open transaction, if it was about one.
    """

    TYPE: ClassVar[str] = "access.approved"
    VERSION: ClassVar[int] = 1

    operator_id: str
    session_id: str
    approver_id: str
    permissions: tuple[str, ...]
    command: str
    at_ms: WireInt
    transaction_id: str | None = None


EVENT = AccessApproved
