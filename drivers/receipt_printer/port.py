"""What a receipt printer promises, whatever language it speaks."""

import enum
from typing import Protocol

import msgspec

from drivers.device import DeviceCondition


class PrintOutcome(enum.Enum):
    """What is known about a job after an attempt; the values are stable."""

    QUEUED = "queued"
    """Nothing of it left this computer: it may be tried again as it is."""
    SENT = "sent"
    """All of it left; this printer cannot tell whether it was printed."""
    PRINTED = "printed"
    """The printer said that everything before its answer was printed."""
    UNKNOWN = "unknown"
    """Some of it may be on paper.  Only a copy marked as one may follow."""


class PrintResult(msgspec.Struct, frozen=True):
    """How one attempt to print ended.

    Attributes:
        outcome: What is known about the paper.
        condition: The printer's condition afterwards.
        detail: The reason when the outcome is not PRINTED, for support.
    """

    outcome: PrintOutcome
    condition: DeviceCondition
    detail: str = ""


class ReceiptPrinter(Protocol):
    """Prints a job of finished bytes.  Called on the device's thread only."""

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""

    def print_job(self, data: bytes) -> PrintResult:
        """Print *data*; never raises for a failing printer, never tries twice."""

    def read_condition(self) -> DeviceCondition:
        """Ask the printer how it is."""
