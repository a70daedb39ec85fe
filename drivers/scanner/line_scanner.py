"""What scanners on a line of their own have in common, whatever they send."""

import abc
import time
from collections.abc import Callable
from typing import Final

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.device_base import LineDevice
from drivers.errors import TransportError, TransportTimeoutError
from drivers.line_errors import LineRemedies
from drivers.scanner.aim import Label
from drivers.scanner.label_reader import LabelReader, LabelRefusal
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.transport.port import ByteTransport

READ_TIMEOUT_S: Final = 0.2
"""Bounds how late a stop is noticed where a read cannot be interrupted."""

_READ_BYTES_MAX: Final = 4096


class LineScanner(LineDevice, abc.ABC):
    """Reads labels; a supervisor's thread drives it and gets on_scan.

    Attributes:
        scan_count: Labels delivered.
    """

    remedies = LineRemedies(
        gone="Plug the scanner in.",
        busy="Close the other program that uses the scanner.",
    )

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        on_scan: Callable[[Scan], None],
        options: ScannerOptions | None = None,
    ) -> None:
        super().__init__(device_id, transport)
        self._on_scan = on_scan
        self._options = options or ScannerOptions(transport.address)
        self._labels = LabelReader(self._options.labels)
        self.scan_count = 0

    @property
    @abc.abstractmethod
    def refused_count(self) -> int:
        """How much came that was no label."""

    @property
    def repeat_count(self) -> int:
        """How many labels were read once more and dropped."""
        return self._labels.repeat_count

    def open(self) -> None:
        """Open the line; what was half read before is forgotten."""
        self._open_line()
        self._forget()
        self._condition = READY

    def attend(self) -> None:
        """Read for a moment and deliver the labels that are complete."""
        timeout_s = self._read_timeout_s()
        try:
            data = self._transport.read(_READ_BYTES_MAX, timeout_s=timeout_s)
        except TransportTimeoutError:
            self._hear_nothing(timeout_s)
        except TransportError as error:
            raise self._unavailable(error) from error
        else:
            self._hear(data)

    # -- one way of sending -----------------------------------------------------

    @abc.abstractmethod
    def _forget(self) -> None:
        """Begin anew with the next byte."""

    @abc.abstractmethod
    def _read_timeout_s(self) -> float:
        """Return how long to listen."""

    @abc.abstractmethod
    def _hear(self, data: bytes) -> None:
        """Take what came, and read() the labels in it."""

    @abc.abstractmethod
    def _hear_nothing(self, silent_s: float) -> None:
        """Draw conclusions from a silence that was listened to.

        A clock would count the time of a thread that was held up as well, in which
        the rest of a label may have come.
        """

    # -- labels -----------------------------------------------------------------

    def _label_in(self, text: str) -> Label | None:
        """Return the label in *text*; None for a repetition and for what is refused."""
        label = self._labels.read(text, time.monotonic())
        if not isinstance(label, LabelRefusal):
            return label
        if not label.is_repeat:
            self._refuse(label)
        return None

    def _refuse(self, refusal: LabelRefusal) -> None:
        self._condition = DeviceCondition(
            DeviceState.DEGRADED, refusal.detail, refusal.remedy
        )

    def _deliver(self, label: Label) -> None:
        self._condition = READY
        self.scan_count += 1
        self._on_scan(Scan(self._device_id, label.data, label.aim_id))
