"""A barcode scanner on a serial line, a USB-CDC port or a device server."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from typing_extensions import override

from drivers.errors import (
    DeviceProtocolError,
    TransportError,
    TransportTimeoutError,
)
from drivers.scanner.framing import ScanFramer, decode_frame, has_parity_bits
from drivers.scanner.label_reader import LabelRefusal
from drivers.scanner.line_scanner import READ_TIMEOUT_S, LineScanner
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.transport.port import ByteTransport

ANSWER_TIMEOUT_S: Final = 1.0
"""How long a verdict on the last label may be awaited."""

_READ_TIMEOUT_AWAITING_S: Final = 0.02
"""The verdict waits for the read: a beep 200 ms late is about the next item."""

_WRITE_TIMEOUT_S: Final = 0.2

FRAME_TIMEOUT_S: Final = 0.5
"""A label of 4,096 bytes at 9,600 baud never pauses this long."""

REFUSED_IN_A_ROW_MAX: Final = 5
"""More damaged frames than this, with no good one between, is a wrong line."""

REFUSED_WITHIN_S: Final = 60.0
"""Those that are further apart come of a cable that was touched: a scanner that waits
for a person then would be out of work for nothing."""

_SEVEN_BIT: Final = LabelRefusal(
    "the scanner sends seven bits with parity, the line expects eight",
    "Put ?bits=7&parity=E into its address, or set the scanner to 8N1.",
)
_NO_END: Final = LabelRefusal(
    "bytes came without an end-of-label character",
    "Set the scanner to send CR (Enter) after each label.",
)


class SerialScanner(LineScanner):
    """See LineScanner.

    Attributes:
        unanswered_count: Verdicts that the scanner did not take.
    """

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        on_scan: Callable[[Scan], None],
        options: ScannerOptions | None = None,
    ) -> None:
        super().__init__(device_id, transport, on_scan, options)
        self.unanswered_count = 0
        self._forget()

    @property
    @override
    def refused_count(self) -> int:
        """How many frames were thrown away since the port was opened."""
        return self._framer.refused_count

    @property
    def wants_answer(self) -> bool:
        """Whether its settings say that anything is sent back."""
        return self._options.feedback.is_wanted

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
            raise self._unavailable(error) from error

    @override
    def _forget(self) -> None:
        self._framer = ScanFramer(
            self._options.end, is_stx_required=self._options.is_stx_required
        )
        self._silent_s = 0.0
        self._refused_at_s: deque[float] = deque(maxlen=REFUSED_IN_A_ROW_MAX + 1)
        self._refused_seen = 0
        self._awaits_answer_until = 0.0

    @override
    def _read_timeout_s(self) -> float:
        is_awaiting = time.monotonic() < self._awaits_answer_until
        return _READ_TIMEOUT_AWAITING_S if is_awaiting else READ_TIMEOUT_S

    @override
    def _hear_nothing(self, silent_s: float) -> None:
        self._silent_s += silent_s
        self._expire()

    @override
    def _hear(self, data: bytes) -> None:
        self._silent_s = 0.0
        frames = self._framer.feed(data)
        for frame in frames:
            self._read(frame)
        if not frames:
            self._complain_about_noise()

    def _read(self, frame: bytes) -> None:
        if has_parity_bits(frame) and not _is_utf_8(frame):
            self._refuse(_SEVEN_BIT)
            return
        label = self._label_in(decode_frame(frame))
        if label is None:
            return
        self._refused_at_s.clear()
        self._refused_seen = self._framer.refused_count
        if self.wants_answer:
            self._awaits_answer_until = time.monotonic() + ANSWER_TIMEOUT_S
        self._deliver(label)

    @override
    def _refuse(self, refusal: LabelRefusal) -> None:
        super()._refuse(refusal)
        if self.wants_answer:
            self.answer(is_accepted=False)

    def _expire(self) -> None:
        if not self._framer.is_mid_frame:
            return
        if self._silent_s < FRAME_TIMEOUT_S:
            return
        is_seven_bit = has_parity_bits(self._framer.pending)
        self._framer.discard()
        self._refuse(_SEVEN_BIT if is_seven_bit else _NO_END)
        self._complain_about_noise()

    def _complain_about_noise(self) -> None:
        now_s = time.monotonic()
        more = self._framer.refused_count - self._refused_seen
        self._refused_seen += more
        self._refused_at_s.extend([now_s] * more)
        count = len(self._refused_at_s)
        if (
            count > REFUSED_IN_A_ROW_MAX
            and now_s - self._refused_at_s[0] <= REFUSED_WITHIN_S
        ):
            raise DeviceProtocolError(
                self._device_id,
                f"{count} labels in a row could not be read",
                "Check speed and parity of the scanner's line, then try again.",
            )


def _is_utf_8(frame: bytes) -> bool:
    try:
        frame.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
