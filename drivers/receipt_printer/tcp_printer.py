"""A receipt printer that takes one client at a time, as network printers do.

Over TCP, a wire or a print queue; the name is older than those.  It connects for each job and each look at its status and lets go at once, because
a printer that several tills share serves one connection and keeps a forgotten
one for minutes.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from typing_extensions import override

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.device_base import LineDevice
from drivers.errors import (
    DeviceProtocolError,
    DeviceUnavailableError,
    TransportError,
    TransportNotTakenError,
    TransportTimeoutError,
)
from drivers.line_errors import LineRemedies
from drivers.line_errors import unavailable as line_unavailable
from drivers.receipt_printer.esc_pos import (
    SELECT_PRINTER,
    STATUS_BACK_OFF,
    STATUS_BACK_ON,
)
from drivers.receipt_printer.language import (
    Language,
    find_other_language,
    language_of,
)
from drivers.receipt_printer.port import PrintOutcome, PrintResult
from drivers.receipt_printer.profile import (
    DEFAULT_PROFILE,
    ESC_POS,
    PrinterProfile,
)
from drivers.receipt_printer.session import (
    ANSWER_TIMEOUT_S,
    BARRIER_TIMEOUT_S,
    PrinterSession,
)
from drivers.receipt_printer.status import PrinterStatus
from drivers.transport.port import ByteTransport, has_way_back

STATUS_INTERVAL_S: Final = 2.0

ONE_WAY_INTERVAL_S: Final = 10.0
"""A look at a print queue starts a program, and learns little."""

REFUSAL_S: Final = 30.0
"""A queue that refused a job is not handed it again and again."""

GIVE_UP_INTERVAL_S: Final = 10.0
"""A cutter that is still jammed should not be driven at every look."""


_QUEUES: Final = ("cups:", "spooler:")
_QUEUE_REMEDIES: Final = LineRemedies(
    gone="See whether the printer's queue is set up on this computer.",
    busy="Let the printer's queue on this computer accept jobs again.",
    denied="Ask the technician for the right to use the printer's queue.",
    late="See whether printing works on this computer; start it again if not.",
)


class TcpPrinter(LineDevice):
    """Prints finished jobs and knows what became of them.

    A supervisor's thread drives it.  Nothing is ever printed a second time here:
    that is for the caller to decide, with the outcome in hand.

    Attributes:
        printed_count: Jobs that the printer confirmed.
        status_listeners: Called on it with each status that was read.
        on_look: Called on the device's thread after each look at its status.
        meanwhile: Called on it about once a second while a job is being printed.
    """

    remedies = LineRemedies(
        gone="Check that the printer is on and its cable is plugged in.",
        busy="Another program holds the printer: close it.",
        denied="Ask the technician for the right to use the printer.",
    )

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        profile: PrinterProfile = DEFAULT_PROFILE,
        *,
        status_interval_s: float = STATUS_INTERVAL_S,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
        barrier_timeout_s: float = BARRIER_TIMEOUT_S,
    ) -> None:
        """Prepare; nothing is opened.

        Args:
            device_id: The device as the settings name it.
            transport: How to reach it; opened anew for each job.
            profile: What the printer can do.
            status_interval_s: From one look at its status to the next.
            answer_timeout_s: For one status question.
            barrier_timeout_s: For the end of a job.
        """
        super().__init__(device_id, transport)
        self._profile = profile
        self._language = language_of(profile)
        self._status_interval_s = status_interval_s
        self._answer_timeout_s = answer_timeout_s
        self._barrier_timeout_s = barrier_timeout_s
        self._stopping = threading.Event()
        self._is_look_due = False
        # The last program may have died in the middle of a picture.
        self._needs_recovery = True
        self._is_recovery_tried = False
        self._is_cut_off = False
        self._is_deselected = False
        self._is_language_checked = False
        self._refusal: DeviceCondition | None = None
        self._refused_at = 0.0
        self._gave_up_at = -GIVE_UP_INTERVAL_S
        self.printed_count = 0
        self.status_listeners: list[Callable[[PrinterStatus], None]] = []
        self.on_look: Callable[[DeviceCondition], None] | None = None
        self.meanwhile: Callable[[PrinterSession], None] | None = None

    @property
    def profile(self) -> PrinterProfile:
        """What the printer can do."""
        return self._profile

    @property
    def language(self) -> Language:
        """How it is spoken to."""
        return self._language

    @property
    @override
    def attend_interval_s(self) -> float:
        """From one look at its status to the next; at once after a failure."""
        if self._is_look_due:
            return 0.0
        if has_way_back(self._transport):
            return self._status_interval_s
        return max(self._status_interval_s, ONE_WAY_INTERVAL_S)

    def open(self) -> None:
        """See whether it is there and how it is."""
        self.attend()

    def attend(self) -> None:
        """Look how it is."""
        self._is_look_due = False
        self._condition = self.read_condition()
        if self.on_look is not None:
            self.on_look(self._condition)

    @override
    def interrupt(self) -> None:
        self._stopping.set()
        super().interrupt()

    @property
    def answers_status(self) -> bool:
        """Whether it can be asked how it is; over a print queue it cannot."""
        return self._profile.answers_status and has_way_back(self._transport)

    def session(self) -> PrinterSession:
        """Return a connection to be entered; on the device's thread only."""
        return self._language.make_session(
            self._transport,
            answer_timeout_s=self._answer_timeout_s,
            barrier_timeout_s=self._barrier_timeout_s,
            stopping=self._stopping,
        )

    def note_deselected(self) -> None:
        """Know that a display may have kept the line; on the device's thread only."""
        self._needs_recovery = self._is_cut_off = self._is_deselected = True

    def end_cut_off(self, session: PrinterSession) -> None:
        """End a command of ours that broke off half-sent: it would take what follows.

        Nothing is sent when none did.
        """
        if self._is_cut_off:
            session.send(self._recovery())
            self._forget_doubt()

    def read_condition(self) -> DeviceCondition:
        """Ask the printer how it is.

        Raises:
            DeviceUnavailableError: It cannot be reached at all.
            DeviceProtocolError: It answers in another printer language.
        """
        is_connected = False
        try:
            with self.session() as session:
                is_connected = True
                if not self.answers_status:
                    return self._assumed()
                condition = self._read_status(session).condition()
                self._is_language_checked = True
                return condition
        except TransportError as error:
            if self._recovers_from(error, is_connected=is_connected):
                return self.read_condition()
            if is_connected:
                self._check_language(error)
                # No answer is not "gone": with its cover open many a printer
                # takes the connection and says nothing.
                return _silent(error)
            raise self._unavailable(error) from error

    def print_job(self, data: bytes) -> PrintResult:
        """Print *data*; never raises for a failing printer, never tries twice."""
        is_connected = False
        is_begun = False
        session = self.session()
        try:
            with session:
                is_connected = True
                if self.answers_status:
                    condition = self._read_status(session).condition()
                    if not condition.is_working:
                        self._condition = condition
                        return PrintResult(
                            PrintOutcome.QUEUED, condition, condition.detail
                        )
                is_begun = True
                self._send(session, data)
        except TransportError as error:
            if is_begun and isinstance(error, TransportNotTakenError):
                return self._refused(error)
            self._is_look_due = True
            if is_begun:
                return self._unknown(session.status, error)
            if self._recovers_from(error, is_connected=is_connected):
                return self.print_job(data)  # Nothing of it had left.
            return self._not_begun(error, is_connected=is_connected)
        return self._begun(session)

    @override
    def _unavailable(self, error: TransportError) -> DeviceUnavailableError:
        if self._transport.address.startswith(_QUEUES):
            return line_unavailable(self._device_id, error, _QUEUE_REMEDIES)
        return super()._unavailable(error)

    def _begun(self, session: PrinterSession) -> PrintResult:
        self._refusal = None
        if not self.answers_status:
            self._condition = self._assumed()
            return PrintResult(PrintOutcome.SENT, self._condition)
        self._condition = session.status.condition()
        return PrintResult(PrintOutcome.PRINTED, self._condition)

    def _refused(self, error: TransportError) -> PrintResult:
        # A look would find the queue well, and the job would be handed over at once.
        self._refused_at = time.monotonic()
        self._refusal = self._condition = DeviceCondition(
            DeviceState.OFFLINE,
            f"the last paper was refused: {error.detail}",
            "Look after the printer's queue on this computer.",
        )
        return PrintResult(PrintOutcome.QUEUED, self._refusal, str(error))

    def _not_begun(self, error: TransportError, *, is_connected: bool) -> PrintResult:
        if is_connected:
            condition = _silent(error)
        else:
            failure = self._unavailable(error)
            condition = DeviceCondition(
                DeviceState.LOST, failure.detail, failure.remedy
            )
        return PrintResult(PrintOutcome.QUEUED, condition, str(error))

    def _recovers_from(self, error: TransportError, *, is_connected: bool) -> bool:
        """End a command that was cut off; return whether the printer answers now.

        Until then some printers take every question for the rest of a picture.
        """
        is_silent = is_connected and isinstance(error, TransportTimeoutError)
        if not is_silent or not self._needs_recovery or self._is_recovery_tried:
            return False
        self._is_recovery_tried = True
        try:
            with self.session() as session:
                session.send(self._recovery())
                session.read_status()
        except TransportError:
            return False
        self._forget_doubt()
        return True

    def _recovery(self) -> bytes:
        recovery = self._language.recovery
        # What a deselected printer is sent is for its display, the recovery too.
        return recovery + SELECT_PRINTER + recovery if self._is_deselected else recovery

    def _forget_doubt(self) -> None:
        self._needs_recovery = self._is_recovery_tried = False
        self._is_cut_off = self._is_deselected = False

    def _send(self, session: PrinterSession, data: bytes) -> None:
        # A print queue puts other programs' jobs before ours: NULs would help none.
        needs_recovery = self._needs_recovery and has_way_back(self._transport)
        head = self._recovery() if needs_recovery else b""
        self._needs_recovery = True
        has_process_id = self._profile.has_process_id
        if self.answers_status and self._profile.language == ESC_POS:
            # Three bytes of an ASB look like answers to GS r.
            head += STATUS_BACK_ON if has_process_id else STATUS_BACK_OFF
        session.send(head + data)
        if self.answers_status:
            session.wait_until_printed(self.meanwhile, by_process_id=has_process_id)
            self.printed_count += 1
        self._forget_doubt()

    def _read_status(self, session: PrinterSession) -> PrinterStatus:
        status = session.read_status()
        now = time.monotonic()
        if status.is_stuck and now - self._gave_up_at >= GIVE_UP_INTERVAL_S:
            # What it still holds is the rest of a job already in doubt.
            self._gave_up_at = now
            status = session.give_up()
        for listener in self.status_listeners:
            listener(status)
        return status

    def _assumed(self) -> DeviceCondition:
        if self._refusal is not None:
            if time.monotonic() - self._refused_at < REFUSAL_S:
                return self._refusal
            self._refusal = None
        if has_way_back(self._transport):
            return READY
        return DeviceCondition(
            DeviceState.READY, "its state is not known: nothing comes back from it"
        )

    def _check_language(self, error: TransportError) -> None:
        """Ask once in the other language; raise when that is answered."""
        if self._is_language_checked or not isinstance(error, TransportTimeoutError):
            return
        self._is_language_checked = True
        other = find_other_language(
            self._transport, self._profile, timeout_s=self._answer_timeout_s
        )
        if other is not None:
            raise DeviceProtocolError(
                self._device_id,
                f"the printer speaks {other.title}, not {self._language.title}",
                f"Choose the model {other.model}, or set the printer to"
                f" {self._language.title} (a switch or a setting in it).",
            )

    def _unknown(self, status: PrinterStatus, error: TransportError) -> PrintResult:
        self._is_recovery_tried = False
        # A print queue keeps every job whole.
        self._is_cut_off = has_way_back(self._transport)
        condition = status.condition()
        if condition.is_working:
            condition = _silent(error)
        return PrintResult(PrintOutcome.UNKNOWN, condition, str(error))


def _silent(error: TransportError) -> DeviceCondition:
    is_late = isinstance(error, TransportTimeoutError)
    return DeviceCondition(
        DeviceState.OFFLINE,
        "the printer does not answer" if is_late else error.detail,
        "Check that the cover is closed; if so, switch the printer off and on.",
    )


def unavailable(device_id: str, error: TransportError) -> DeviceUnavailableError:
    """Return the error of a device that is reached through a printer."""
    return line_unavailable(device_id, error, TcpPrinter.remedies)
