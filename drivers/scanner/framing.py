"""Cuts a scanner's bytes into labels.

Sans I/O: bytes go in as they come, in pieces of any size, and whole frames come
out.  Rule: a frame is delivered whole or not at all.
"""

from enum import StrEnum
from typing import Final

SCAN_BYTES_MAX: Final = 4096
"""A Data Matrix holds 2,335 characters; more without an end is noise."""

_CR: Final = 0x0D
_LF: Final = 0x0A
_TAB: Final = 0x09
_STX: Final = 0x02
_ETX: Final = 0x03


class FrameEnd(StrEnum):
    """What a scanner sends after each label."""

    ANY = "any"
    """CR, LF, CR LF, Tab or ETX: whichever comes."""
    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"
    ETX = "etx"


_ENDS: Final = {
    FrameEnd.ANY: frozenset({_CR, _LF, _TAB, _ETX}),
    FrameEnd.CR: frozenset({_CR}),
    FrameEnd.LF: frozenset({_LF}),
    FrameEnd.CRLF: frozenset({_LF}),
    FrameEnd.TAB: frozenset({_TAB}),
    FrameEnd.ETX: frozenset({_ETX}),
}

# What GS1 and ISO/IEC 15434 messages hold: EOT, GS, RS.  Any other control
# character means a wrong baud rate or parity, and then no digit can be trusted.
_CONTROLS_ALLOWED: Final = frozenset({0x04, 0x1D, 0x1E})
# A 2D code may hold lines; only one end that is known tells them from labels.
_CONTROLS_OF_TEXT: Final = frozenset({_CR, _LF, _TAB})
_C1_CONTROLS: Final = frozenset(range(0x80, 0xA0))
_SPACE: Final = 0x20
_DEL: Final = 0x7F


class ScanFramer:
    """Collects one frame at a time.

    Attributes:
        refused_count: Frames thrown away because they were too long or damaged.
    """

    def __init__(
        self, end: FrameEnd = FrameEnd.ANY, *, is_stx_required: bool = False
    ) -> None:
        """Prepare.

        Args:
            end: What ends a frame.  With one named, other ends are data.
            is_stx_required: Bytes before an STX belong to nothing.
        """
        self._end_kind = end
        self._ends = _ENDS[end]
        self._is_stx_required = is_stx_required
        self._allowed = _CONTROLS_ALLOWED
        if end is not FrameEnd.ANY:
            self._allowed |= _CONTROLS_OF_TEXT - self._ends
        self._pending = bytearray()
        self._is_overrun = False
        self._is_started = not is_stx_required
        self.refused_count = 0

    @property
    def pending(self) -> bytes:
        """The beginning that waits for its end."""
        return bytes(self._pending)

    @property
    def is_mid_frame(self) -> bool:
        """Whether the beginning of a frame waits for its end."""
        return bool(self._pending) or self._is_overrun

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return the frames that are now complete."""
        frames: list[bytes] = []
        for byte in data:
            if byte == _STX:
                # What stood before the start belongs to no label.
                self._pending.clear()
                self._is_overrun = False
                self._is_started = True
            elif not self._is_started:
                continue
            elif byte in self._ends:
                frame = self._end()
                if frame:
                    frames.append(frame)
            else:
                self._collect(byte)
        return frames

    def discard(self) -> bool:
        """Throw away a beginning that never got its end; return if there was one."""
        was_mid_frame = self.is_mid_frame
        if was_mid_frame:
            self.refused_count += 1
        self._pending.clear()
        self._is_overrun = False
        self._is_started = not self._is_stx_required
        return was_mid_frame

    def _collect(self, byte: int) -> None:
        if self._is_overrun:
            return
        self._pending.append(byte)
        if len(self._pending) > SCAN_BYTES_MAX:
            self._pending.clear()
            self._is_overrun = True

    def _end(self) -> bytes:
        frame = self._trimmed()
        is_damaged = self._is_overrun or any(
            (byte < _SPACE and byte not in self._allowed) or byte == _DEL
            for byte in frame
        )
        is_damaged = is_damaged or _has_c1_controls(frame)
        self._pending.clear()
        self._is_overrun = False
        self._is_started = not self._is_stx_required
        if is_damaged:
            self.refused_count += 1
            return b""
        return frame

    def _trimmed(self) -> bytes:
        match self._end_kind:
            case FrameEnd.CR:
                # The LF of CR LF comes before the next label.
                return bytes(self._pending).lstrip(b"\n")
            case FrameEnd.CRLF:
                return bytes(self._pending).removesuffix(b"\r")
            case _:
                return bytes(self._pending)


def _has_c1_controls(frame: bytes) -> bool:
    """Tell whether *frame*, as Latin-1, has characters that no label has."""
    if _C1_CONTROLS.isdisjoint(frame):
        return False
    try:
        frame.decode("utf-8")
    except UnicodeDecodeError:
        return not has_parity_bits(frame)
    return False


def decode_frame(frame: bytes) -> str:
    """Return the text of *frame*: UTF-8 if it is that, else Latin-1.

    Latin-1 is what ISO/IEC 18004 names for a QR code that declares nothing.
    """
    try:
        return frame.decode("utf-8")
    except UnicodeDecodeError:
        return frame.decode("latin-1")


def has_parity_bits(frame: bytes) -> bool:
    """Tell whether *frame* is seven-bit text whose eighth bit is even parity.

    That is what a line set to 8N1 hears of a scanner set to 7E1.
    """
    is_eight_bit = any(byte > _DEL for byte in frame)
    return is_eight_bit and all(byte.bit_count() % 2 == 0 for byte in frame)
