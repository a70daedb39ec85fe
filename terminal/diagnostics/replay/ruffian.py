"""Kills the processes around the till at random moments and starts them again."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from terminal.diagnostics.replay.processes import ProcessError


class Mortal(Protocol):
    """A process that was started."""

    def kill(self) -> None:
        """SIGKILL, at once."""

    def stop(self) -> None:
        """Ask the process to end, and end it when it does not."""


class KeptProcess:
    """A process that is started again whenever it was killed.

    One thread calls `replace`; `stop` comes after that thread has ended.
    """

    def __init__(self, start: Callable[[], Mortal]) -> None:
        self._start = start
        self._current = start()

    def replace(self) -> None:
        """SIGKILL, at once, and a new process in its place.

        Raises ProcessError when the new one does not start.
        """
        self._current.kill()
        self.start_again()

    def start_again(self) -> None:
        """Start a new process where the last one has ended.

        Raises ProcessError when it does not start.
        """
        self._current = self._start()

    def stop(self) -> None:
        """Ask the process to end, and end it when it does not."""
        self._current.stop()


class Ruffian:
    """Kills each of some processes again and again, each on a thread of its own.

    The time between a start and the next kill is drawn evenly from nothing to twice
    the mean, so that deaths fall into starts, requests, commits and idle times.

    Attributes:
        kills: How often each was killed, by its name; read it after `stop`.
    """

    def __init__(
        self, victims: Mapping[str, KeptProcess], mean_s: float, seed: int
    ) -> None:
        self.kills = dict.fromkeys(victims, 0)
        self._mean_s = mean_s
        self._failures: list[ProcessError] = []
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._haunt,
                args=(name, victim, random.Random(f"{seed} {name}")),
                name=f"ruffian-{name}",
            )
            for name, victim in victims.items()
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; every process runs again when this returns.

        Raises ProcessError when one could not be started again.
        """
        self._is_over.set()
        for thread in self._threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    def _haunt(self, name: str, victim: KeptProcess, draw: random.Random) -> None:
        while not self._is_over.wait(draw.uniform(0, 2 * self._mean_s)):
            try:
                victim.replace()
            except ProcessError as error:
                self._failures.append(error)
                return
            self.kills[name] += 1
