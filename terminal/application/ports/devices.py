"""What the till asks of the devices on its counter, and what they tell it.

Rule: no call waits for a device.  Callbacks run on a device's thread; whoever
touches a window or the ledger there passes the value on to the thread that owns
it.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec
from typing_extensions import override

DeviceStateName = Literal[
    "absent",
    "opening",
    "ready",
    "degraded",
    "offline",
    "lost",
    "fault",
    "disabled",
]
"""Where a device is in its life; ``ready`` and ``degraded`` work."""


class DeviceStatus(msgspec.Struct, frozen=True):
    """One line of the list of devices.

    Attributes:
        device_id: The device as till.toml names it.
        kind: ``receipt_printer``, ``cash_drawer``, ``scanner``, ``scale``, …
        name: What people call it.
        state: Where it is in its life.
        detail: What is the matter, for support; empty when all is well.
        remedy: What to do, in plain words ("Close the printer cover.").
    """

    device_id: str
    kind: str
    name: str
    state: DeviceStateName
    detail: str = ""
    remedy: str = ""

    @property
    def is_working(self) -> bool:
        """Whether the device does its work now."""
        return self.state in {"ready", "degraded"}


class DeviceFigures(msgspec.Struct, frozen=True):
    """How much one device did and how often it failed, since it was set up.

    Attributes:
        since_ms: When the counting began, ms since 1970 UTC.
        opened: How often it was opened.
        reconnects: How often it came back after it was away.
        errors: How often it went away or failed; each absence counts once.
        scans: Labels it read.
        papers: Papers it printed.
        kicks: How often the drawer was opened by it.
        cards: Cards that were held to it.
        weights: Weights of it that were sold.
        bytes_received: Bytes that came from it.
        bytes_sent: Bytes that were sent to it.
    """

    since_ms: int = 0
    opened: int = 0
    reconnects: int = 0
    errors: int = 0
    scans: int = 0
    papers: int = 0
    kicks: int = 0
    cards: int = 0
    weights: int = 0
    bytes_received: int = 0
    bytes_sent: int = 0


class DeviceTally(msgspec.Struct, frozen=True):
    """What one device did since the center was last told.

    Attributes:
        device_id: The device as till.toml names it.
        kind: Its category.
        state: Where it is in its life now.
        figures: Since then; its `since_ms` says when that was.
    """

    device_id: str
    kind: str
    state: DeviceStateName
    figures: DeviceFigures


class Scan(msgspec.Struct, frozen=True):
    """One label as a scanner read it, without framing.

    Attributes:
        device_id: The scanner.
        data: The text of the label; GS (0x1D) parts GS1 elements.
        aim_id: The symbology (``]E0``), or empty when it is not told.
    """

    device_id: str
    data: str
    aim_id: str = ""


CardUse = Literal["badge", "member", "value", "other", "unreadable", "forged"]
"""What a card is for; ``forged`` claims to be the shop's and is not."""


class ShownCard(msgspec.Struct, frozen=True):
    """A card that somebody held to a reader.

    Attributes:
        device_id: The reader.
        use: What the card is for.
        card_id: Its identifier, for cards of the shop.
        is_proved: Whether it is proved to be the shop's; a till without the
            shop's card key cannot prove any.
        counter: How often it was written, as far as that is proved.
    """

    device_id: str
    use: CardUse
    card_id: str = ""
    is_proved: bool = False
    counter: int = 0

    @override
    def __repr__(self) -> str:
        # Representations get logged; who holds the log could make such a card.
        return f"ShownCard({self.device_id!r}, {self.use!r})"


PrintJobState = Literal["queued", "sent", "printed", "unknown"]
"""``unknown``: some of it may be on paper; only a marked copy may follow."""


class DeviceReporter(Protocol):
    """What the devices did, for the center; any thread, and nothing is waited for."""

    def unreported(self) -> Sequence[DeviceTally]:
        """Return what each device did since the last report, by the settings."""

    def note_reported(self, tallies: Sequence[DeviceTally]) -> None:
        """Take it that *tallies* are in the ledger: they are not told again."""

    def note_unreported(self, error: Exception) -> None:
        """Log that a report failed; what it would have said is in the next one."""
