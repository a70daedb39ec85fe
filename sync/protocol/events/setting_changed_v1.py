"""A setting of the workstation was changed."""

from typing import ClassVar

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt


class SettingChanged(EventBody, frozen=True, kw_only=True):
    """One changed setting; values are text and never a secret.

    Attributes:
        operator_id: Who changed it; null when a technician command did.
    """

    TYPE: ClassVar[str] = "setting.changed"
    VERSION: ClassVar[int] = 1

    key: str
    old: str | None = None
    new: str | None = None
    operator_id: str | None = None
    at_ms: WireInt


EVENT = SettingChanged
