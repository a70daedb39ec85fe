"""One connection to a printer: questions, answers and the print-done barrier.

Rule: one question at a time, and a question that got no answer in time, or more
than one, ends the connection.  An answer that comes late or twice therefore
never passes for the answer to another question.
"""

import itertools
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from drivers.errors import (
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.receipt_printer.esc_pos import (
    GIVE_UP,
    GO_ON,
    PRINT_DONE_BARRIER,
    process_id_request,
    real_time_status_request,
)
from drivers.receipt_printer.status import (
    PROCESS_ALPHABET,
    REAL_TIME_ERROR_CAUSE,
    REAL_TIME_OFFLINE_CAUSE,
    REAL_TIME_PAPER,
    REAL_TIME_STATUS,
    AsbReply,
    InOrderReply,
    PrinterStatus,
    ProcessReply,
    RealTimeReply,
    Reply,
    ReplyReader,
)
from drivers.transport.port import ByteTransport, has_way_back, is_wire

ANSWER_TIMEOUT_S: Final = 1.0
WRITE_CHUNK_BYTES: Final = 1024
WRITE_TIMEOUT_S: Final = 10.0
"""For each chunk: a printer takes data no faster than it prints, and one with needles
prints some 200 characters a second."""

BARRIER_TIMEOUT_S: Final = 30.0
"""Long enough to change the roll in the middle of a receipt."""

_STATUS_WHILE_WAITING_S: Final = 1.0
_READ_BYTES_MAX: Final = 512
_GOODBYE_TIMEOUT_S: Final = 0.5
_GOODBYE_S_MAX: Final = 2.0
"""A printer that goes on talking is hung up on all the same."""

_STALE_TIMEOUT_S: Final = 0.02
_STALE_READS_MAX: Final = 64

GO_ON_MAX: Final = 3
"""How often a jammed printer is told to go on within one job."""

_process_ids: Final = itertools.cycle(itertools.product(PROCESS_ALPHABET, repeat=4))
"""Shared by all printers: no answer of an earlier job has the number of this one."""


class PrinterSession:
    """A context manager; on one thread.  Errors of the transport pass through.

    Attributes:
        status: What the printer has said so far.
    """

    def __init__(
        self,
        transport: ByteTransport,
        *,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
        barrier_timeout_s: float = BARRIER_TIMEOUT_S,
        stopping: threading.Event | None = None,
    ) -> None:
        """Prepare; entering connects.

        Args:
            transport: Closed; it is closed again at the end.
            answer_timeout_s: For one question.
            barrier_timeout_s: For the end of printing.
            stopping: Ends the wait for the barrier early.
        """
        self._transport = transport
        self._answer_timeout_s = answer_timeout_s
        self._barrier_timeout_s = barrier_timeout_s
        self._stopping = stopping or threading.Event()
        self._reader = ReplyReader()
        self._is_barrier_passed = False
        self._process_id = b""
        self._go_on_count = 0
        self.status = PrinterStatus()

    def __enter__(self) -> Self:
        self._transport.open()
        if has_way_back(self._transport) and is_wire(self._transport):
            try:
                self._forget_what_is_late()
            except TransportError:
                self._transport.close()
                raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if exc_type is not None:
            # What has not left must not come out when the roll is changed: it would
            # be the paper that is printed anew as a copy, or open the drawer then.
            abort = getattr(self._transport, "abort", self._transport.close)
            abort()
            return
        try:
            self._say_goodbye()
        finally:
            self._transport.close()

    @property
    def has_way_back(self) -> bool:
        """Whether the printer can answer over this connection."""
        return has_way_back(self._transport)

    def read_status(self) -> PrinterStatus:
        """Ask everything that DLE EOT can tell."""
        for number in (
            REAL_TIME_STATUS,
            REAL_TIME_OFFLINE_CAUSE,
            REAL_TIME_ERROR_CAUSE,
            REAL_TIME_PAPER,
        ):
            self.ask_real_time(number)
        return self.status

    def ask_real_time(self, number: int) -> PrinterStatus:
        """Ask DLE EOT *number* and return what is known now.

        Raises:
            TransportTimeoutError: No answer; the connection cannot be used on.
            TransportGoneError: The connection broke, or the answers do not fit.
        """
        self._transport.write(
            real_time_status_request(number), timeout_s=self._answer_timeout_s
        )
        deadline = time.monotonic() + self._answer_timeout_s
        while True:
            replies = self._read(deadline - time.monotonic())
            answers = [reply for reply in replies if isinstance(reply, RealTimeReply)]
            if len(answers) > 1:
                raise TransportGoneError(
                    self._transport.address, "two answers to one question"
                )
            if answers:
                self.status = self.status.with_real_time(number, answers[0].value)
                return self.status

    def give_up(self) -> PrinterStatus:
        """End an error whose cause is gone; what the printer held is lost."""
        self._transport.write(GIVE_UP, timeout_s=self._answer_timeout_s)
        return self.read_status()

    def send(self, data: bytes) -> None:
        """Hand over *data* at the pace of the printer."""
        for start in range(0, len(data), WRITE_CHUNK_BYTES):
            chunk = data[start : start + WRITE_CHUNK_BYTES]
            self._transport.write(chunk, timeout_s=WRITE_TIMEOUT_S)

    def wait_until_printed(
        self,
        meanwhile: "Callable[[PrinterSession], None] | None" = None,
        *,
        by_process_id: bool = False,
    ) -> None:
        """Ask for the barrier and wait until the printer has come to it.

        While it waits it asks how the printer is, so that the status shows why, and
        calls *meanwhile* about once a second for what cannot wait as long: the
        drawer of the next sale while the roll of the last one is changed.  A cutter
        that was freed is told to go on.

        Args:
            meanwhile: See above.
            by_process_id: By GS ( H, which no other answer can be taken for; else
                by GS r, which every printer knows.

        Raises:
            TransportTimeoutError: It did not come to it; the paper is unknown.
            TransportGoneError: The connection broke; the same holds.
        """
        self._ask_for_barrier(by_process_id=by_process_id)
        deadline = time.monotonic() + self._barrier_timeout_s
        is_asked = False
        self._is_barrier_passed = False
        while not self._stopping.is_set():
            remaining_s = deadline - time.monotonic()
            try:
                replies = self._read(min(remaining_s, _STATUS_WHILE_WAITING_S))
            except TransportTimeoutError:
                if remaining_s <= _STATUS_WHILE_WAITING_S:
                    raise
                if not is_asked:
                    is_asked = self._ask_while_waiting(meanwhile)
                if self._is_barrier_passed:
                    return
                continue
            if is_asked and self._note_cause(replies):
                is_asked = False
                self._go_on_if_freed()
            if self._is_barrier_passed:
                return
        raise TransportGoneError(self._transport.address, "interrupted")

    def _ask_for_barrier(self, *, by_process_id: bool) -> None:
        self._process_id = b""
        if by_process_id:
            self._process_id = bytes(next(_process_ids))
            self.send(process_id_request(self._process_id))
        else:
            self.send(PRINT_DONE_BARRIER)

    def _ask_while_waiting(
        self, meanwhile: "Callable[[PrinterSession], None] | None"
    ) -> bool:
        """Do what cannot wait, then ask why it takes so long; return whether asked."""
        if meanwhile is not None:
            meanwhile(self)
        if self._is_barrier_passed:
            return False
        # One open question at most: its answer and the barrier's differ in their
        # fixed bits.
        self._transport.write(
            real_time_status_request(REAL_TIME_OFFLINE_CAUSE),
            timeout_s=self._answer_timeout_s,
        )
        return True

    def _note_cause(self, replies: list[Reply]) -> bool:
        """Take the answer to that question; return whether it was among *replies*."""
        answers = [reply for reply in replies if isinstance(reply, RealTimeReply)]
        for answer in answers:
            self.status = self.status.with_real_time(
                REAL_TIME_OFFLINE_CAUSE, answer.value
            )
        return bool(answers)

    def _go_on_if_freed(self) -> None:
        if self.status.is_stuck and self._go_on_count < GO_ON_MAX:
            self._go_on_count += 1
            self._transport.write(GO_ON, timeout_s=self._answer_timeout_s)

    def _forget_what_is_late(self) -> None:
        for _ in range(_STALE_READS_MAX):
            try:
                self._transport.read(_READ_BYTES_MAX, timeout_s=_STALE_TIMEOUT_S)
            except TransportTimeoutError:
                return
        raise TransportGoneError(self._transport.address, "it never stops talking")

    def _read(self, timeout_s: float) -> list[Reply]:
        if timeout_s <= 0:
            raise TransportTimeoutError(self._transport.address, "no answer in time")
        replies = self._reader.feed(
            self._transport.read(_READ_BYTES_MAX, timeout_s=timeout_s)
        )
        for reply in replies:
            if isinstance(reply, AsbReply):
                self.status = self.status.with_asb(reply.values)
            elif isinstance(reply, ProcessReply):
                self._is_barrier_passed |= reply.process_id == self._process_id
            elif isinstance(reply, InOrderReply) and not self._process_id:
                self._is_barrier_passed = True
        return replies

    def _say_goodbye(self) -> None:
        # Some printers drop what they have not read when the connection is
        # closed outright; after a half-close they read on and then hang up.
        self._transport.finish_writing()
        if is_wire(self._transport):
            return
        deadline = time.monotonic() + _GOODBYE_S_MAX
        try:
            while time.monotonic() < deadline:
                self._transport.read(_READ_BYTES_MAX, timeout_s=_GOODBYE_TIMEOUT_S)
        except (TransportGoneError, TransportTimeoutError):
            return
