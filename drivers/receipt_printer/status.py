"""Reads what a printer says about itself.

Sans I/O: bytes go in as they come, in pieces of any size, and answers come out.
The three kinds of answer are told apart by their fixed bits alone.
"""

from typing import Final

import msgspec
from typing_extensions import override

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.receipt_printer.answer_reader import AnswerReader

# Fixed bits: 0xx1xx10 answers DLE EOT, 0xx1xx00 begins an ASB, 0xx0xxxx answers
# GS r and is also what the other three bytes of an ASB look like.
_REAL_TIME_MASK: Final = 0x93
_REAL_TIME_BITS: Final = 0x12
_ASB_FIRST_BITS: Final = 0x10
_IN_ORDER_MASK: Final = 0x90
_ASB_LENGTH: Final = 4
_IDENTITY_START: Final = 0x5F
_IDENTITY_BYTES_MAX: Final = 80
_PROCESS_START: Final = 0x37
_PROCESS_MARK: Final = 0x22
_PROCESS_LENGTH: Final = 7

PROCESS_ALPHABET: Final = b"1359QSUWYqsuwy"
"""Characters of a job's number: bits 0 and 4 are set, and no byte of a status answer
has both, so that no number can be made up from pieces of other answers."""

REAL_TIME_STATUS: Final = 1
REAL_TIME_OFFLINE_CAUSE: Final = 2
REAL_TIME_ERROR_CAUSE: Final = 3
REAL_TIME_PAPER: Final = 4


class RealTimeReply(msgspec.Struct, frozen=True):
    """The answer to DLE EOT; which number was asked only the asker knows."""

    value: int


class InOrderReply(msgspec.Struct, frozen=True):
    """The answer to GS r: everything sent before the question is done."""

    value: int


class AsbReply(msgspec.Struct, frozen=True):
    """Four bytes that the printer sends by itself when something changes."""

    values: bytes


class IdentityReply(msgspec.Struct, frozen=True):
    """The answer to GS I: maker, model, firmware or serial number."""

    text: str


class ProcessReply(msgspec.Struct, frozen=True):
    """The answer to GS ( H: the job with this number is on paper.

    37 22, four characters of ours, 00 (Epson's command reference, GS ( H function 48).
    """

    process_id: bytes


Reply = RealTimeReply | InOrderReply | AsbReply | IdentityReply | ProcessReply


class ReplyReader(AnswerReader[Reply]):
    """Cuts a printer's bytes into answers; see AnswerReader."""

    @override
    def _take(self, byte: int) -> Reply | None:
        if self._pending:
            if self._pending[0] == _IDENTITY_START:
                return self._continue_identity(byte)
            if self._pending[0] == _PROCESS_START:
                return self._continue_process(byte)
            if byte & _IN_ORDER_MASK == 0:
                return self._continue_asb(byte)
            # The rest of the ASB was lost; this byte begins something new.
            self._throw_away()
        return self._begin(byte)

    def _begin(self, byte: int) -> Reply | None:
        if byte & _REAL_TIME_MASK == _REAL_TIME_BITS:
            return RealTimeReply(byte)
        is_start = byte in {_IDENTITY_START, _PROCESS_START}
        if byte & _REAL_TIME_MASK == _ASB_FIRST_BITS or is_start:
            self._pending.append(byte)
            return None
        if byte & _IN_ORDER_MASK == 0:
            return InOrderReply(byte)
        self.noise_count += 1
        return None

    def _continue_asb(self, byte: int) -> AsbReply | None:
        self._pending.append(byte)
        if len(self._pending) < _ASB_LENGTH:
            return None
        return AsbReply(self._finish())

    def _continue_process(self, byte: int) -> Reply | None:
        if not self._fits_process(byte):
            # The rest was lost; this byte begins something new.
            self._throw_away()
            return self._begin(byte)
        self._pending.append(byte)
        if len(self._pending) < _PROCESS_LENGTH:
            return None
        return ProcessReply(self._finish()[2:6])

    def _fits_process(self, byte: int) -> bool:
        if len(self._pending) == 1:
            return byte == _PROCESS_MARK
        if len(self._pending) == _PROCESS_LENGTH - 1:
            return byte == 0
        return byte in PROCESS_ALPHABET

    def _continue_identity(self, byte: int) -> IdentityReply | None:
        if byte != 0:
            self._pending.append(byte)
            if len(self._pending) > _IDENTITY_BYTES_MAX:
                self._throw_away()
            return None
        return IdentityReply(self._finish()[1:].decode("ascii", errors="replace"))


class PrinterStatus(msgspec.Struct, frozen=True):
    """What a printer has said about itself.

    Attributes:
        is_drawer_high: Level of the drawer connector's pin 3; whether high means
            open depends on the drawer.
    """

    is_offline: bool = False
    is_cover_open: bool = False
    is_paper_out: bool = False
    is_paper_low: bool = False
    is_feeding_by_hand: bool = False
    has_cutter_error: bool = False
    has_recoverable_error: bool = False
    has_unrecoverable_error: bool = False
    is_head_hot: bool = False
    is_drawer_high: bool = False

    def with_real_time(self, number: int, value: int) -> "PrinterStatus":
        """Return the status after the answer *value* to DLE EOT *number*."""
        match number:
            case 1:
                changes = {
                    "is_drawer_high": bool(value & 0x04),
                    "is_offline": bool(value & 0x08),
                    "is_feeding_by_hand": bool(value & 0x40),
                }
            case 2:
                changes = {
                    "is_cover_open": bool(value & 0x04),
                    "is_feeding_by_hand": bool(value & 0x08),
                    "is_paper_out": bool(value & 0x20),
                    "has_recoverable_error": bool(value & 0x40),
                }
            case 3:
                changes = _error_bits(value)
            case _:
                changes = {
                    "is_paper_low": bool(value & 0x0C),
                    "is_paper_out": bool(value & 0x60),
                }
        return msgspec.structs.replace(self, **changes)

    def with_asb(self, values: bytes) -> "PrinterStatus":
        """Return the status after an ASB; it replaces all that was known."""
        first, second, third, _ = values
        return PrinterStatus(
            is_drawer_high=bool(first & 0x04),
            is_offline=bool(first & 0x08),
            is_cover_open=bool(first & 0x20),
            is_feeding_by_hand=bool(first & 0x40),
            is_paper_low=bool(third & 0x03),
            is_paper_out=bool(third & 0x0C),
            **_error_bits(second),
        )

    @property
    def is_stuck(self) -> bool:
        """Whether it may go on once it is told so: the cause seems to be gone."""
        return (
            (self.has_cutter_error or self.has_recoverable_error)
            and not self.has_unrecoverable_error
            and not self.is_cover_open
            and not self.is_paper_out
        )

    def condition(self) -> DeviceCondition:
        """Return the one thing that matters most, with its remedy."""
        for is_so, state, detail, remedy in (
            (
                self.has_unrecoverable_error,
                DeviceState.OFFLINE,
                "unrecoverable error",
                "Switch the printer off and on; if that does not help, call service.",
            ),
            (
                self.has_cutter_error,
                DeviceState.OFFLINE,
                "the cutter is jammed",
                "Open the printer cover, remove the paper jam and close it.",
            ),
            (
                self.is_cover_open,
                DeviceState.OFFLINE,
                "the cover is open",
                "Close the printer cover.",
            ),
            (
                self.is_paper_out,
                DeviceState.OFFLINE,
                "out of paper",
                "Put in a new paper roll.",
            ),
            (
                self.is_head_hot,
                DeviceState.OFFLINE,
                "the print head is too hot",
                "Wait a moment: the printer goes on by itself.",
            ),
            (
                self.is_offline or self.has_recoverable_error,
                DeviceState.OFFLINE,
                "the printer is offline",
                "Press the printer's feed button or switch it off and on.",
            ),
            (
                self.is_paper_low,
                DeviceState.DEGRADED,
                "paper nearly used up",
                "Have a new paper roll at hand.",
            ),
        ):
            if is_so:
                return DeviceCondition(state, detail, remedy)
        return READY


def _error_bits(value: int) -> dict[str, bool]:
    return {
        "has_recoverable_error": bool(value & 0x04),
        "has_cutter_error": bool(value & 0x08),
        "has_unrecoverable_error": bool(value & 0x20),
        "is_head_hot": bool(value & 0x40),
    }
