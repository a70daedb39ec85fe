"""A barcode scanner on a serial line, a USB-CDC port or a device server."""

import time
from collections.abc import Callable
from typing import Final

from drivers.device import ABSENT, READY, DeviceCondition, DeviceState
from drivers.errors import (
    DeviceProtocolError,
    DeviceUnavailableError,
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportTimeoutError,
)
from drivers.scanner.framing import ScanFramer, decode_frame
from drivers.scanner.scan import Scan, split_aim_identifier
from drivers.transport.port import ByteTransport

READ_TIMEOUT_S: Final = 0.2
"""Bounds how late a stop is noticed where a read cannot be interrupted."""

FRAME_TIMEOUT_S: Final = 0.5
"""A label of 4,096 bytes at 9,600 baud never pauses this long."""

REFUSED_IN_A_ROW_MAX: Final = 5
"""More damaged frames than this, with no good one between, is a wrong line."""

_READ_BYTES_MAX: Final = 4096


class SerialScanner:
    """Reads labels; a supervisor's thread drives it and gets on_scan."""

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        on_scan: Callable[[Scan], None],
    ) -> None:
        self._device_id = device_id
        self._transport = transport
        self._on_scan = on_scan
        self._framer = ScanFramer()
        self._last_byte_at = 0.0
        self._refused_at_last_good = 0
        self._condition = ABSENT
        self.scan_count = 0

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._device_id

    @property
    def condition(self) -> DeviceCondition:
        """What is known about it since the last call."""
        return self._condition

    @property
    def attend_interval_s(self) -> float:
        """0: attend() itself waits for bytes."""
        return 0.0

    @property
    def refused_count(self) -> int:
        """How many frames were thrown away since the port was opened."""
        return self._framer.refused_count

    def open(self) -> None:
        """Open the port; what was half read before is forgotten."""
        try:
            self._transport.open()
        except TransportError as error:
            raise _unavailable(self._device_id, error) from error
        self._framer = ScanFramer()
        self._refused_at_last_good = 0
        self._condition = READY

    def attend(self) -> None:
        """Read for a moment and deliver the labels that are complete."""
        try:
            data = self._transport.read(_READ_BYTES_MAX, timeout_s=READ_TIMEOUT_S)
        except TransportTimeoutError:
            self._expire()
            return
        except TransportError as error:
            raise _unavailable(self._device_id, error) from error
        self._expire()
        self._last_byte_at = time.monotonic()
        frames = self._framer.feed(data)
        for frame in frames:
            self._deliver(frame)
        if not frames:
            self._complain_about_noise()

    def close(self) -> None:
        """Let go of the port."""
        self._transport.close()

    def interrupt(self) -> None:
        """Make a blocked attend() return soon; may be called from any thread."""
        self._transport.interrupt()

    def _deliver(self, frame: bytes) -> None:
        label = split_aim_identifier(decode_frame(frame))
        self._refused_at_last_good = self._framer.refused_count
        self._condition = READY
        self.scan_count += 1
        self._on_scan(Scan(self._device_id, label.data, label.aim_id))

    def _expire(self) -> None:
        is_stale = time.monotonic() - self._last_byte_at > FRAME_TIMEOUT_S
        if self._framer.is_mid_frame and is_stale and self._framer.discard():
            self._condition = DeviceCondition(
                DeviceState.DEGRADED,
                "bytes came without an end-of-label character",
                "Set the scanner to send CR (Enter) after each label.",
            )
            self._complain_about_noise()

    def _complain_about_noise(self) -> None:
        refused = self._framer.refused_count - self._refused_at_last_good
        if refused > REFUSED_IN_A_ROW_MAX:
            raise DeviceProtocolError(
                self._device_id,
                f"{refused} labels in a row could not be read",
                "Check speed and parity of the scanner's line, then try again.",
            )


def _unavailable(device_id: str, error: TransportError) -> DeviceUnavailableError:
    match error:
        case TransportBusyError():
            remedy = "Close the other program that uses the scanner."
        case TransportDeniedError():
            remedy = "Ask the technician for the right to use this port."
        case _:
            remedy = "Plug the scanner in."
    return DeviceUnavailableError(device_id, str(error), remedy)
