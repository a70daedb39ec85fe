"""The scale on its thread, for those that have something to weigh."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

import msgspec

from drivers.errors import DeviceError
from drivers.scale.codec import Weigh, WeightTrouble
from drivers.scale.port import REMEDIES, WeightReading, WeightRefusedError
from drivers.scale.serial_scale import SerialScale
from drivers.supervisor import Supervisor
from terminal.application.ports.weighing import (
    LiveWeight,
    WeighedGoods,
    WeightTroubleName,
)
from terminal.peripherals.device_book import DeviceBook

_log = logging.getLogger(__name__)

WEIGH_ATTEMPTS_MAX: Final = 5
"""Of a test: a scale needs two answers, and a moment to come to rest."""

_TRIAL: Final = Weigh(unit_price_minor=100)
"""Scales that compute prices answer nothing without one."""

_UNDECIDED: Final = frozenset({WeightTrouble.SILENT, WeightTrouble.MOTION})
_SICK: Final = frozenset(
    {
        WeightTrouble.SILENT,
        WeightTrouble.FAILURE,
        WeightTrouble.ZERO_ERROR,
        WeightTrouble.DISAGREES,
    }
)


class ScaleHandle:
    """Implements WeighingPort with one scale and its supervisor."""

    def __init__(
        self, scale: SerialScale, supervisor: Supervisor[SerialScale], book: DeviceBook
    ) -> None:
        self._supervisor = supervisor
        self._book = book
        self._lock = threading.Lock()
        self._on_weight: Callable[[LiveWeight], None] | None = None
        scale.on_reading = self._tell

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._supervisor.device_id

    def begin(
        self, goods: WeighedGoods, on_weight: Callable[[LiveWeight], None]
    ) -> None:
        """Tell each reading from now on; see WeighingPort."""
        asked = Weigh(goods.unit_price_minor, goods.tare_grams)
        with self._lock:
            self._on_weight = on_weight
        self._submit(lambda scale: scale.begin_weighing(asked), on_weight)

    def take(self, sequence: int, on_taken: Callable[[LiveWeight], None]) -> None:
        """Hand out the weight shown as *sequence*; see WeighingPort."""

        def work(scale: SerialScale) -> None:
            taken = _taken(scale, sequence)
            self._book.count(self.device_id, weights=int(taken.is_sellable))
            _hand(on_taken, taken)

        self._submit(work, on_taken)

    def end(self) -> None:
        """Tell nothing any more."""
        with self._lock:
            self._on_weight = None
        self._submit(SerialScale.end_weighing, _nobody)

    def _submit(
        self,
        work: Callable[[SerialScale], None],
        on_failure: Callable[[LiveWeight], None],
    ) -> None:
        def done(future: Future[None]) -> None:
            if future.exception() is not None:
                on_failure(_SILENT)

        try:
            future = self._supervisor.submit(work)
        except DeviceError:
            on_failure(_SILENT)
            return
        future.add_done_callback(done)

    def _tell(self, reading: WeightReading) -> None:
        with self._lock:
            on_weight = self._on_weight
        if on_weight is not None:
            _hand(on_weight, _live(reading))


def _hand(listener: Callable[[LiveWeight], None], weight: LiveWeight) -> None:
    try:
        listener(weight)
    except Exception:  # noqa: BLE001 - any bug of whoever weighs
        # A panel that was closed meanwhile must not take the scale away.
        _log.exception("a weight was not handled")


def try_scale(scale: SerialScale) -> tuple[bool, tuple[str, ...]]:
    """Weigh what lies there, on the scale's thread; return whether it answers.

    An empty plate is a good answer, and so is one that swings.  A scale that tells a
    weight once is asked too: goods that lie there for the test must be lifted before
    they are sold.
    """
    is_lent = not scale.is_weighing
    if is_lent:
        scale.begin_weighing(_TRIAL)
    try:
        for attempt in range(WEIGH_ATTEMPTS_MAX):
            scale.attend()
            trouble = scale.reading.trouble
            is_dumb = trouble is WeightTrouble.SILENT and attempt > 0
            if trouble not in _UNDECIDED or is_dumb:
                break
    finally:
        if is_lent:
            scale.end_weighing()
    reading = scale.reading
    shown = "no weight" if reading.grams is None else f"{reading.grams} g"
    evidence = [f"speaks {scale.traits.name}", f"shows {shown}"]
    if reading.trouble is not WeightTrouble.NONE:
        evidence.append(f"{reading.trouble.value}: {reading.remedy}")
    return reading.trouble not in _SICK, tuple(evidence)


def _taken(scale: SerialScale, sequence: int) -> LiveWeight:
    try:
        return _live(scale.take(sequence))
    except WeightRefusedError as refused:
        # No fault of the device, so its supervisor must not see it.
        reading = msgspec.structs.replace(
            scale.reading, is_sellable=False, trouble=refused.trouble
        )
        return _live(reading)


def _live(reading: WeightReading) -> LiveWeight:
    trouble: WeightTroubleName = reading.trouble.value
    return LiveWeight(
        reading.sequence,
        grams=reading.grams,
        is_sellable=reading.is_sellable,
        is_net=reading.is_net,
        trouble=trouble,
        remedy=reading.remedy,
    )


def _nobody(_: LiveWeight) -> None:
    """Nobody waits for it."""


_SILENT: Final = LiveWeight(0, trouble="silent", remedy=REMEDIES[WeightTrouble.SILENT])
