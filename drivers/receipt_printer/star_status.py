"""Reads what a printer in Star Line mode says about itself.

Sans I/O.  The automatic status is seven bytes or more; the first two say how many
(Star Line Mode Command Specifications, appendix 2): bits 1-3, 5 and 6 of the first
are the length, the following have their bits 0, 4 and 7 clear.
"""

from typing import Final

import msgspec
from typing_extensions import override

from drivers.receipt_printer.answer_reader import AnswerReader
from drivers.receipt_printer.status import PrinterStatus

STATUS_REQUEST: Final = b"\x1b\x06\x01"
"""ESC ACK SOH, answered at once."""

_HEADER_MASK: Final = 0x91
_HEADER_BITS: Final = 0x01
_LENGTH_MIN: Final = 7
_LENGTH_MAX: Final = 33
_COUNTER_BYTE: Final = 7


class StarAsb(msgspec.Struct, frozen=True):
    """One automatic status.

    Attributes:
        values: All its bytes.
    """

    values: bytes

    @property
    def etb_counter(self) -> int | None:
        """How many ETB were carried out, modulo 32; None where it is not told."""
        if len(self.values) <= _COUNTER_BYTE:
            return None
        value = self.values[_COUNTER_BYTE]
        return value >> 1 & 0x07 | value >> 2 & 0x18

    @property
    def is_etb_done(self) -> bool:
        """Whether an ETB was carried out since the last status."""
        return bool(self.values[2] & 0x02)

    @property
    def status(self) -> PrinterStatus:
        """The same in the words of every printer."""
        printer, error, other, paper = self.values[2:6]
        return PrinterStatus(
            is_offline=bool(printer & 0x08),
            is_cover_open=bool(printer & 0x20),
            is_drawer_high=bool(printer & 0x04),
            is_feeding_by_hand=bool(printer & 0x40),
            is_head_hot=bool(error & 0x40),
            has_unrecoverable_error=bool(error & 0x20),
            has_cutter_error=bool(error & 0x08),
            has_recoverable_error=bool(error & 0x04 or other & 0x0A),
            is_paper_out=bool(paper & 0x08),
            is_paper_low=bool(paper & 0x04),
        )


class StarStatusReader(AnswerReader[StarAsb]):
    """Cuts a printer's bytes into statuses; see AnswerReader."""

    @override
    def _take(self, byte: int) -> StarAsb | None:
        is_header = byte & _HEADER_MASK == _HEADER_BITS
        if self._pending and byte & _HEADER_MASK:
            # The rest was lost; this byte may begin something new.
            self._throw_away()
        if not self._pending and not is_header:
            self.noise_count += 1
            return None
        self._pending.append(byte)
        if len(self._pending) < 2:  # noqa: PLR2004 - both bytes of the head
            return None
        length = _length(self._pending)
        if not _LENGTH_MIN <= length <= _LENGTH_MAX:
            self._throw_away()
            return None
        if len(self._pending) < length:
            return None
        return StarAsb(self._finish())


def _length(head: bytearray) -> int:
    # The second byte's bit 7 is always clear: it says the version, not the length.
    return head[0] >> 2 & 0x18 | head[0] >> 1 & 0x07


def star_asb(status: PrinterStatus, etb_counter: int, *, is_etb_done: bool) -> bytes:
    """Return the nine bytes that say *status*: the other direction, for simulators."""
    printer = (
        0x08 * status.is_offline
        | 0x20 * status.is_cover_open
        | 0x04 * status.is_drawer_high
        | 0x40 * status.is_feeding_by_hand
        | 0x02 * is_etb_done
    )
    error = (
        0x40 * status.is_head_hot
        | 0x20 * status.has_unrecoverable_error
        | 0x08 * status.has_cutter_error
        | 0x04 * status.has_recoverable_error
    )
    paper = 0x08 * status.is_paper_out | 0x04 * status.is_paper_low
    counter = (etb_counter & 0x07) << 1 | (etb_counter & 0x18) << 2
    return bytes((0x23, 0x06, printer, error, 0, paper, 0, counter, 0))
