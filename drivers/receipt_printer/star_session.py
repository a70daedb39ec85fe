"""One connection to a printer in Star Line mode.

The same promise as PrinterSession, by Star's means: ESC ACK SOH asks for the whole
status at once, and ETB is the barrier: its counter goes up when everything before
it is on paper.
"""

import time
from collections.abc import Callable
from typing import Final

from typing_extensions import override

from drivers.errors import TransportGoneError, TransportTimeoutError
from drivers.receipt_printer.session import PrinterSession
from drivers.receipt_printer.star_status import (
    STATUS_REQUEST,
    StarAsb,
    StarStatusReader,
)
from drivers.receipt_printer.status import PrinterStatus

ETB: Final = b"\x17"
_COUNTER_MODULO: Final = 32
_LOOK_INTERVAL_MIN_S: Final = 0.02
_LOOK_INTERVAL_MAX_S: Final = 0.25
"""A short paper is out at once; a long one need not be asked about as often."""

_MEANWHILE_INTERVAL_S: Final = 1.0
_READ_BYTES_MAX: Final = 512


class StarSession(PrinterSession):
    """See PrinterSession."""

    @override
    def read_status(self) -> PrinterStatus:
        """Ask for the automatic status once."""
        self._ask()
        return self.status

    @override
    def ask_real_time(self, number: int) -> PrinterStatus:
        """Ask for the automatic status: Star has one answer to all questions."""
        return self.read_status()

    @override
    def give_up(self) -> PrinterStatus:
        """Look again: Star goes on by itself when the cause is gone."""
        return self.read_status()

    @override
    def wait_until_printed(
        self,
        meanwhile: Callable[[PrinterSession], None] | None = None,
        *,
        by_process_id: bool = False,
    ) -> None:
        """Send ETB and ask until its counter has gone up; see PrinterSession."""
        # The counter was read before the job, in read_status(): what it counts
        # now can only be this job's.
        before = self._counter
        self.send(ETB)
        deadline = time.monotonic() + self._barrier_timeout_s
        interval_s = _LOOK_INTERVAL_MIN_S
        next_meanwhile = time.monotonic() + _MEANWHILE_INTERVAL_S
        while not self._stopping.is_set():
            answer = self._ask()
            if self._is_passed(answer, before):
                return
            now = time.monotonic()
            if now >= deadline:
                raise TransportTimeoutError(
                    self._transport.address, "no answer in time"
                )
            if meanwhile is not None and now >= next_meanwhile:
                next_meanwhile = now + _MEANWHILE_INTERVAL_S
                meanwhile(self)
            self._stopping.wait(min(interval_s, deadline - now))
            interval_s = min(2 * interval_s, _LOOK_INTERVAL_MAX_S)
        raise TransportGoneError(self._transport.address, "interrupted")

    _counter: int | None = None

    def _is_passed(self, answer: StarAsb, before: int | None) -> bool:
        self._counter = answer.etb_counter
        if before is None or answer.etb_counter is None:
            return answer.is_etb_done
        return answer.etb_counter == (before + 1) % _COUNTER_MODULO

    def _ask(self) -> StarAsb:
        reader = StarStatusReader()
        self._transport.write(STATUS_REQUEST, timeout_s=self._answer_timeout_s)
        deadline = time.monotonic() + self._answer_timeout_s
        while True:
            remaining_s = deadline - time.monotonic()
            if remaining_s <= 0:
                raise TransportTimeoutError(
                    self._transport.address, "no answer in time"
                )
            answers = reader.feed(
                self._transport.read(_READ_BYTES_MAX, timeout_s=remaining_s)
            )
            if len(answers) > 1:
                raise TransportGoneError(
                    self._transport.address, "two answers to one question"
                )
            if answers:
                self.status = answers[0].status
                self._counter = answers[0].etb_counter
                return answers[0]
