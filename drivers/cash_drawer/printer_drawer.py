"""A cash drawer on the drawer connector of a receipt printer."""

import time
from collections.abc import Callable
from typing import Final

from drivers.cash_drawer.kicking import OPEN_TIMEOUT_S, Kicker
from drivers.cash_drawer.left_open import LEFT_OPEN_S, LeftOpenWatch
from drivers.cash_drawer.port import KickOutcome, KickResult
from drivers.errors import TransportError
from drivers.receipt_printer.esc_pos import (
    PULSE_OFF_MS,
    PULSE_ON_MS,
)
from drivers.receipt_printer.session import PrinterSession
from drivers.receipt_printer.status import REAL_TIME_STATUS
from drivers.receipt_printer.tcp_printer import TcpPrinter, unavailable

_REST_S: Final = (PULSE_ON_MS + PULSE_OFF_MS) / 1000


class PrinterDrawer:
    """Opens the drawer through its printer, on the printer's thread.

    Whether it can be seen to be open depends on the drawer: its sensor pulls the
    connector's pin 3 high or low, or it has none.
    """

    def __init__(
        self,
        device_id: str,
        printer: TcpPrinter,
        *,
        pin: int = 2,
        open_level: str | None = None,
        left_open_s: float = LEFT_OPEN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare.

        Args:
            device_id: The device as the settings name it.
            printer: The one whose connector it hangs on.
            pin: 2 or 5: the first or the second drawer.
            open_level: ``high`` or ``low`` when open; None without a sensor.
            left_open_s: How long it may stand open; 0 for as long as it likes.
            clock: Monotonic seconds, for that.
        """
        assert open_level in {None, "high", "low"}
        self._device_id = device_id
        self._printer = printer
        self._pin = pin
        self._open_level = open_level
        self.watch = LeftOpenWatch(open_level, left_open_s, clock)
        self._kicker = Kicker(_REST_S)

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._device_id

    @property
    def can_learn(self) -> bool:
        """Whether its sensor's meaning can be learnt: printers tell the level only."""
        return True

    @property
    def has_sensor(self) -> bool:
        """Whether it can be known that it stands open."""
        return self._open_level is not None

    def kick(self) -> KickResult:
        """Open the drawer once; never raises for a failing device.

        Costs at most about three seconds, on the printer's thread.
        """
        is_begun = False
        try:
            with self._printer.session() as session:
                pulse, was_open = self._choose_pulse(session)
                self._kicker.rest()
                is_begun = True
                return self._kick(session, pulse, was_open=was_open)
        except TransportError as error:
            failure = unavailable(self._device_id, error)
            outcome = KickOutcome.UNKNOWN if is_begun else KickOutcome.NOT_SENT
            return KickResult(outcome, failure.detail, "Open the drawer with its key.")

    def kick_within(self, session: PrinterSession) -> KickResult:
        """Open the drawer once, over a connection on which a job is being printed.

        By the real-time pulse: the plain one would wait behind the job.

        Raises:
            TransportError: The connection broke; whether it opened is unknown.
        """
        self._kicker.rest()
        pulse = self._printer.language.real_time_pulse(self._pin)
        was_open = self.has_sensor and self._is_open(session)
        return self._kick(session, pulse, was_open=was_open)

    def read_is_high(self) -> bool:
        """Return the level of the sensor, whether or not it is known what it means.

        Raises:
            DeviceUnavailableError: The printer cannot be asked.
        """
        try:
            with self._printer.session() as session:
                return session.ask_real_time(REAL_TIME_STATUS).is_drawer_high
        except TransportError as error:
            raise unavailable(self._device_id, error) from error

    def read_is_open(self) -> bool | None:
        """Return whether it stands open; None when that cannot be known."""
        if not self.has_sensor:
            return None
        try:
            with self._printer.session() as session:
                return self._is_open(session)
        except TransportError:
            return None

    def _choose_pulse(self, session: PrinterSession) -> tuple[bytes, bool]:
        """Return the pulse for now, and whether the drawer seems open already."""
        language = self._printer.language
        if not self._printer.answers_status:
            self._printer.end_cut_off(session)
            return language.pulse(self._pin), False
        status = session.ask_real_time(REAL_TIME_STATUS)
        was_open = self._is_level_of_open(is_high=status.is_drawer_high)
        # An offline printer keeps ESC p in its buffer until someone puts paper
        # in, and opens the drawer then; the real-time pulse works now.
        if status.is_offline:
            return language.real_time_pulse(self._pin), was_open
        self._printer.end_cut_off(session)
        return language.pulse(self._pin), was_open

    def _kick(
        self, session: PrinterSession, pulse: bytes, *, was_open: bool
    ) -> KickResult:
        return self._kicker.kick(
            lambda: session.send(pulse),
            (lambda: self._is_open(session)) if self.has_sensor else None,
            was_open=was_open,
            open_timeout_s=OPEN_TIMEOUT_S,
        )

    def _is_open(self, session: PrinterSession) -> bool:
        status = session.ask_real_time(REAL_TIME_STATUS)
        return self._is_level_of_open(is_high=status.is_drawer_high)

    def _is_level_of_open(self, *, is_high: bool) -> bool:
        return self.has_sensor and is_high is (self._open_level == "high")
