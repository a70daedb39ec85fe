"""Kills around the till: who dies is replaced, and who cannot be is told."""

from __future__ import annotations

import threading

import pytest

from terminal.diagnostics.replay.processes import ProcessError
from terminal.diagnostics.replay.ruffian import KeptProcess, Ruffian


class _Village:
    """Counts the living of one name; says when there were enough deaths."""

    def __init__(self, deaths_wanted: int, *, births_max: int = 10**6) -> None:
        self.living = self.deaths = self.births = 0
        self.is_enough = threading.Event()
        self._deaths_wanted = deaths_wanted
        self._births_max = births_max

    def bear(self) -> _Village:
        if self.births == self._births_max:
            self.is_enough.set()
            raise ProcessError("the well is dry")
        self.births += 1
        self.living += 1
        return self

    def kill(self) -> None:
        self.living -= 1
        self.deaths += 1
        if self.deaths == self._deaths_wanted:
            self.is_enough.set()

    def stop(self) -> None:
        self.living -= 1


def test_each_is_killed_and_one_of_each_lives_at_the_end() -> None:
    villages = {"agent": _Village(7), "server": _Village(3)}
    kept = {name: KeptProcess(village.bear) for name, village in villages.items()}
    ruffian = Ruffian(kept, 0.0001, seed=1)

    ruffian.start()
    for village in villages.values():
        assert village.is_enough.wait(10)
    ruffian.stop()

    for name, village in villages.items():
        assert village.living == 1
        assert ruffian.kills[name] == village.deaths
        kept[name].stop()
        assert village.living == 0


def test_one_that_does_not_start_again_is_told_at_the_end() -> None:
    village = _Village(10**6, births_max=3)
    ruffian = Ruffian({"agent": KeptProcess(village.bear)}, 0.0001, seed=1)

    ruffian.start()
    assert village.is_enough.wait(10)

    with pytest.raises(ProcessError, match="well is dry"):
        ruffian.stop()
    assert ruffian.kills == {"agent": 2}
