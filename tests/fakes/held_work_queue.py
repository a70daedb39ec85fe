"""A work queue that does its work when it is told to, as a slow disk would."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from terminal.application.use_cases import UseCases
from terminal.ui.support.work_queue import ImmediateWorkQueue

Result = TypeVar("Result")


class HeldWorkQueue:
    """Keeps work back, in order, while `is_held`; implements WorkQueue.

    Attributes:
        is_held: Whether work is kept back from now on.
    """

    def __init__(self, use_cases: UseCases) -> None:
        self._now = ImmediateWorkQueue(use_cases)
        self._waiting: list[Callable[[], None]] = []
        self.is_held = False

    def submit(
        self,
        work: Callable[[UseCases], Result],
        on_done: Callable[[Result], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Keep *work* for later, or do it now."""
        if self.is_held:
            self._waiting.append(lambda: self._now.submit(work, on_done, on_error))
        else:
            self._now.submit(work, on_done, on_error)

    def run(self) -> None:
        """Do what waits, and what follows from it behind what waited already."""
        while self._waiting:
            self._waiting.pop(0)()
