"""Devices that did something, for settlements."""

from __future__ import annotations

from collections.abc import Sequence

from terminal.application.ports.devices import DeviceFigures, DeviceTally

PRINTER = DeviceTally(
    "printer",
    "receipt_printer",
    "degraded",
    DeviceFigures(
        since_ms=1,
        opened=2,
        reconnects=3,
        errors=4,
        scans=5,
        papers=6,
        kicks=7,
        cards=8,
        weights=9,
        bytes_received=10,
        bytes_sent=11,
    ),
)


class MemoryReporter:
    """Tells the same each time.

    Attributes:
        told: What was noted as reported.
        errors: What was noted as failed.
        fault: Raised instead of telling.
    """

    def __init__(self, tallies: Sequence[DeviceTally] = (PRINTER,)) -> None:
        self.tallies = tallies
        self.told: list[Sequence[DeviceTally]] = []
        self.errors: list[Exception] = []
        self.fault: Exception | None = None

    def unreported(self) -> Sequence[DeviceTally]:
        """See `DeviceReporter`."""
        if self.fault is not None:
            raise self.fault
        return self.tallies

    def note_reported(self, tallies: Sequence[DeviceTally]) -> None:
        """See `DeviceReporter`."""
        self.told.append(tallies)

    def note_unreported(self, error: Exception) -> None:
        """See `DeviceReporter`."""
        self.errors.append(error)
