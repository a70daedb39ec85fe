"""The scale on its thread, for those that have something to weigh."""

from __future__ import annotations

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

WEIGH_ATTEMPTS_MAX: Final = 5
"""Of a test: a scale needs two answers, and a moment to come to rest."""


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
            on_taken(taken)

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
            on_weight(_live(reading))


def try_scale(scale: SerialScale) -> tuple[bool, tuple[str, ...]]:
    """Weigh what lies there, on the scale's thread; return whether it answers.

    An empty plate is a good answer, and so is one that swings.
    """
    if scale.traits.is_one_shot:
        # A weight that is asked for a test would be missing in the sale.
        said = f"speaks {scale.traits.name}; put goods on it in a sale to see a weight"
        return True, (said,)
    for _ in range(WEIGH_ATTEMPTS_MAX):
        scale.attend()
        reading = scale.reading
        if reading.trouble not in {WeightTrouble.SILENT, WeightTrouble.MOTION}:
            break
    reading = scale.reading
    shown = "no weight" if reading.grams is None else f"{reading.grams} g"
    evidence = [f"speaks {scale.traits.name}", f"shows {shown}"]
    if reading.trouble is not WeightTrouble.NONE:
        evidence.append(f"{reading.trouble.value}: {reading.remedy}")
    sick = {WeightTrouble.SILENT, WeightTrouble.FAILURE, WeightTrouble.ZERO_ERROR}
    return reading.trouble not in sick, tuple(evidence)


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
