"""Cuts a scanner's bytes into labels.

Sans I/O: bytes go in as they come, in pieces of any size, and whole frames come
out.  Rule: a frame is delivered whole or not at all.
"""

from typing import Final

SCAN_BYTES_MAX: Final = 4096
"""A Data Matrix holds 2,335 characters; more without an end is noise."""

_CR: Final = 0x0D
_LF: Final = 0x0A
_STX: Final = 0x02
_ETX: Final = 0x03
_ENDS: Final = frozenset({_CR, _LF, _ETX})

# What GS1 and ISO/IEC 15434 messages hold: EOT, GS, RS.  Any other control
# character means a wrong baud rate or parity, and then no digit can be trusted.
_CONTROLS_ALLOWED: Final = frozenset({0x04, 0x1D, 0x1E})
_SPACE: Final = 0x20
_DEL: Final = 0x7F


class ScanFramer:
    """Collects one frame at a time; ends are CR, LF, CR LF and ETX.

    Attributes:
        refused_count: Frames thrown away because they were too long or damaged.
    """

    def __init__(self) -> None:
        self._pending = bytearray()
        self._is_overrun = False
        self.refused_count = 0

    @property
    def is_mid_frame(self) -> bool:
        """Whether the beginning of a frame waits for its end."""
        return bool(self._pending) or self._is_overrun

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return the frames that are now complete."""
        frames: list[bytes] = []
        for byte in data:
            if byte in _ENDS:
                frame = self._end()
                if frame:
                    frames.append(frame)
            elif byte == _STX:
                # What stood before the start belongs to no label.
                self._pending.clear()
                self._is_overrun = False
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
        return was_mid_frame

    def _collect(self, byte: int) -> None:
        if self._is_overrun:
            return
        self._pending.append(byte)
        if len(self._pending) > SCAN_BYTES_MAX:
            self._pending.clear()
            self._is_overrun = True

    def _end(self) -> bytes:
        frame = bytes(self._pending)
        is_damaged = self._is_overrun or any(
            (byte < _SPACE and byte not in _CONTROLS_ALLOWED) or byte == _DEL
            for byte in frame
        )
        self._pending.clear()
        self._is_overrun = False
        if is_damaged:
            self.refused_count += 1
            return b""
        return frame


def decode_frame(frame: bytes) -> str:
    """Return the text of *frame*: UTF-8 if it is that, else Latin-1.

    Latin-1 is what ISO/IEC 18004 names for a QR code that declares nothing.
    """
    try:
        return frame.decode("utf-8")
    except UnicodeDecodeError:
        return frame.decode("latin-1")
