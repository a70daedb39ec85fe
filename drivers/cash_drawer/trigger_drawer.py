"""A cash drawer on a serial line or a device server of its own."""

import contextlib
import time
from collections.abc import Callable
from typing import Final

import msgspec
from typing_extensions import override

from drivers.cash_drawer.kicking import OPEN_TIMEOUT_S, Kicker
from drivers.cash_drawer.left_open import LEFT_OPEN_S, LeftOpenWatch
from drivers.cash_drawer.port import KickOutcome, KickResult
from drivers.cash_drawer.triggers import Trigger
from drivers.device import DeviceCondition, DeviceState
from drivers.device_base import LineDevice
from drivers.errors import DeviceUnavailableError, TransportError, TransportTimeoutError
from drivers.line_errors import LineRemedies
from drivers.transport.port import ByteTransport, InputLine, read_input_line

LOOK_INTERVAL_S: Final = 2.0
ANSWER_TIMEOUT_S: Final = 0.3
REST_S: Final = 1.0
"""Glancetron's box takes no kick sooner; others say nothing about it."""

MISSES_MAX: Final = 3
"""So many questions without an answer, and it is asked no more until it is reopened:
it may be a box of another make, which opens the drawer at every byte."""

_WRITE_TIMEOUT_S: Final = 1.0
_READ_BYTES_MAX: Final = 256
_STALE_READS_MAX: Final = 16
_KEY: Final = "Open the drawer with its key."


# The same at each look: a change is told to everyone.
_SENSOR_SILENT: Final = DeviceCondition(
    DeviceState.DEGRADED,
    "it does not say whether it is open",
    'Check its cable and its protocol, then try again; or set sensor = "none".',
)


class WiredSensor(msgspec.Struct, frozen=True):
    """A sensor on a line of the drawer's serial port.

    Attributes:
        line: Which one.
        open_level: ``high`` or ``low`` when the drawer is open; None until learnt.
    """

    line: InputLine
    open_level: str | None = None


class TriggerDrawer(LineDevice):
    """Opens the drawer; a supervisor's thread drives it.

    Where any byte opens the drawer, nothing is ever sent but a kick.

    Attributes:
        watch: How the drawer is, as far as can be known.
    """

    remedies = LineRemedies(
        gone="Plug the cash drawer's line in; until then open it with its key.",
        busy="Close the other program that uses the cash drawer.",
    )

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        trigger: Trigger,
        *,
        sensor: WiredSensor | None = None,
        left_open_s: float = LEFT_OPEN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; nothing is opened.

        Args:
            device_id: The device as the settings name it.
            transport: Its line, not open.
            trigger: Its language.
            sensor: Where its sensor is wired to, unless its language tells.
            left_open_s: How long it may stand open; 0 for as long as it likes.
            clock: Monotonic seconds, for that.
        """
        super().__init__(device_id, transport)
        self._trigger = trigger
        assert sensor is None or not trigger.can_be_asked
        self._sensor = sensor
        if trigger.can_be_asked:
            # What says "open" in words is taken for a sensor that is high then.
            self._open_level: str | None = "high"
        else:
            self._open_level = None if sensor is None else sensor.open_level
        self.watch = LeftOpenWatch(self._open_level, left_open_s, clock)
        self._kicker = Kicker(REST_S)
        self._misses = 0
        self._failure: TransportError | None = None

    @property
    @override
    def condition(self) -> DeviceCondition:
        """How the drawer is."""
        if self._misses >= MISSES_MAX:
            return _SENSOR_SILENT
        return self.watch.condition

    @property
    @override
    def attend_interval_s(self) -> float:
        """From one look at its sensor to the next; at once after a failure."""
        return LOOK_INTERVAL_S if self._failure is None else 0.0

    @property
    def has_sensor(self) -> bool:
        """Whether it can be known that it stands open."""
        return self._open_level is not None

    @property
    def can_learn(self) -> bool:
        """Whether it has a sensor whose meaning can be learnt."""
        return self._sensor is not None

    def open(self) -> None:
        """Open the line and look how the drawer is."""
        self._misses = 0
        self._failure = None
        self._open_line()
        self.attend()

    def attend(self) -> None:
        """Look at the sensor, or whether the line is still there."""
        if self._failure is not None:
            raise self._unavailable(self._failure)
        try:
            level = self._look()
        except TransportError as error:
            raise self._unavailable(error) from error
        if level is not None:
            self.watch.note_level(is_high=level)

    def kick(self) -> KickResult:
        """Open the drawer once; never raises for a failing device."""
        self._kicker.rest()
        is_begun = False
        try:
            was_open = self.has_sensor and self._is_open() is True
            is_begun = True
            return self._kicker.kick(
                self._send,
                self._is_open if self.has_sensor else None,
                was_open=was_open,
                open_timeout_s=OPEN_TIMEOUT_S,
            )
        except TransportError as error:
            # The supervisor learns of it from the next attend().
            self._failure = error
            outcome = KickOutcome.UNKNOWN if is_begun else KickOutcome.NOT_SENT
            return KickResult(outcome, str(error), _KEY)

    def read_is_high(self) -> bool:
        """Return the level of the sensor, whether or not it is known what it means.

        Raises:
            DeviceUnavailableError: It cannot be asked.
        """
        try:
            level = self._look()
        except TransportError as error:
            raise self._unavailable(error) from error
        if level is None:
            raise DeviceUnavailableError(self._device_id, "it has no sensor", _KEY)
        return level

    def read_is_open(self) -> bool | None:
        """Return whether it stands open; None when that cannot be known."""
        try:
            return self._is_open() if self.has_sensor else None
        except TransportError:
            return None

    def _send(self) -> None:
        self._transport.write(self._trigger.kick, timeout_s=_WRITE_TIMEOUT_S)

    def _is_open(self) -> bool | None:
        level = self._look()
        if level is None:
            return None
        self.watch.note_level(is_high=level)
        return level is (self._open_level == "high")

    def _look(self) -> bool | None:
        """Return the level of the sensor, None when there is none or it is silent."""
        if self._sensor is not None:
            return read_input_line(self._transport, self._sensor.line)
        # What comes unasked is old; and a line that is gone is noticed by reading.
        self._drain()
        is_asked = self._trigger.can_be_asked and self._misses < MISSES_MAX
        return self._ask() if is_asked else None

    def _drain(self) -> None:
        try:
            for _ in range(_STALE_READS_MAX):
                self._transport.read(_READ_BYTES_MAX, timeout_s=0)
        except TransportTimeoutError:
            return

    def _ask(self) -> bool | None:
        self._transport.write(self._trigger.begin(), timeout_s=_WRITE_TIMEOUT_S)
        deadline = time.monotonic() + ANSWER_TIMEOUT_S
        said: list[bool] = []
        with contextlib.suppress(TransportTimeoutError):
            # Noise without an end must not keep a kick waiting.
            while not said and (remaining_s := deadline - time.monotonic()) > 0:
                data = self._transport.read(_READ_BYTES_MAX, timeout_s=remaining_s)
                said = self._trigger.feed(data)
        if not said:
            self._misses += 1
            # An answer still on its way must not meet the next question.
            self._transport.close()
            self._transport.open()
            return None
        self._misses = 0
        return said[0] if len(set(said)) == 1 else None
