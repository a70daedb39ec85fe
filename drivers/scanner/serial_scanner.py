"""A barcode scanner on a serial line, a USB-CDC port or a device server."""

import time
from collections.abc import Callable
from typing import Final

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.device_base import LineDevice
from drivers.errors import (
    DeviceProtocolError,
    TransportError,
    TransportTimeoutError,
)
from drivers.scanner.framing import ScanFramer, decode_frame, has_parity_bits
from drivers.scanner.label_reader import LabelReader, LabelRefusal
from drivers.scanner.line_errors import unavailable
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.transport.port import ByteTransport

READ_TIMEOUT_S: Final = 0.2
"""Bounds how late a stop is noticed where a read cannot be interrupted."""

ANSWER_TIMEOUT_S: Final = 1.0
"""How long a verdict on the last label may be awaited."""

_READ_TIMEOUT_AWAITING_S: Final = 0.02
"""The verdict waits for the read: a beep 200 ms late is about the next item."""

_WRITE_TIMEOUT_S: Final = 0.2

FRAME_TIMEOUT_S: Final = 0.5
"""A label of 4,096 bytes at 9,600 baud never pauses this long."""

REFUSED_IN_A_ROW_MAX: Final = 5
"""More damaged frames than this, with no good one between, is a wrong line."""

_READ_BYTES_MAX: Final = 4096

_SEVEN_BIT: Final = LabelRefusal(
    "the scanner sends seven bits with parity, the line expects eight",
    "Put ?bits=7&parity=E into its address, or set the scanner to 8N1.",
)
_NO_END: Final = LabelRefusal(
    "bytes came without an end-of-label character",
    "Set the scanner to send CR (Enter) after each label.",
)


class SerialScanner(LineDevice):
    """Reads labels; a supervisor's thread drives it and gets on_scan.

    Attributes:
        scan_count: Labels delivered.
        unanswered_count: Verdicts that the scanner did not take.
    """

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
        self._framer = self._new_framer()
        self._last_byte_at = 0.0
        self._refused_at_last_good = 0
        self._awaits_answer_until = 0.0
        self.scan_count = 0
        self.unanswered_count = 0

    @property
    def refused_count(self) -> int:
        """How many frames were thrown away since the port was opened."""
        return self._framer.refused_count

    @property
    def repeat_count(self) -> int:
        """How many labels were read once more and dropped."""
        return self._labels.repeat_count

    @property
    def wants_answer(self) -> bool:
        """Whether its settings say that anything is sent back."""
        return self._options.feedback.is_wanted

    def open(self) -> None:
        """Open the port; what was half read before is forgotten."""
        try:
            self._transport.open()
        except TransportError as error:
            raise unavailable(self._device_id, error) from error
        self._framer = self._new_framer()
        self._refused_at_last_good = 0
        self._awaits_answer_until = 0.0
        self._condition = READY

    def attend(self) -> None:
        """Read for a moment and deliver the labels that are complete."""
        try:
            data = self._transport.read(
                _READ_BYTES_MAX, timeout_s=self._read_timeout_s()
            )
        except TransportTimeoutError:
            self._expire()
            return
        except TransportError as error:
            raise unavailable(self._device_id, error) from error
        self._expire()
        self._last_byte_at = time.monotonic()
        frames = self._framer.feed(data)
        for frame in frames:
            self._read(frame)
        if not frames:
            self._complain_about_noise()

    def answer(self, *, is_accepted: bool) -> None:
        """Tell the scanner what became of its last label.

        A scanner that does not take the bytes is not lost for that.
        """
        self._awaits_answer_until = 0.0
        data = self._options.feedback.bytes_for(is_accepted=is_accepted)
        if not data:
            return
        try:
            self._transport.write(data, timeout_s=_WRITE_TIMEOUT_S)
        except TransportTimeoutError:
            self.unanswered_count += 1
        except TransportError as error:
            raise unavailable(self._device_id, error) from error

    def _new_framer(self) -> ScanFramer:
        return ScanFramer(
            self._options.end, is_stx_required=self._options.is_stx_required
        )

    def _read_timeout_s(self) -> float:
        is_awaiting = time.monotonic() < self._awaits_answer_until
        return _READ_TIMEOUT_AWAITING_S if is_awaiting else READ_TIMEOUT_S

    def _read(self, frame: bytes) -> None:
        now_s = time.monotonic()
        text = decode_frame(frame)
        if has_parity_bits(frame) and not _is_utf_8(frame):
            self._refuse(_SEVEN_BIT)
            return
        label = self._labels.read(text, now_s)
        if isinstance(label, LabelRefusal):
            if not label.is_repeat:
                self._refuse(label)
            return
        self._refused_at_last_good = self._framer.refused_count
        self._condition = READY
        self.scan_count += 1
        if self.wants_answer:
            self._awaits_answer_until = now_s + ANSWER_TIMEOUT_S
        self._on_scan(Scan(self._device_id, label.data, label.aim_id))

    def _refuse(self, refusal: LabelRefusal) -> None:
        self._condition = DeviceCondition(
            DeviceState.DEGRADED, refusal.detail, refusal.remedy
        )
        if self.wants_answer:
            self.answer(is_accepted=False)

    def _expire(self) -> None:
        if not self._framer.is_mid_frame:
            return
        if time.monotonic() - self._last_byte_at <= FRAME_TIMEOUT_S:
            return
        is_seven_bit = has_parity_bits(self._framer.pending)
        self._framer.discard()
        self._refuse(_SEVEN_BIT if is_seven_bit else _NO_END)
        self._complain_about_noise()

    def _complain_about_noise(self) -> None:
        refused = self._framer.refused_count - self._refused_at_last_good
        if refused > REFUSED_IN_A_ROW_MAX:
            raise DeviceProtocolError(
                self._device_id,
                f"{refused} labels in a row could not be read",
                "Check speed and parity of the scanner's line, then try again.",
            )


def _is_utf_8(frame: bytes) -> bool:
    try:
        frame.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
