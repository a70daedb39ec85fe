"""The last bytes of one device in both directions, for a person who looks for a fault.

Rule: what must not be kept is masked before it is kept.  A run of digits that could
be a card or a wallet's payment code loses all but its last four, also when it comes
in pieces; so does a card in a telephone's QR code; a reader of cards is recorded without its bytes at all, because a card's
number stands in them in no form that could be told from others.
"""

import itertools
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Literal

import msgspec

BYTES_MAX: Final = 64 * 1024
CHUNK_BYTES_MAX: Final = 1_024
LINE_BYTES_MAX: Final = 16
CHUNK_SPAN_MS: Final = 50
"""Bytes of one direction that come within this are shown as one line."""

_DIGITS: Final = frozenset(b"0123456789")
_PARTS: Final = re.compile(rb"[0-9]+|[^0-9]+")
_CARD_DIGITS_MIN: Final = 14
_OLD_CARD_DIGITS: Final = 13
"""As many as a GTIN-13 has: masked only when it is a card's number for certain."""
_RUN_DIGITS_MAX: Final = 64
_DIGITS_SHOWN: Final = 4
_MASK: Final = ord("*")
_PAYMENT_HEAD: Final = b"hQVDUFYwM"
_BASE64: Final = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
)
_RUN_BYTES_MIN: Final = LINE_BYTES_MAX + 1
"""More than a short line shows, and more than a card's number has digits."""

Direction = Literal["in", "out"]


class RecordedBytes(msgspec.Struct, frozen=True):
    """Some bytes, masked.

    Attributes:
        at_ms: When the first of them passed, ms since 1970 UTC.
        direction: ``in`` from the device, ``out`` to it.
        data: The bytes; digits that must not be kept are ``*``.
    """

    at_ms: int
    direction: Direction
    data: bytes

    @property
    def line(self) -> str:
        """The bytes as hexadecimal numbers and as text; long runs of one are counted.

        A printer is brought back by thousands of NULs, which nobody wants to read.
        """
        numbers: list[str] = []
        letters: list[str] = []
        for byte, run in itertools.groupby(self.data):
            count = sum(1 for _ in run)
            letter = chr(byte) if 0x20 <= byte < 0x7F else "."  # noqa: PLR2004 - the printable ones of ASCII
            if count >= _RUN_BYTES_MIN:
                numbers.append(f"{byte:02X}×{count}")
                letters.append(f"{letter}×{count}")
            else:
                numbers += [f"{byte:02X}"] * count
                letters.append(letter * count)
        arrow = "<" if self.direction == "in" else ">"
        return f"{arrow} {' '.join(numbers)}  |{''.join(letters)}|"

    @property
    def short_line(self) -> str:
        """The line, without the rest of a long one."""
        if len(self.data) <= LINE_BYTES_MAX:
            return self.line
        first = RecordedBytes(self.at_ms, self.direction, self.data[:LINE_BYTES_MAX])
        return f"{first.line} … {len(self.data)} bytes"


class FlightRecorder:
    """Keeps what passed last; for any thread.

    Attributes:
        bytes_received: How many bytes came in all.
        bytes_sent: How many bytes left in all.
    """

    def __init__(
        self,
        *,
        is_withheld: bool = False,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """Begin with nothing.

        Args:
            is_withheld: Count the bytes and keep none of them.
            wall_ms: The clock on the wall.
        """
        self._is_withheld = is_withheld
        self._wall_ms = wall_ms
        self._lock = threading.Lock()
        self._kept: deque[RecordedBytes] = deque()
        self._kept_bytes = 0
        self._runs: dict[Direction, _DigitRun] = {"in": _DigitRun(), "out": _DigitRun()}
        self._payment = _PaymentText()
        self.bytes_received = 0
        self.bytes_sent = 0

    def received(self, data: bytes) -> None:
        """Note bytes that came from the device."""
        with self._lock:
            self.bytes_received += len(data)
            self._take("in", self._payment.masked(data))

    def received_unkept(self, count: int) -> None:
        """Count bytes that came in a form that no mask knows."""
        with self._lock:
            self.bytes_received += count

    def sent(self, data: bytes) -> None:
        """Note bytes that left for the device."""
        with self._lock:
            self.bytes_sent += len(data)
            self._take("out", data)

    def entries(self) -> tuple[RecordedBytes, ...]:
        """Return what is kept, oldest first."""
        with self._lock:
            kept = list(self._kept)
            for direction, run in self._runs.items():
                if run.length:
                    kept.append(RecordedBytes(run.at_ms, direction, run.masked()))
        return tuple(sorted(kept, key=_at_ms))

    def _take(self, direction: Direction, data: bytes) -> None:
        if self._is_withheld or not data:
            return
        now_ms = self._wall_ms()
        run = self._runs[direction]
        clear = bytearray()
        at_ms = run.at_ms if run.length else now_ms
        for found in _PARTS.finditer(data):
            part = found[0]
            if part[0] in _DIGITS:
                run.add(part, now_ms)
                continue
            if run.length:
                clear += run.masked()
                run.clear()
            clear += part
        if clear:
            self._keep(direction, bytes(clear), at_ms)

    def _keep(self, direction: Direction, data: bytes, at_ms: int) -> None:
        last = self._kept[-1] if self._kept else None
        if (
            last is not None
            and last.direction == direction
            and at_ms - last.at_ms <= CHUNK_SPAN_MS
            and len(last.data) + len(data) <= CHUNK_BYTES_MAX
        ):
            self._kept[-1] = RecordedBytes(last.at_ms, direction, last.data + data)
            self._kept_bytes += len(data)
        else:
            for at in range(0, len(data), CHUNK_BYTES_MAX):
                part = data[at : at + CHUNK_BYTES_MAX]
                self._kept.append(RecordedBytes(at_ms, direction, part))
                self._kept_bytes += len(part)
        while self._kept_bytes > BYTES_MAX:
            self._kept_bytes -= len(self._kept.popleft().data)


class _PaymentText:
    """A card in a QR code of a telephone (EMVCo, consumer-presented mode).

    It is base64 of a template that begins with ``85 05 CPV01`` and holds the number
    of the card, or of a stand-in for it, in no digits that could be seen.
    """

    def __init__(self) -> None:
        self._matched = 0
        self._is_within = False

    def masked(self, data: bytes) -> bytes:
        """Return *data*, the next piece, without what follows such a beginning."""
        if not (self._is_within or self._matched) and _PAYMENT_HEAD[0] not in data:
            return data
        shown = bytearray(data)
        for index, byte in enumerate(data):
            if self._is_within and byte in _BASE64:
                shown[index] = _MASK
                continue
            self._is_within = False
            is_next = byte == _PAYMENT_HEAD[self._matched]
            self._matched = self._matched + 1 if is_next else byte == _PAYMENT_HEAD[0]
            if self._matched == len(_PAYMENT_HEAD):
                self._matched = 0
                self._is_within = True
        return bytes(shown)


class _DigitRun:
    """Digits of one direction that are not followed by anything else yet."""

    def __init__(self) -> None:
        self.at_ms = 0
        self.length = 0
        self._digits = bytearray()

    def add(self, digits: bytes, now_ms: int) -> None:
        if not self.length:
            self.at_ms = now_ms
        self.length += len(digits)
        self._digits += digits
        del self._digits[:-_RUN_DIGITS_MAX]

    def clear(self) -> None:
        self.length = 0
        self._digits.clear()

    def masked(self) -> bytes:
        digits = bytes(self._digits)
        if len(digits) < _CARD_DIGITS_MIN and not _is_old_card(digits):
            return digits
        hidden = len(digits) - _DIGITS_SHOWN
        return bytes([_MASK]) * hidden + digits[hidden:]


def _is_old_card(digits: bytes) -> bool:
    """Tell whether 13 digits are the number of a card of the first kind."""
    if len(digits) != _OLD_CARD_DIGITS or digits[:1] != b"4":
        return False
    total = 0
    for place, byte in enumerate(reversed(digits)):
        value = (byte - ord("0")) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


def _at_ms(entry: RecordedBytes) -> int:
    return entry.at_ms
