"""A scale on a serial line, a USB-CDC port or a device server.

While somebody weighs, it is asked every 200 ms (the 8217 wants no less between two
commands); else twice a second, so that goods that are changed between two weighings
are seen to move.  Scales that tell a weight once are asked while somebody weighs
only.  Of one that tells all the time the next weight is taken.  A reply ends at its
last byte, never at a timeout.
"""

import math
import time
from collections.abc import Callable
from typing import Final

import msgspec
from typing_extensions import override

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.device_base import LineDevice
from drivers.errors import (
    DeviceNotReadyError,
    DeviceProtocolError,
    DeviceUnavailableError,
    TransportError,
    TransportTimeoutError,
)
from drivers.line_errors import LineRemedies
from drivers.scale.codec import (
    Command,
    Event,
    Outcome,
    Refused,
    ScaleCodec,
    ScaleTraits,
    Send,
    Tare,
    Weigh,
    Weight,
    WeightTrouble,
    Zero,
)
from drivers.scale.guard import WeightGuard
from drivers.scale.port import REMEDIES, WeightReading, WeightRefusedError
from drivers.transport.port import ByteTransport

REPLY_TIMEOUT_S: Final = 1.0
WRITE_TIMEOUT_S: Final = 1.0
LIVE_INTERVAL_S: Final = 0.2
IDLE_INTERVAL_S: Final = 0.5

MISSES_MAX: Final = 3
"""So many questions without an answer, and the scale is not ready."""

GIBBERISH_MAX: Final = 5
"""So many answers in a row in no known language, and the settings are wrong."""

UNASKED_BYTES_MAX: Final = 4096
UNASKED_S_MAX: Final = 0.5
"""Longer than any late answer takes; who goes on was set to send all the time."""

SKIPPED_BYTES_MAX: Final = 1_048_576
"""More than any system keeps of a line that nobody reads."""

_READ_BYTES_MAX: Final = 256
_SENDS_MAX: Final = 8

_SICK: Final = frozenset(
    {WeightTrouble.FAILURE, WeightTrouble.ZERO_ERROR, WeightTrouble.DISAGREES}
)
"""What needs a hand before anything can be sold by weight again."""


_TWO_AT_ONCE: Final = Weight(trouble=WeightTrouble.MOTION, detail="two answers at once")


class SerialScale(LineDevice):
    """Asks one scale; a supervisor's thread drives it and gets on_reading.

    Attributes:
        on_reading: Called on the device's thread with each reading.
        reading_count: Answers that carried a weight or a reason against one.
        miss_count: Questions that were not answered in time.
    """

    remedies = LineRemedies(
        gone="Plug the scale in and switch it on.",
        busy="Close the other program that uses the scale.",
    )

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        codec: ScaleCodec,
        *,
        is_always_net: bool = False,
        reply_timeout_s: float = REPLY_TIMEOUT_S,
        gap_s: float | None = None,
    ) -> None:
        """Prepare; nothing is opened.

        Args:
            device_id: The scale as the settings name it.
            transport: Its line, not open.
            codec: Its language.
            is_always_net: The scale takes all tare, and its protocol cannot say so.
            reply_timeout_s: How long an answer may take.
            gap_s: Pause between two commands; None for the protocol's own.
        """
        super().__init__(device_id, transport)
        self._codec = codec
        self._is_always_net = is_always_net
        self._reply_timeout_s = reply_timeout_s
        self._gap_s = codec.traits.gap_s if gap_s is None else gap_s
        self._clock = time.monotonic
        self._answered_at_s = -math.inf
        self._guard = WeightGuard(is_one_shot=codec.traits.is_one_shot)
        self._asked: Weigh | None = None
        self._misses = 0
        self._gibberish = 0
        self._streams = 0
        self._has_heard = False
        self.on_reading: Callable[[WeightReading], None] = _ignore
        self.reading_count = 0
        self.miss_count = 0

    @property
    def traits(self) -> ScaleTraits:
        """What its protocol can do."""
        return self._codec.traits

    @property
    def reading(self) -> WeightReading:
        """The newest reading."""
        return self._guard.reading

    @property
    def is_weighing(self) -> bool:
        """Whether somebody looks."""
        return self._asked is not None

    @property
    @override
    def attend_interval_s(self) -> float:
        """How long to wait for work between two attend()."""
        return IDLE_INTERVAL_S if self._asked is None else LIVE_INTERVAL_S

    @property
    def refused_count(self) -> int:
        """Pieces of answers that were thrown away."""
        return self._codec.refused_count

    # -- the life of the device ------------------------------------------------

    def open(self) -> None:
        """Open the line and ask once, where that costs nothing."""
        self._misses = self._gibberish = self._streams = 0
        # What was sold is kept: the goods may still lie there when the cable is back.
        self._guard.doubt()
        self._open_line()
        self._condition = READY
        if not self.traits.is_one_shot:
            self._weigh(Weigh())
            if self._misses:
                self._condition = _SILENT

    def attend(self) -> None:
        """Ask for the weight, or see whether the line is still there."""
        if not self.traits.is_one_shot:
            self._weigh(self._asked or Weigh())
        elif self._asked is not None and not self._guard.reading.is_sellable:
            self._weigh(self._asked)
        else:
            self._drain()

    # -- the scale -------------------------------------------------------------

    def begin_weighing(self, asked: Weigh) -> None:
        """Read live from now on, for goods of this price and tare."""
        self._asked = asked
        if self.traits.is_one_shot:
            # What was told for other goods or another price is no answer.
            self.on_reading(self._guard.doubt(WeightTrouble.MOTION))

    def end_weighing(self) -> None:
        """Nobody looks any more."""
        self._asked = None

    def take(self, sequence: int) -> WeightReading:
        """Hand out the weight that was shown as *sequence*, once; see Scale."""
        taken = self._guard.take(sequence, self._clock())
        if isinstance(taken, WeightTrouble):
            raise WeightRefusedError(self._device_id, taken)
        return taken

    def zero(self) -> None:
        """Make what the empty scale shows nought; see Scale."""
        self._order(Zero(), can=self.traits.can_zero)

    def tare(self) -> None:
        """Take off what lies on the scale now; see Scale."""
        self._order(Tare(), can=self.traits.can_tare)

    # -- conversations ---------------------------------------------------------

    def _order(self, command: Command, *, can: bool) -> None:
        if not can:
            raise DeviceNotReadyError(
                self._device_id,
                f"{self.traits.name} has no command for it",
                "Use the key on the scale.",
            )
        outcome = self._converse(command)
        if outcome is None:
            remedy = REMEDIES[WeightTrouble.SILENT]
            raise DeviceNotReadyError(self._device_id, "no answer", remedy)
        if isinstance(outcome, Refused):
            raise DeviceNotReadyError(
                self._device_id,
                f"the scale refused: {outcome.detail}",
                "Wait until the scale is at rest and try again.",
            )

    def _weigh(self, asked: Weigh) -> None:
        try:
            outcome = self._converse(asked)
        except ValueError as error:
            # The price does not fit: the goods, not the scale, are the matter.
            self._tell(Weight(trouble=WeightTrouble.NO_PRICE, detail=str(error)))
            return
        if outcome == _TWO_AT_ONCE:
            self._shake(_TWO_AT_ONCE.detail)
        elif isinstance(outcome, Weight):
            if self._is_always_net:
                outcome = msgspec.structs.replace(outcome, is_net=True)
            self._tell(outcome)
        elif isinstance(outcome, Refused):
            # A scale that says no when it is not at rest (CAS: NAK).
            self._shake(outcome.detail)

    def _shake(self, detail: str) -> None:
        """Tell that there is no weight now; whether the goods moved is not known."""
        self.reading_count += 1
        self._condition = READY
        self.on_reading(self._guard.doubt(WeightTrouble.MOTION, detail))

    def _tell(self, weight: Weight) -> None:
        self.reading_count += 1
        reading = self._guard.see(weight, self._clock())
        if weight.trouble in _SICK:
            self._condition = DeviceCondition(
                DeviceState.OFFLINE,
                weight.detail or weight.trouble.value,
                REMEDIES[weight.trouble],
            )
        else:
            self._condition = READY
        self.on_reading(reading)

    def _converse(self, command: Command) -> Outcome | None:
        """Return the outcome, or None when no answer came in time."""
        question = self._codec.begin(command)
        self._has_heard = False
        gap_s = self._answered_at_s + self._gap_s - self._clock()
        try:
            if question:
                # Waiting is listening: what comes now was not asked for.
                self._drain(quiet_s=max(0.0, gap_s))
                self._transport.write(question, timeout_s=WRITE_TIMEOUT_S)
            else:
                self._skip()
            outcome = self._listen()
        except TransportTimeoutError:
            self._miss(is_gibberish=self._has_heard)
            return None
        except TransportError as error:
            raise self._unavailable(error) from error
        self._misses = self._gibberish = 0
        self._answered_at_s = self._clock()
        return outcome

    def _listen(self) -> Outcome:
        deadline = self._clock() + self._reply_timeout_s
        send_count = 0
        while True:
            remaining_s = deadline - self._clock()
            if remaining_s <= 0:
                raise TransportTimeoutError(self._transport.address, "no whole answer")
            data = self._transport.read(_READ_BYTES_MAX, timeout_s=remaining_s)
            self._has_heard = True
            events = self._codec.feed(data)
            for event in events:
                if isinstance(event, Send) and send_count < _SENDS_MAX:
                    send_count += 1
                    self._transport.write(event.data, timeout_s=WRITE_TIMEOUT_S)
            outcome = _last_outcome(events)
            if outcome is not None:
                return outcome

    def _skip(self) -> None:
        """Throw away what a scale that never stops has told since the last look.

        All of it: after a till that stood still for a while the oldest would come
        first, and be taken for what lies there now.
        """
        skipped = 0
        try:
            while skipped < SKIPPED_BYTES_MAX:
                skipped += len(self._transport.read(_READ_BYTES_MAX, timeout_s=0))
        except TransportTimeoutError:
            return
        self._guard.doubt(WeightTrouble.MOTION)

    def _drain(self, quiet_s: float = 0) -> None:
        """Throw away what nobody asked for, and doubt what it may belong to."""
        unasked = 0
        deadline = self._clock() + quiet_s + UNASKED_S_MAX
        try:
            while unasked < UNASKED_BYTES_MAX and self._clock() < deadline:
                unasked += len(self._transport.read(_READ_BYTES_MAX, timeout_s=quiet_s))
        except TransportTimeoutError:
            self._streams = 0
        except TransportError as error:
            raise self._unavailable(error) from error
        else:
            self._streams += 1
        if unasked and not self.traits.is_one_shot:
            self._guard.doubt(WeightTrouble.MOTION)
        if self._streams >= GIBBERISH_MAX:
            raise DeviceProtocolError(
                self._device_id,
                "it sends all the time without being asked",
                "Set the scale to send when it is asked (command mode).",
            )

    def _miss(self, *, is_gibberish: bool) -> None:
        self.miss_count += 1
        self._misses += 1
        self._gibberish = self._gibberish + 1 if is_gibberish else 0
        reading = self._guard.doubt()
        if self._gibberish >= GIBBERISH_MAX:
            raise DeviceProtocolError(
                self._device_id,
                f"{self._gibberish} answers in a row are not {self.traits.name}",
                "Choose the protocol, speed and parity that the scale is set to.",
            )
        if self._misses >= MISSES_MAX:
            self._condition = _SILENT
        # An answer that is still on its way must not meet the next question.
        self._transport.close()
        self._open_line()
        if self.traits.is_one_shot:
            # Its answers come once and are not compared: let late ones pass first.
            self._drain(quiet_s=self._reply_timeout_s)
        self.on_reading(reading)

    @override
    def _unavailable(self, error: TransportError) -> DeviceUnavailableError:
        self.on_reading(self._guard.doubt())
        return super()._unavailable(error)


def _last_outcome(events: list[Event]) -> Outcome | None:
    """Return the last outcome; two that disagree in one breath are none."""
    outcomes = [event for event in events if not isinstance(event, Send)]
    if not outcomes:
        return None
    if any(outcome != outcomes[-1] for outcome in outcomes):
        return _TWO_AT_ONCE
    return outcomes[-1]


# The same at each question: a change is told to everyone and to the log.
_SILENT: Final = DeviceCondition(
    DeviceState.OFFLINE, "no answer", REMEDIES[WeightTrouble.SILENT]
)


def _ignore(_reading: WeightReading) -> None:
    """Nobody listens."""
