"""The devices of a workstation said how much they did."""

from typing import Annotated, ClassVar, Final

import msgspec

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt

DEVICES_MAX: Final = 64
"""Devices that one report names; a till has no more."""


class ReportedDevice(msgspec.Struct, frozen=True, kw_only=True):
    """One device: how it is, and what it did since the last report.

    Counts only: no label, number of a card, address or name is in it.

    Attributes:
        device_id: The device as the settings name it.
        kind: ``receipt_printer``, ``cash_drawer``, ``scanner``, …
        state: How it was then: ``ready``, ``lost``, ``fault``, …
        since_ms: From when on the figures count.
        opened: How often it was opened.
        reconnects: How often it came back after it was away.
        errors: How often it went away or failed.
        scans: Labels it read.
        papers: Papers it printed.
        kicks: How often it opened the drawer.
        cards: Cards that were held to it.
        weights: Weights of it that were sold.
    """

    device_id: str
    kind: str
    state: str
    since_ms: WireInt
    opened: WireInt = 0
    reconnects: WireInt = 0
    errors: WireInt = 0
    scans: WireInt = 0
    papers: WireInt = 0
    kicks: WireInt = 0
    cards: WireInt = 0
    weights: WireInt = 0
    bytes_received: WireInt = 0
    bytes_sent: WireInt = 0


class DevicesReported(EventBody, frozen=True, kw_only=True):
    """The report that follows a settlement; a till without devices writes none.

    Attributes:
        till_period_id: The period that was settled just before.
        devices: In the order of the settings.
    """

    TYPE: ClassVar[str] = "devices.reported"
    VERSION: ClassVar[int] = 1

    till_period_id: str
    devices: Annotated[tuple[ReportedDevice, ...], msgspec.Meta(max_length=DEVICES_MAX)]
    at_ms: WireInt


EVENT = DevicesReported
