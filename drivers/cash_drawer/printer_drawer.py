"""A cash drawer on the drawer connector of a receipt printer."""

import threading
import time
from collections.abc import Callable
from typing import Final

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

OPEN_TIMEOUT_S: Final = 1.0
"""A drawer that has not opened by then is locked or stuck."""

KICKS_MAX: Final = 2
"""The second one only when the sensor says that the first did nothing."""

_OPEN_BEFORE: Final = "the sensor said open before the pulse"
_LOOK: Final = "Close the cash drawer; if it is closed, see whether its cable is in."
_LOOK_INTERVAL_S: Final = 0.05
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
        self._pause = threading.Event()
        self._rested_at = 0.0

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._device_id

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
                self._rest()
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
        self._rest()
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
        for _ in range(KICKS_MAX):
            session.send(pulse)
            self._rested_at = time.monotonic() + _REST_S
            if not self.has_sensor:
                return KickResult(KickOutcome.SENT)
            if was_open:
                # A drawer whose cable is out looks open as well, if its contact
                # is closed while it is shut.
                return KickResult(KickOutcome.SENT, _OPEN_BEFORE, _LOOK)
            if self._wait_until_open(session):
                return KickResult(KickOutcome.OPENED)
        return KickResult(
            KickOutcome.NOT_OPENED,
            "the sensor saw no movement",
            "See whether the drawer is locked or its cable is out; open it with its"
            " key.",
        )

    def _wait_until_open(self, session: PrinterSession) -> bool:
        deadline = time.monotonic() + OPEN_TIMEOUT_S
        while time.monotonic() < deadline:
            if self._is_open(session):
                return True
            self._pause.wait(_LOOK_INTERVAL_S)
        return False

    def _is_open(self, session: PrinterSession) -> bool:
        status = session.ask_real_time(REAL_TIME_STATUS)
        return self._is_level_of_open(is_high=status.is_drawer_high)

    def _is_level_of_open(self, *, is_high: bool) -> bool:
        return self.has_sensor and is_high is (self._open_level == "high")

    def _rest(self) -> None:
        # A second pulse within the off time overheats the magnet.
        rest_s = self._rested_at - time.monotonic()
        if rest_s > 0:
            self._pause.wait(rest_s)
