"""Cuts what a printer says into answers, byte by byte.

For languages whose bytes tell by themselves whether they begin an answer or go on
with one: after a loss the next beginning is found again.
"""

import abc
from typing import Generic, TypeVar

AnswerT = TypeVar("AnswerT")


class AnswerReader(abc.ABC, Generic[AnswerT]):
    """Sans I/O; fed in pieces of any size.

    Attributes:
        noise_count: Bytes that belong to no answer.
    """

    def __init__(self) -> None:
        self._pending = bytearray()
        self.noise_count = 0

    def feed(self, data: bytes) -> list[AnswerT]:
        """Take bytes and return the answers that are now complete."""
        answers = []
        for byte in data:
            answer = self._take(byte)
            if answer is not None:
                answers.append(answer)
        return answers

    @abc.abstractmethod
    def _take(self, byte: int) -> AnswerT | None:
        """Take one byte; return the answer that it completes."""

    def _finish(self) -> bytes:
        """Return what was pending: it is an answer."""
        taken = bytes(self._pending)
        self._pending.clear()
        return taken

    def _throw_away(self) -> None:
        """Forget what was pending: its rest was lost."""
        self.noise_count += len(self._pending)
        self._pending.clear()
